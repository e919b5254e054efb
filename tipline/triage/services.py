"""Rank reports, by rule and by people; every ranking is kept."""

from collections.abc import Sequence
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.codec import from_json, to_json
from tipline.intake.models import Report
from tipline.review.queueing import queue_report
from tipline.triage import bundles, noise
from tipline.triage.bundling import OwnSignal
from tipline.triage.errors import ReportNotFoundError
from tipline.triage.holding import MOST_URGENT, RAISED, Held, raised, ranked_anew
from tipline.triage.models import Assessment, AssessmentKind, Designation, Standing
from tipline.triage.order import place_of
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
    """Keep what the rules say, once; what people said, and level 1, stay."""
    with acting(actor):
        standing = locked_standing(report_id)
        before = standing.assessment if standing is not None else None
        held = ranked_anew(ranking.reasons, reasons_of(before))
        found = held.reasons, designation, arm
        if before and found == (reasons_of(before), before.designation, before.arm):
            # It ranks as before, and may have files that it had not.
            _let_files_wait(actor, standing, before, at=at)
            return
        assessment = Assessment.objects.create(
            report_id=report_id,
            priority=held.level,
            risk=held.risk,
            reasons=[to_json(reason) for reason in held.reasons],
            designation=designation,
            arm=arm,
            designation_fields=list(designation_fields),
            actor=actor.actor,
            at=at,
        )
        stand(actor, assessment)
        audit.record(
            actor,
            "report.assessed",
            f"report:{report_id}",
            priority=held.level,
            risk=held.risk,
            designation=designation,
        )


def escalate(
    actor: Principal, report_id: int, *, reason: str = "", at: datetime
) -> None:
    """Raise a report to level 1, in one step; a reason helps, and is not needed.

    Raises:
        ReportNotFoundError: there is no such report in triage.
    """
    with acting(actor):
        standing = locked_standing(report_id)
        if standing is None:
            raise ReportNotFoundError
        before = standing.assessment
        said = Reason(
            rule=RAISED,
            level=MOST_URGENT,
            sentence="An analyst escalated the report.",
            facts=(actor.actor,),
        )
        follow(
            before,
            raised(said, reasons_of(before)),
            kind=AssessmentKind.RAISED,
            actor=actor,
            note=reason.strip()[:NOTE_MAX],
            at=at,
        )
        audit.record(actor, "report.escalated", f"report:{report_id}")


def need_person(actor: Principal, report_id: int, *, step: str, at: datetime) -> None:
    """Put a report in front of people because the machine could not go on.

    One that was never ranked is put among those of today: it may be urgent.
    """
    with acting(actor):
        standing = locked_standing(report_id)
        if standing is None:
            stand(actor, _unranked(actor, report_id, step=step, at=at))
        else:
            bundles.leave(actor, standing, because=(OwnSignal.NEEDS_PERSON,), at=at)
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


def locked_standing(report_id: int) -> Standing | None:
    """Give where a report stands; until the transaction ends nobody else changes it."""
    # Its assessment is read afterwards: joined, it would be the one from before the
    # wait, which no longer fits, and PostgreSQL would answer that there is no row.
    return Standing.objects.select_for_update().filter(report_id=report_id).first()


def reasons_of(assessment: Assessment | None) -> tuple[Reason, ...]:
    """Give the reasons of an assessment as values."""
    rows = assessment.reasons if assessment is not None else ()
    return tuple(from_json(Reason, {"facts": (), **row}) for row in rows)


def follow(
    before: Assessment,
    held: Held,
    *,
    kind: AssessmentKind,
    actor: Principal,
    note: str,
    at: datetime,
) -> None:
    """Keep what people say of a report as its newest assessment."""
    assessment = Assessment.objects.create(
        report_id=before.report_id,
        kind=kind,
        priority=held.level,
        risk=held.risk,
        reasons=[to_json(reason) for reason in held.reasons],
        designation=before.designation,
        arm=before.arm,
        designation_fields=before.designation_fields,
        actor=actor.actor,
        note=note,
        at=at,
    )
    stand(actor, assessment)


def stand(actor: Principal, assessment: Assessment) -> None:
    """Let a report stand at its newest level, and its new files wait at that level.

    At level 1 it leaves its bundle in the same breath. What is kept apart stays so: its
    files wait once it is back.
    """
    report_id, level = assessment.report_id, assessment.priority
    before = locked_standing(report_id)
    if before is not None and level == MOST_URGENT:
        because = (OwnSignal.LEVEL_1,)
        bundles.leave(actor, before, because=because, at=assessment.at)
    Standing.objects.update_or_create(
        report_id=report_id,
        defaults={
            "assessment": assessment,
            "priority": level,
            "risk": assessment.risk,
            "place": place_of(level, assessment.risk, shift=_shift(assessment)),
            "designation": assessment.designation,
            "updated_at": assessment.at,
        },
    )
    if before is not None and before.bundle_id is not None:
        bundles.follow_standing(report_id)
    _let_files_wait(actor, before, assessment, at=assessment.at)


def _let_files_wait(
    actor: Principal,
    standing: Standing | None,
    assessment: Assessment,
    *,
    at: datetime,
) -> None:
    if standing is None or not standing.is_set_apart:
        report_id, level = assessment.report_id, assessment.priority
        queue_report(actor, report_id, priority=level, at=at)


def _shift(assessment: Assessment) -> int:
    """Give what the sender's noise costs now; level 1 asks nobody."""
    if assessment.priority == MOST_URGENT:
        return 0
    report = Report.objects.only("platform_id").get(pk=assessment.report_id)
    return noise.applied_shift(report.platform_id, at=assessment.at)
