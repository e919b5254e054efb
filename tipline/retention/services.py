"""Start a clock, place and release holds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from tipline.alerting import services as alerting
from tipline.files.models import ReportedFile
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report
from tipline.referral import withholding
from tipline.referral.models import Referral
from tipline.retention.errors import (
    HoldIncompleteError,
    HoldOverError,
    OwnHoldError,
    UrgentStaysError,
)
from tipline.retention.models import Hold, HoldKind, PurgeClock
from tipline.review import queueing
from tipline.triage import bundles
from tipline.triage import queries as triage
from tipline.triage.bundling import OwnSignal
from tipline.triage.holding import MOST_URGENT
from tipline.triage.services import locked_standing

SHORTEST_CLOCK = timedelta(days=1)
LONGEST_HOLD = timedelta(days=3660)
REASON_MAX = 3000
DESTROYED = "destroyed"


def start_clock(
    actor: Principal,
    report_id: int,
    *,
    clearance_id: int,
    days: int,
    at: datetime,
) -> datetime:
    """Let a cleared report be destroyed after so many days; give the moment.

    A clock that runs already stays as it is: a second clearance makes it no longer.
    """
    with acting(actor):
        _stop_clock_of_law(actor, report_id)
        clock, is_new = PurgeClock.objects.get_or_create(
            report_id=report_id,
            defaults={
                "clearance_id": clearance_id,
                "started_by": actor.actor,
                "started_at": at,
                "due_at": at + timedelta(days=days),
            },
        )
        if is_new:
            audit.record(
                actor,
                "purge.clock_started",
                f"report:{report_id}",
                clearance=clearance_id,
                due_at=clock.due_at.isoformat(),
            )
        return clock.due_at


def follow_withheld(actor: Principal, report_id: int, *, at: datetime) -> None:
    """Let a clock run for a report that laws hold back from everybody, or stop it.

    A clock that runs goes on for longer if a law keeps the report for longer.
    """
    with acting(actor):
        until = withholding.nobody_has_until(report_id)
        if until is None:
            _stop_clock_of_law(actor, report_id)
            return
        due_at = max(until, at + SHORTEST_CLOCK)
        clock, is_new = PurgeClock.objects.get_or_create(
            report_id=report_id,
            defaults={"started_by": actor.actor, "started_at": at, "due_at": due_at},
        )
        if not is_new and clock.clearance_id is None and clock.due_at < until:
            clock.due_at, is_new = until, True
            clock.save(update_fields=["due_at"])
        if is_new:
            said = {"due_at": clock.due_at.isoformat()}
            audit.record(actor, "purge.clock_started", f"report:{report_id}", **said)


def _stop_clock_of_law(actor: Principal, report_id: int) -> None:
    """Take away the clock of a report that laws held back; no clearance's."""
    clocks = PurgeClock.objects.filter(
        report_id=report_id, clearance_id=None, purged_at=None
    )
    if clocks.delete()[0]:
        audit.record(actor, "purge.clock_stopped", f"report:{report_id}")


def place_hold(
    actor: Principal,
    report_id: int,
    *,
    kind: str,
    reason: str,
    ends_at: datetime | None,
    at: datetime,
) -> Hold:
    """Keep a report from being destroyed; a segregated one also leaves the queues.

    Raises:
        NotFoundError: there is no such report in triage.
        HoldIncompleteError: no kind, no reason, or no end within ten years.
        UrgentStaysError: at level 1 nobody takes it out of the queues alone.
    """
    with acting(actor):
        standing = locked_standing(report_id)
        is_urgent = standing is not None and standing.priority == MOST_URGENT
        if is_urgent and kind == HoldKind.SEGREGATED:
            raise UrgentStaysError
        said = _Said(kind=kind, reason=reason, ends_at=ends_at)
        return _placed(actor, report_id, said, at=at)


def keep_apart(
    actor: Principal,
    report_id: int,
    *,
    reason: str,
    ends_at: datetime | None,
    at: datetime,
) -> Hold:
    """Keep apart what two people cleared, whatever its level.

    Raises:
        NotFoundError, HoldIncompleteError: as `place_hold`.
    """
    with acting(actor):
        said = _Said(kind=HoldKind.SEGREGATED, reason=reason, ends_at=ends_at)
        return _placed(actor, report_id, said, at=at)


@dataclass(frozen=True, kw_only=True)
class _Said:
    kind: str
    reason: str
    ends_at: datetime | None


def _placed(actor: Principal, report_id: int, said: _Said, *, at: datetime) -> Hold:
    if not triage.is_in_triage(actor, report_id):
        raise NotFoundError
    until = _whole(said.kind, said.reason, ends_at=said.ends_at, at=at)
    made = Hold.objects.create(
        report_id=report_id,
        kind=said.kind,
        reason=said.reason.strip()[:REASON_MAX],
        placed_by=actor.actor,
        placed_at=at,
        ends_at=until,
    )
    set_apart(actor, report_id, at=at)
    audit.record(
        actor,
        "hold.placed",
        f"report:{report_id}",
        hold=made.pk,
        kind=said.kind,
        ends_at=until.isoformat(),
    )
    return made


def _whole(
    kind: str, reason: str, *, ends_at: datetime | None, at: datetime
) -> datetime:
    """Give the end of a hold that says all that is needed."""
    if kind not in HoldKind.values:
        raise HoldIncompleteError(problem="Choose why the report is kept.")
    if not reason.strip():
        raise HoldIncompleteError(problem="Say in a sentence why it is kept.")
    if ends_at is None or not at < ends_at <= at + LONGEST_HOLD:
        raise HoldIncompleteError(problem="Give the day on which the hold ends.")
    return ends_at


def release_hold(actor: Principal, hold_id: int, *, at: datetime) -> Hold:
    """Release a hold as a second person; the clock, if there is one, counts again.

    Raises:
        NotFoundError: there is no such hold.
        HoldOverError: it was released or has ended.
        OwnHoldError: whoever placed it may not release it.
    """
    with acting(actor):
        hold = Hold.objects.select_for_update().filter(pk=hold_id).first()
        if hold is None:
            raise NotFoundError
        if hold.released_at is not None or hold.ends_at <= at:
            raise HoldOverError
        if hold.placed_by == actor.actor:
            raise OwnHoldError
        hold.released_by, hold.released_at = actor.actor, at
        hold.save(update_fields=["released_by", "released_at"])
        set_apart(actor, hold.report_id, at=at)
        audit.record(actor, "hold.released", f"report:{hold.report_id}", hold=hold.pk)
    return hold


def set_apart(actor: Principal, report_id: int, *, at: datetime) -> None:
    """Take a report out of the queues, or back, as its holds say now."""
    if Report.objects.filter(pk=report_id, purged_at__isnull=False).exists():
        return
    holds = Hold.objects.filter(report_id=report_id, kind=HoldKind.SEGREGATED)
    is_apart = holds.filter(released_at=None, ends_at__gt=at).exists()
    because = OwnSignal.KEPT_APART if is_apart else None
    _stand_apart(actor, report_id, because=because, at=at)
    Referral.objects.filter(report_id=report_id).update(is_set_apart=is_apart)


def give_up(actor: Principal, report_id: int, *, at: datetime) -> None:
    """Take a destroyed report out of the queues for good; agencies still read of it."""
    _stand_apart(actor, report_id, because=DESTROYED, at=at)
    alerting.end_watch(actor, report_id, at=at)


def _stand_apart(
    actor: Principal, report_id: int, *, because: str | None, at: datetime
) -> None:
    """Take a report out of triage and review for a reason; without one, put it back."""
    standing = locked_standing(report_id)
    if standing is not None:
        standing.is_set_apart = because is not None
        standing.save(update_fields=["is_set_apart"])
        if because is not None:
            bundles.leave(actor, standing, because=(because,), at=at)
        else:
            bundles.come_back(actor, standing, at=at)
            queueing.queue_report(actor, report_id, priority=standing.priority, at=at)
    files = ReportedFile.objects.filter(report_id=report_id)
    contents = list(files.exclude(content=None).values_list("content_id", flat=True))
    queueing.follow(contents, _open_reports(contents))


def _open_reports(contents: Collection[int]) -> dict[int, tuple[str, int]]:
    """Give each content's most urgent report that is not kept apart: level and id."""
    rows = ReportedFile.objects.filter(
        content__in=contents, report__standing__is_set_apart=False, shredded_at=None
    )
    level = "report__standing__priority"
    found = rows.order_by("content_id", level, "report_id").distinct("content_id")
    told = found.values_list("content_id", level, "report_id")
    return {content: (priority, report_id) for content, priority, report_id in told}
