"""The watch over urgent reports: whatever goes wrong in silence is told."""

from datetime import datetime, timedelta

from django.db.models import F, Min, Q, QuerySet

from tipline.alerting.models import Alarm, Cause, Watch
from tipline.alerting.services import (
    MOST_URGENT,
    clearinghouse_id,
    end,
    follow_level,
    raise_alarm,
    unwatched,
)
from tipline.alerting.watching import Clock, WatchLimits, faults
from tipline.foundation.jobs.models import StepRun, StepState
from tipline.foundation.keys import first_key_at
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report
from tipline.referral.models import ReferralProposal, ReleaseKind
from tipline.triage.models import Lowering, LoweringState

LOOK_BACK = timedelta(days=30)
LOOKED_AT_ONCE = 2000
FAILING_ATTEMPTS = 3
_STATIONS = ("assessed_at", "available_at", "opened_at", "acknowledged_at")
_FAULTS = frozenset(Cause.values) - {Cause.LEVEL_1, Cause.NOT_DELIVERED}


def patrol(actor: Principal, *, limits: WatchLimits, at: datetime) -> int:
    """Look at every urgent report that no agency has acknowledged; give how many."""
    _watch_all(actor, at=at)
    looked_at = last = 0
    while found := _watched(actor, after=last):
        for report in found:
            # Each alone, so that one that cannot be looked at hides no other.
            with acting(actor):
                _look_at(actor, report, limits=limits, at=at)
        looked_at, last = looked_at + len(found), found[-1].pk
    return looked_at


def _watch_all(actor: Principal, *, at: datetime) -> None:
    """Watch every urgent report that nobody watches yet."""
    since = first_key_at(at - LOOK_BACK)
    found = True
    while found:
        with acting(actor):
            found = bool(numbers := unwatched(since))
            for report_id in numbers:
                Watch.objects.get_or_create(report_id=report_id, defaults={"since": at})


def _watched(actor: Principal, *, after: int) -> list[Report]:
    """Give the watched reports that come next, some at a time."""
    with acting(actor):
        return list(_watched_rows().filter(pk__gt=after)[:LOOKED_AT_ONCE])


def _watched_rows() -> QuerySet[Report]:
    rows = Report.objects.filter(watch__isnull=False, watch__ended_at=None)
    # What an agency said that has it no longer, or must not see it, is no answer.
    has_it = Q(referrals__ended_at=None, referrals__is_excluded=False)
    rows = rows.annotate(
        stands_at=F("standing__priority"),
        assessed_first_at=Min("assessments__at"),
        available_first_at=Min("referrals__made_available_at", filter=has_it),
        opened_first_at=Min("referrals__first_opened_at", filter=has_it),
        acknowledged_first_at=Min("referrals__acknowledged_at", filter=has_it),
    )
    only = rows.only("pk", "closed_at", "changed_at", "is_escalated")
    return only.order_by("pk")


def _look_at(
    actor: Principal, report: Report, *, limits: WatchLimits, at: datetime
) -> None:
    clock = Clock(
        finished_at=report.closed_at or report.changed_at,
        **{name: getattr(report, f"{name[:-3]}_first_at") for name in _STATIONS},
    )
    is_lowered = _is_lowered(report) or _is_kept_back(report.pk)
    wrong = (
        frozenset()
        if is_lowered
        else faults(clock, limits, is_step_failing=_is_failing(report.pk), at=at)
    )
    follow_level(actor, report.pk, at=at)
    for fault in sorted(wrong):
        raise_alarm(actor, clearinghouse_id(), report.pk, cause=Cause(fault), at=at)
    over = frozenset(_open_faults(report.pk)) - wrong
    if over:
        end(actor, report.pk, over, at=at)
    if is_lowered or clock.acknowledged_at is not None:
        Watch.objects.filter(report_id=report.pk).update(ended_at=at)


def _is_lowered(report: Report) -> bool:
    """Tell whether people took the report below level 1."""
    stands_at: str | None = report.stands_at  # type: ignore[attr-defined]  # annotated
    if stands_at in {None, MOST_URGENT}:
        return False
    is_by_two = Lowering.objects.filter(
        report_id=report.pk, state=LoweringState.CONFIRMED
    ).exists()
    return is_by_two or not report.is_escalated


def _is_kept_back(report_id: int) -> bool:
    """Tell whether people decided that no agency should have what a caller told."""
    rows = ReferralProposal.objects.filter(report_id=report_id)
    is_open_or_released = Q(decision=None) | Q(decision__kind=ReleaseKind.RELEASED)
    return rows.exists() and not rows.filter(is_open_or_released).exists()


def _is_failing(report_id: int) -> bool:
    runs = StepRun.objects.filter(subject_id=report_id).exclude(state=StepState.DONE)
    failed = runs.filter(state=StepState.FAILED)
    return failed.exists() or runs.filter(attempts__gte=FAILING_ATTEMPTS).exists()


def _open_faults(report_id: int) -> set[str]:
    rows = Alarm.objects.filter(report_id=report_id, ended_at=None, cause__in=_FAULTS)
    return set(rows.values_list("cause", flat=True))
