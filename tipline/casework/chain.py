"""Who has a report, by who handed it to whom: a decision on values alone.

An agency has a report because it was routed there, or because an agency that had it
handed it on and that was accepted. What it rests on is its ground. Access ends with its
ground: when something is handed back, all that came of it ends with it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class HandoverKind(StrEnum):
    """What becomes of the giver; the values are stored."""

    HAND_ON = "hand-on"
    SHARE = "share"


class HandoverState(StrEnum):
    """What became of a handover; the values are stored."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    LAPSED = "lapsed"


OPEN = frozenset({HandoverState.OFFERED, HandoverState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Passage:
    """One report in one handover; `ground` is the passage that the giver had it by.

    None if it was routed to the giver.
    """

    passage_id: int
    giver: int
    receiver: int
    kind: HandoverKind
    state: HandoverState
    ground: int | None = None


def lapsed(passages: Iterable[Passage]) -> frozenset[int]:
    """Give the passages that are open and whose ground is gone."""
    every = {each.passage_id: each for each in passages}
    return frozenset(
        each.passage_id
        for each in every.values()
        if each.state in OPEN and not _stands(each.ground, every)
    )


def holders(routed: Collection[int], passages: Iterable[Passage]) -> frozenset[int]:
    """Give the agencies that have access to a report.

    Args:
        routed: the agencies to which the report was routed or released.
        passages: all that handed this report on, in any state.
    """
    every = {each.passage_id: each for each in passages}
    grounds: set[tuple[int, int | None]] = {(agency, None) for agency in routed}
    grounds |= {(each.receiver, each.passage_id) for each in every.values()}
    return frozenset(
        agency
        for agency, ground in grounds
        if _stands(ground, every) and not _gave(agency, ground, every)
    )


def ground_of(
    agency: int, routed: Collection[int], passages: Iterable[Passage]
) -> int | None:
    """Give by which passage an agency that has a report has it; None if routed."""
    every = {each.passage_id: each for each in passages}
    grounds: list[int | None] = [None] if agency in routed else []
    grounds += [each.passage_id for each in every.values() if each.receiver == agency]
    for ground in grounds:
        if _stands(ground, every) and not _gave(agency, ground, every):
            return ground
    return None


def _gave(agency: int, ground: int | None, every: dict[int, Passage]) -> bool:
    """Tell whether an agency handed on, for good, what it had by a ground."""
    return any(
        (each.giver, each.ground) == (agency, ground)
        and each.kind is HandoverKind.HAND_ON
        and _stands(each.passage_id, every)
        for each in every.values()
    )


def _stands(passage_id: int | None, every: dict[int, Passage]) -> bool:
    """Tell whether a ground holds: accepted all the way from where it was routed."""
    while passage_id is not None:
        passage = every.get(passage_id)
        if passage is None or passage.state is not HandoverState.ACCEPTED:
            return False
        passage_id = passage.ground
    return True
