"""Which counts a platform may read, so that no single report's outcome shows.

A count below `SMALLEST` is hidden, zero included: "none" says something of each report.
Where what is hidden could be computed from the total, more is hidden: at least two
counts, that together hold at least `SMALLEST` reports and are not all at their largest,
since who knows this rule would know them. If that cannot be, the total is hidden as
well. What is shown never changes later, since a month is counted once it is
over, by the answers given in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 10
FEWEST_HIDDEN = 2
LEAST_SLACK = 4  # so that a hidden count could be one of several


@dataclass(frozen=True)
class Shown:
    """A table as it may be read: None is a hidden count."""

    total: int | None
    counts: Mapping[str, int | None]


def hidden(counts: Mapping[str, int]) -> Shown:
    """Hide what is too small, and what would give it away."""
    total = sum(counts.values())
    if total < SMALLEST:
        return Shown(None, dict.fromkeys(counts))
    small = {name for name, count in counts.items() if count < SMALLEST}
    while small and not _is_enough(counts, small):
        rest = counts.keys() - small
        if not rest:
            return Shown(None, dict.fromkeys(counts))
        # All that are the smallest: which of equals was taken would tell something.
        least = min(counts[name] for name in rest)
        small |= {name for name in rest if counts[name] == least}
    return Shown(
        total,
        {name: None if name in small else count for name, count in counts.items()},
    )


def _is_enough(counts: Mapping[str, int], small: set[str]) -> bool:
    numbers = [counts[name] for name in small]
    # One that is hidden for the others' sake could be anything; else all are small.
    largest = len(numbers) * (SMALLEST - 1)
    is_open = max(numbers) >= SMALLEST or sum(numbers) <= largest - LEAST_SLACK
    return len(numbers) >= FEWEST_HIDDEN and sum(numbers) >= SMALLEST and is_open
