"""Which reports belong together, by what links them: a rule, without tables."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tipline.linking.identifiers import Kind
from tipline.linking.strength import Strength

# What a strong link through each kind counts. An account, a mailbox, a purse is
# somebody's; an address, a page, a file is met by strangers, too, so that two sorts of
# these are asked for. A weak link never counts.
POINTS: dict[Kind, int] = {
    Kind.PLATFORM_USER: 2,
    Kind.EMAIL: 2,
    Kind.PHONE: 2,
    Kind.DEVICE: 2,
    Kind.HANDLE: 2,
    Kind.COIN_ADDRESS: 2,
    Kind.BANK_ACCOUNT: 2,
    Kind.IP_PORT: 2,
    Kind.IP: 1,
    Kind.IP_PREFIX: 1,
    Kind.URL: 1,
    Kind.FILE_HASH: 1,
    Kind.NEAR_FILE: 0,
    Kind.NAME: 0,
}
ENOUGH = 2
# One event names an address, its network and its port: they count once, as the best.
_NETWORK = frozenset({Kind.IP, Kind.IP_PREFIX, Kind.IP_PORT})


@dataclass(frozen=True, kw_only=True)
class Tie:
    """One identifier that two reports share, and how strongly it links them."""

    kind: Kind
    strength: Strength


@dataclass(frozen=True, kw_only=True)
class Placing:
    """Where a report goes: into a cluster, or into a new one (None), and with whom."""

    cluster_id: int | None
    with_reports: tuple[int, ...] = ()


def points(ties: Iterable[Tie]) -> int:
    """Say how much the ties between two reports count together."""
    best: dict[str, int] = {}
    for tie in ties:
        if tie.strength is Strength.STRONG:
            sort = "network" if tie.kind in _NETWORK else tie.kind.value
            best[sort] = max(best.get(sort, 0), POINTS[tie.kind])
    return sum(best.values())


def belong_together(ties: Iterable[Tie]) -> bool:
    """Tell whether two reports with these ties belong in one cluster."""
    return points(ties) >= ENOUGH


def placing(
    ties: Mapping[int, Collection[Tie]],
    clusters: Mapping[int, int],
    *,
    placed_by_people: Collection[int] = (),
) -> Placing | None:
    """Say where a report goes that is in no cluster yet; None if it stands by itself.

    Two clusters are never joined: that is for people, who are shown that they touch.

    Args:
        ties: what links the report with others, by their numbers.
        clusters: the cluster of each of those that is in one.
        placed_by_people: those that a person took out of a cluster; they stay there.
    """
    strong = {number: points(each) for number, each in ties.items()}
    strong = {number: each for number, each in strong.items() if each >= ENOUGH}
    alone = tuple(
        number
        for number in sorted(strong)
        if number not in clusters and number not in placed_by_people
    )
    reached: dict[int, int] = {}
    for number, each in strong.items():
        if number in clusters:
            reached[clusters[number]] = reached.get(clusters[number], 0) + each
    if reached:
        best = max(reached, key=lambda cluster_id: (reached[cluster_id], -cluster_id))
        return Placing(cluster_id=best, with_reports=alone)
    return Placing(cluster_id=None, with_reports=alone) if alone else None
