"""Lower a report: with a reason always, and from level 1 with a second person."""

from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.triage.errors import (
    LoweringNeedsReasonError,
    LoweringOverError,
    LoweringPendingError,
    NotLowerError,
    OwnLoweringError,
    ReportNotFoundError,
)
from tipline.triage.holding import LOWERED, LOWERED_BY_TWO, MOST_URGENT, lowered
from tipline.triage.models import (
    AssessmentKind,
    Lowering,
    LoweringState,
    Standing,
)
from tipline.triage.priority import Reason
from tipline.triage.services import NOTE_MAX, follow, locked_standing, reasons_of

LOWER_TO = ("2", "3")
# Kept with the ranking; who shows one to an agency knows it again by these.
BY_ONE = "An analyst lowered the report to level %(level)s."
BY_TWO = "Analysts lowered the report to level %(level)s."


def lower(
    actor: Principal, report_id: int, *, level: str, reason: str, at: datetime
) -> bool:
    """Lower a report, or ask for it if it is at level 1; tells whether it is lowered.

    A report of level 1 stays there until somebody else confirms.

    Raises:
        LoweringNeedsReasonError: the reason is blank.
        ReportNotFoundError: there is no such report in triage.
        NotLowerError: the report is not above this level.
        LoweringPendingError: somebody asked already.
    """
    note = reason.strip()[:NOTE_MAX]
    if not note:
        raise LoweringNeedsReasonError
    with acting(actor):
        standing = _standing(report_id)
        if level not in LOWER_TO or standing.priority >= level:
            raise NotLowerError(level=standing.priority)
        if standing.priority == MOST_URGENT:
            _ask(actor, standing, level=level, note=note, at=at)
            return False
        _carry_out(actor, standing, level=level, note=note, seen=standing, at=at)
        audit.record(actor, "report.lowered", f"report:{report_id}", level=level)
    return True


def confirm(actor: Principal, report_id: int, *, at: datetime) -> str:
    """Lower a report of level 1 as somebody else asked; give the level it has now.

    What made it urgent after the other person looked still counts.

    Raises:
        ReportNotFoundError: there is no such report in triage.
        LoweringOverError: nobody asks, or somebody was faster.
        OwnLoweringError: the one who asked may not confirm.
    """
    with acting(actor):
        standing = _standing(report_id)
        wish = _open(report_id)
        if wish.asked_by == actor.actor:
            raise OwnLoweringError
        _decide(actor, wish, LoweringState.CONFIRMED, at=at)
        _carry_out(
            actor, standing, level=wish.level, note=wish.reason, seen=wish, at=at
        )
        standing.refresh_from_db()
        audit.record(
            actor,
            "report.lowering_confirmed",
            f"report:{report_id}",
            asked_by=wish.asked_by,
            level=standing.priority,
        )
        return standing.priority


def decline(actor: Principal, report_id: int, *, at: datetime) -> None:
    """Leave a report at level 1; the one who asked may take the wish back so.

    Raises:
        ReportNotFoundError: there is no such report in triage.
        LoweringOverError: nobody asks, or somebody was faster.
    """
    with acting(actor):
        _standing(report_id)
        wish = _open(report_id)
        _decide(actor, wish, LoweringState.DECLINED, at=at)
        audit.record(
            actor,
            "report.lowering_declined",
            f"report:{report_id}",
            asked_by=wish.asked_by,
        )


def _standing(report_id: int) -> Standing:
    """Lock where the report stands: whoever decides about it waits for the others."""
    standing = locked_standing(report_id)
    if standing is None:
        raise ReportNotFoundError
    return standing


def _open(report_id: int) -> Lowering:
    wishes = Lowering.objects.filter(report_id=report_id, state=LoweringState.OPEN)
    wish = wishes.select_related("assessment").first()
    if wish is None:
        raise LoweringOverError
    return wish


def _ask(
    actor: Principal, standing: Standing, *, level: str, note: str, at: datetime
) -> None:
    report_id = standing.report_id
    if Lowering.objects.filter(report_id=report_id, state=LoweringState.OPEN).exists():
        raise LoweringPendingError
    Lowering.objects.create(
        report_id=report_id,
        assessment_id=standing.assessment_id,
        level=level,
        reason=note,
        asked_by=actor.actor,
        asked_at=at,
    )
    audit.record(actor, "report.lowering_asked", f"report:{report_id}", level=level)


def _decide(
    actor: Principal, wish: Lowering, state: LoweringState, *, at: datetime
) -> None:
    wish.state, wish.decided_by, wish.decided_at = state, actor.actor, at
    wish.save(update_fields=["state", "decided_by", "decided_at"])


def _carry_out(
    actor: Principal,
    standing: Standing,
    *,
    level: str,
    note: str,
    seen: Standing | Lowering,
    at: datetime,
) -> None:
    by_two = isinstance(seen, Lowering)
    asked_by = (seen.asked_by,) if isinstance(seen, Lowering) else ()
    said = Reason(
        rule=LOWERED_BY_TWO if by_two else LOWERED,
        level=level,
        sentence=(BY_TWO if by_two else BY_ONE) % {"level": level},
        facts=(*asked_by, actor.actor),
    )
    before = standing.assessment
    follow(
        before,
        lowered(said, reasons_of(before), reasons_of(seen.assessment)),
        kind=AssessmentKind.LOWERED,
        actor=actor,
        note=note,
        at=at,
    )
