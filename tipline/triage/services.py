"""Rank reports, by rule and by people; every ranking is kept."""

from collections.abc import Sequence
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.codec import to_json
from tipline.triage.errors import EscalationNeedsReasonError, ReportNotFoundError
from tipline.triage.models import Assessment, Standing
from tipline.triage.priority import Ranking, Reason

NOTE_MAX = 3000  # characters, as for a platform's own escalation


def assess(  # noqa: PLR0913 - the columns of the new row
    actor: Principal,
    report_id: int,
    ranking: Ranking,
    *,
    designation: str,
    arm: str,
    designation_fields: Sequence[str],
    at: datetime,
) -> None:
    """Keep what the rules say, once; a person's higher level stays."""
    with acting(actor):
        reasons = [to_json(reason) for reason in ranking.reasons]
        newest = Assessment.objects.filter(report_id=report_id).order_by("-pk").first()
        if newest is not None and newest.reasons == reasons:
            return
        assessment = Assessment.objects.create(
            report_id=report_id,
            priority=ranking.level,
            reasons=reasons,
            designation=designation,
            arm=arm,
            designation_fields=list(designation_fields),
            actor=actor.actor,
            at=at,
        )
        _stand(assessment)
        audit.record(
            actor,
            "report.assessed",
            f"report:{report_id}",
            priority=ranking.level,
            designation=designation,
        )


def escalate(actor: Principal, report_id: int, *, reason: str, at: datetime) -> None:
    """Raise a report to level 1, in one step, with a reason.

    Raises:
        EscalationNeedsReasonError: the reason is blank.
        ReportNotFoundError: there is no such report in triage.
    """
    note = reason.strip()[:NOTE_MAX]
    if not note:
        raise EscalationNeedsReasonError
    with acting(actor):
        standing = (
            Standing.objects.select_for_update()
            .select_related("assessment")
            .filter(report_id=report_id)
            .first()
        )
        if standing is None:
            raise ReportNotFoundError
        before = standing.assessment
        by_person = Reason(
            rule="escalated-by-analyst",
            level="1",
            sentence="An analyst escalated the report and gave a reason.",
            facts=(actor.actor,),
        )
        assessment = Assessment.objects.create(
            report_id=report_id,
            priority="1",
            reasons=[to_json(by_person), *before.reasons],
            designation=before.designation,
            arm=before.arm,
            designation_fields=before.designation_fields,
            actor=actor.actor,
            note=note,
            at=at,
        )
        _stand(assessment)
        audit.record(actor, "report.escalated", f"report:{report_id}")


def need_person(actor: Principal, report_id: int, *, at: datetime) -> None:
    """Put a report in front of people because the machine could not go on."""
    with acting(actor):
        Standing.objects.filter(report_id=report_id).update(
            needs_person=True, updated_at=at
        )


def _stand(assessment: Assessment) -> None:
    Standing.objects.update_or_create(
        report_id=assessment.report_id,
        defaults={
            "assessment": assessment,
            "priority": assessment.priority,
            "designation": assessment.designation,
            "updated_at": assessment.at,
        },
    )
