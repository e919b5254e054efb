"""When a cleared report may be destroyed, and when a run must not go on: pure rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_AT_ONCE = 50
MOST_SHARE = 0.01
LONGEST_SILENCE = timedelta(hours=48)
# A run that is tried again has the time for which it was planned.
SET_BACK_LEAST = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A hold: from when, until when, and whether somebody released it."""

    ends_at: datetime
    released_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Tell whether it holds at a moment."""
        return self.released_at is None and self.ends_at > at


def may_purge(
    *, due_at: datetime, is_purged: bool, holds: Iterable[Held], at: datetime
) -> bool:
    """Tell whether a report may be destroyed now: every hold wins over the clock."""
    if is_purged or due_at > at:
        return False
    return not any(hold.holds(at) for hold in holds)


def brake(
    *, due: int, reports: int, last_run_at: datetime | None, at: datetime
) -> str | None:
    """Say why a run must not go on, or give None.

    A clock that was moved years ahead makes everything due; so does a mistake. What was
    not destroyed tonight can be destroyed tomorrow.

    Args:
        due: how many reports the run would destroy.
        reports: how many finished reports there are.
        last_run_at: when a run last looked; None for the first.
        at: now.
    """
    most = max(MOST_AT_ONCE, int(reports * MOST_SHARE))
    if due > most:
        return f"{due} reports are due at once, and at most {most} go in one night."
    if last_run_at is not None and not (
        -SET_BACK_LEAST <= at - last_run_at <= LONGEST_SILENCE
    ):
        return "The last run was more than two days ago, or the clock was set back."
    return None
