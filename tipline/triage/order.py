"""The order of the queue: level, then place in the level, then who waits longest."""

from typing import Final

from tipline.triage.holding import MOST_URGENT
from tipline.triage.priority import RISK_MOST

SHIFT_MOST: Final = 20  # points of risk that a sender's noise may cost a place


def place_of(level: str, risk: int, *, shift: int = 0) -> int:
    """Give the place of a report in its level: 0 comes first, 100 last.

    The greater the risk to a child, the further to the front. A sender's noise moves a
    report back by `shift` points, inside its level alone, and never at level 1.

    Args:
        level: the report's level, 1, 2, 3 or E.
        risk: the risk to a child, 0 to 100.
        shift: points that the sender's noise costs, 0 to `SHIFT_MOST`.
    """
    cost = 0 if level == MOST_URGENT else min(max(shift, 0), SHIFT_MOST)
    return RISK_MOST - max(risk - cost, 0)
