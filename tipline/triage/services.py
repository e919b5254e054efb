"""Rank reports, by rule and by people; every ranking is kept."""

from collections.abc import Sequence
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.codec import Json, to_json
from tipline.triage.errors import EscalationNeedsReasonError, ReportNotFoundError
from tipline.triage.models import Assessment, Designation, Standing
from tipline.triage.priority import Ranking, Reason

ESCALATED_BY_ANALYST = "escalated-by-analyst"
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
        standing = _locked_standing(report_id)
        before = standing.assessment if standing is not None else None
        level, reasons = _held_up(ranking, before)
        found = reasons, designation, arm
        if before and found == (before.reasons, before.designation, before.arm):
            return
        assessment = Assessment.objects.create(
            report_id=report_id,
            priority=level,
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
            priority=level,
            designation=designation,
        )


def _held_up(ranking: Ranking, before: Assessment | None) -> tuple[str, list[Json]]:
    """Give level and reasons of a ranking that no rule lowers below a person's."""
    reasons = [to_json(reason) for reason in ranking.reasons]
    said = before.reasons if before is not None else []
    by_person = [reason for reason in said if reason["rule"] == ESCALATED_BY_ANALYST]
    return ("1" if by_person else ranking.level), [*by_person, *reasons]


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
        standing = _locked_standing(report_id)
        if standing is None:
            raise ReportNotFoundError
        before = standing.assessment
        by_person = Reason(
            rule=ESCALATED_BY_ANALYST,
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


def need_person(actor: Principal, report_id: int, *, step: str, at: datetime) -> None:
    """Put a report in front of people because the machine could not go on.

    One that was never ranked is put among those of today: it may be urgent.
    """
    with acting(actor):
        if not Standing.objects.filter(report_id=report_id).exists():
            _stand(_unranked(actor, report_id, step=step, at=at))
        Standing.objects.filter(report_id=report_id).update(
            needs_person=True, updated_at=at
        )
        audit.record(actor, "report.needs_person", f"report:{report_id}", step=step)


def need_no_person(actor: Principal, report_id: int, *, at: datetime) -> None:
    """Take a report back from people, since the machine tries again."""
    with acting(actor):
        Standing.objects.filter(report_id=report_id, needs_person=True).update(
            needs_person=False, updated_at=at
        )


def _unranked(
    actor: Principal, report_id: int, *, step: str, at: datetime
) -> Assessment:
    reason = Reason(
        rule="step-failed",
        level="2",
        sentence="The machine could not look at all of this report.",
        facts=(step,),
    )
    return Assessment.objects.create(
        report_id=report_id,
        priority="2",
        reasons=[to_json(reason)],
        designation=Designation.REFERRAL,
        arm="",
        designation_fields=[],
        actor=actor.actor,
        at=at,
    )


def _locked_standing(report_id: int) -> Standing | None:
    """Give where a report stands; until the transaction ends nobody else changes it."""
    # Its assessment is read afterwards: joined, it would be the one from before the
    # wait, which no longer fits, and PostgreSQL would answer that there is no row.
    return Standing.objects.select_for_update().filter(report_id=report_id).first()


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
