"""The three-review rule: what lists a hash, and who may vote next.

Three different people, each at least as senior as the one before: somebody trained
proposes, a senior re-reviews, management approves. One dissent stops it.

Source: OJJDP report on the CyberTipline 2023, quality assurance of hash lists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

# The least seniority of the first, second and third vote.
LEAST_SENIORITY: Final = (1, 2, 3)

Decision = Literal["open", "approved", "dissented"]


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One person's vote; `seniority` as it was when they voted."""

    person_id: int
    seniority: int
    concurs: bool


def decision(votes: Sequence[Vote]) -> Decision:
    """Say how a proposal stands after these votes, in their order."""
    if any(not vote.concurs for vote in votes):
        return "dissented"
    return "approved" if len(votes) >= len(LEAST_SENIORITY) else "open"


def may_vote(votes: Sequence[Vote], *, person_id: int, seniority: int) -> bool:
    """Tell whether this person may give the next vote of an open proposal."""
    if decision(votes) != "open":
        return False
    if person_id in {vote.person_id for vote in votes}:
        return False
    return seniority >= seniority_needed(votes)


def seniority_needed(votes: Sequence[Vote]) -> int:
    """Give the least seniority of the next vote: of its position, and of those before.

    Raises:
        IndexError: there is no next vote.
    """
    return max([LEAST_SENIORITY[len(votes)], *(vote.seniority for vote in votes)])
