"""What goes wrong in silence with an urgent report, from its times alone.

Source: domain rules N19: an escalation that does not end in a delivered report raises
an alarm until a human acknowledges.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Clock:
    """When an urgent report passed each station; None while it has not.

    `available_at` is when the first agency received it, `opened_at` and
    `acknowledged_at` when the first agency did so.
    """

    finished_at: datetime
    assessed_at: datetime | None = None
    available_at: datetime | None = None
    opened_at: datetime | None = None
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class WatchLimits:
    """How many seconds each part of the way may take.

    `assessed` and `available` count from the finish, `opened` and `acknowledged` from
    when the first agency received the report.
    """

    assessed: int = 60
    available: int = 60
    opened: int = 900
    acknowledged: int = 3600


NOT_ASSESSED = "not-assessed"
NO_AGENCY = "no-agency"
NOT_OPENED = "not-opened"
NOT_ACKNOWLEDGED = "not-acknowledged"
STEP_FAILING = "step-failing"


def faults(
    clock: Clock, limits: WatchLimits, *, is_step_failing: bool, at: datetime
) -> frozenset[str]:
    """Name everything that is wrong with a report now.

    Once an agency has acknowledged it, nothing is: it is in somebody's hands.
    """
    if clock.acknowledged_at is not None:
        return frozenset()
    since = clock.available_at
    late = {
        NOT_ASSESSED: clock.assessed_at is None
        and _is_over(clock.finished_at, limits.assessed, at),
        NO_AGENCY: since is None and _is_over(clock.finished_at, limits.available, at),
        NOT_OPENED: clock.opened_at is None and _is_over(since, limits.opened, at),
        NOT_ACKNOWLEDGED: _is_over(since, limits.acknowledged, at),
        STEP_FAILING: is_step_failing,
    }
    return frozenset(fault for fault, is_late in late.items() if is_late)


def _is_over(since: datetime | None, seconds: int, at: datetime) -> bool:
    return since is not None and at - since > timedelta(seconds=seconds)
