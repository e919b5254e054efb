"""What is counted of a simulated day: waits, what is left, how much was worked."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.day_analysts import SHIFT_HOURS, Analyst
from benchmarks.day_model import Assumed
from benchmarks.day_run import Outcome, Work
from tipline.review.opinions import ReviewPolicy

HOUR, MINUTE = 3600, 60
_NINETY_FIVE = 0.95
_LEAST_HOURS = 0.05


@dataclass(frozen=True, kw_only=True)
class Waits:
    """Waits in seconds: how many ended, the median, 95 of 100, and the longest."""

    number: int
    median: float = 0
    most: float = 0
    longest: float = 0

    @classmethod
    def of(cls, waits: Iterable[float]) -> "Waits":
        ordered = sorted(waits)
        if not ordered:
            return cls(number=0)
        return cls(
            number=len(ordered),
            median=statistics.median(ordered),
            most=ordered[int(_NINETY_FIVE * (len(ordered) - 1))],
            longest=ordered[-1],
        )


@dataclass(frozen=True, kw_only=True)
class Level:
    """The contents of a level at the end of the day."""

    contents: int
    looked_at: Waits
    settled: Waits

    @property
    def left(self) -> int:
        return self.contents - self.looked_at.number

    @property
    def unsettled(self) -> int:
        return self.looked_at.number - self.settled.number


def level_of(works: Sequence[Work], level: str) -> Level:
    """Count the contents of one level, as it was at last."""
    mine = [work for work in works if work.priority == level]
    return Level(
        contents=len(mine),
        looked_at=Waits.of(
            max(work.looked_at - work.level_since, 0)
            for work in mine
            if work.looked_at is not None
        ),
        settled=Waits.of(
            max(work.settled_at - work.level_since, 0)
            for work in mine
            if work.settled_at is not None
        ),
    )


def calls_of(outcome: Outcome) -> Waits:
    """Give how long reports of level 1 rang until somebody read them."""
    calls = outcome.calls
    return Waits.of(c.read_at - c.since for c in calls if c.read_at is not None)


def use_of(analysts: Sequence[Analyst]) -> tuple[float, float]:
    """Give which share of their hours analysts worked, and were kept by limits."""
    first, last = SHIFT_HOURS
    hours = len(analysts) * (last - first) * HOUR
    worked = sum(analyst.worked for analyst in analysts)
    kept = sum(analyst.rested.total() for analyst in analysts)
    return worked / hours, kept / hours


def limits_of(analysts: Sequence[Analyst]) -> dict[str, float]:
    """Give how many hours each limit kept all analysts from looking."""
    seconds: dict[str, float] = {}
    for analyst in analysts:
        for why, rested in analyst.rested.items():
            seconds[why] = seconds.get(why, 0) + rested
    found = {why: spent / HOUR for why, spent in sorted(seconds.items())}
    return {why: hours for why, hours in found.items() if hours >= _LEAST_HOURS}


def looks_each(assumed: Assumed) -> float:
    """Give how many looks a content takes until it is settled, in the mean."""
    sampled = ReviewPolicy().sample_percent / 100
    one_is_enough = (1 - assumed.two_people) * (1 - assumed.unsure) * (1 - sampled)
    return 1 + (1 - one_is_enough) * (1 + assumed.disagreement)


def lasting(seconds: float) -> str:
    """Write a time as people say it."""
    if seconds < 2 * MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds / HOUR:.1f} h"
