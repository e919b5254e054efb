"""Which lists there are, what is on them, and why a hit is a hit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.errors import ItemNotFoundError, ListNotFoundError
from tipline.hashlist.liveness import counts, is_live
from tipline.hashlist.models import (
    HashEntry,
    HashItem,
    HashList,
    ItemCount,
    ItemEvent,
    ListMember,
)
from tipline.hashlist.states import REVIEWED_KINDS, ItemState, ListKind
from tipline.hashlist.suppression import Candidate

PAGE_SIZE = 50
FLAT_MOST = 10_000  # counted, of those that say too little to be compared


@dataclass(frozen=True, kw_only=True)
class ListSummary:
    """One list, and how many hashes of each algorithm are active on it."""

    list_id: int
    name: str
    slug: str
    kind: str
    source: str
    meaning: str
    is_viral: bool
    match_distance: int
    created_at: datetime
    killed_at: datetime | None
    quarantined_at: datetime | None
    entries: dict[str, int]


def lists(reader: Principal) -> list[ListSummary]:
    """List all hash lists by name; canaries are not counted."""
    with acting(reader):
        rows = list(HashList.objects.order_by("name"))
        numbers = _counted(ItemCount.objects.filter(state=ItemState.ACTIVE))
    return [
        ListSummary(
            list_id=row.pk,
            name=row.name,
            slug=row.slug,
            kind=row.kind,
            source=row.source,
            meaning=row.meaning,
            is_viral=row.is_viral,
            match_distance=row.match_distance,
            created_at=row.created_at,
            killed_at=row.killed_at,
            quarantined_at=row.quarantined_at,
            entries=numbers.get(row.pk, {}),
        )
        for row in rows
    ]


def _counted(rows: QuerySet[ItemCount]) -> dict[int, dict[str, int]]:
    """Give the fingerprints by list and algorithm."""
    found: dict[int, dict[str, int]] = {}
    summed = rows.exclude(algorithm="").values_list("member__hash_list", "algorithm")
    for list_id, algorithm, number in summed.annotate(number=Sum("number")).order_by(
        "algorithm"
    ):
        if number:
            found.setdefault(list_id, {})[algorithm] = number
    return found


def own_lists(reader: Principal) -> list[HashList]:
    """List by name the lists that take items by three reviews; nothing is counted."""
    with acting(reader):
        rows = HashList.objects.filter(kind__in=REVIEWED_KINDS)
        return list(rows.order_by("name"))


def hash_list(reader: Principal, list_id: int) -> HashList:
    """Give one list, or raise ListNotFoundError if absent or hidden."""
    with acting(reader):
        found = HashList.objects.filter(pk=list_id).first()
    if found is None:
        raise ListNotFoundError
    return found


def members_of(reader: Principal, list_id: int) -> list[ListMember]:
    """List the members of a list by number, each with its access if it has one."""
    with acting(reader):
        rows = ListMember.objects.filter(hash_list_id=list_id)
        return list(
            rows.select_related("access", "organization", "hash_list").order_by(
                "number"
            )
        )


def member(reader: Principal, member_id: int) -> ListMember:
    """Give one member with its access, if any, or raise ListNotFoundError."""
    rows = ListMember.objects.select_related("access", "hash_list")
    with acting(reader):
        found = rows.filter(pk=member_id).first()
    if found is None:
        raise ListNotFoundError
    return found


@dataclass(frozen=True, kw_only=True)
class ItemPage:
    """Some items of a list, the newest first; `next_before` continues, 0 at the end."""

    items: tuple[HashItem, ...]
    next_before: int = 0


def items_of(
    reader: Principal,
    list_id: int,
    *,
    state: str = "",
    before: int = 0,
    most: int = PAGE_SIZE,
) -> ItemPage:
    """Give a page of a list's items, canaries left out."""
    rows = HashItem.objects.filter(hash_list_id=list_id, canary_for=None)
    if state:
        rows = rows.filter(state=state)
    if before:
        rows = rows.filter(pk__lt=before)
    with acting(reader):
        found = list(
            rows.select_related("member")
            .prefetch_related("entries")
            .order_by("-pk")[: most + 1]
        )
    end = found[most - 1].pk if len(found) > most else 0
    return ItemPage(items=tuple(found[:most]), next_before=end)


def state_counts(reader: Principal, list_id: int) -> dict[str, int]:
    """Give how many items of a list are in each state, canaries left out."""
    rows = ItemCount.objects.filter(member__hash_list=list_id, algorithm="")
    with acting(reader):
        summed = rows.values_list("state").annotate(all=Sum("number"))
        return {state: number for state, number in summed if number}


def flat_count(reader: Principal, list_id: int, *, most: int = FLAT_MOST) -> int:
    """Count the flat PDQ hashes on a list, up to so many."""
    rows = HashEntry.objects.filter(
        hash_list_id=list_id, is_flat=True, withdrawn_at=None
    )
    with acting(reader):
        return rows[:most].count()


def item(reader: Principal, item_id: int) -> HashItem:
    """Give one item with list, member and fingerprints, or raise ItemNotFoundError."""
    with acting(reader):
        found = (
            HashItem.objects.select_related("hash_list", "member", "moved_from")
            .prefetch_related("entries__feedback__member")
            .filter(pk=item_id, canary_for=None)
            .first()
        )
    if found is None:
        raise ItemNotFoundError
    return found


def history_of(reader: Principal, item_id: int) -> list[ItemEvent]:
    """List what happened to an item, the oldest first."""
    with acting(reader):
        return list(ItemEvent.objects.filter(item_id=item_id).order_by("pk"))


def is_item_live(reader: Principal, item_id: int) -> bool:
    """Tell whether an item makes hits now."""
    with acting(reader):
        return HashItem.objects.filter(is_live(), pk=item_id).exists()


def candidates(
    reader: Principal, found: Iterable[tuple[int, str, int]]
) -> list[Candidate]:
    """Say of each (entry id, algorithm, distance) what its list and item make of it."""
    known = list(found)
    keys = [entry_id for entry_id, _, _ in known]
    with acting(reader):
        entries = {
            row.pk: row
            for row in HashEntry.objects.filter(pk__in=keys).select_related("hash_list")
        }
        items = HashItem.objects.filter(is_live(), entries__in=keys)
        counted = HashEntry.objects.filter(counts(), pk__in=keys, item__in=items)
        live = set(counted.values_list("pk", flat=True))
    return [
        Candidate(
            entry_id=entry_id,
            algorithm=algorithm,
            distance=distance,
            list_distance=_reach(entries[entry_id]),
            is_live=entry_id in live,
            is_negative=entries[entry_id].hash_list.kind == ListKind.NEGATIVE,
        )
        for entry_id, algorithm, distance in known
        if entry_id in entries
    ]


def _reach(entry: HashEntry) -> int:
    """Give the bits up to which a fingerprint is near: of a flat one none."""
    return 0 if entry.is_flat else entry.hash_list.match_distance


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a hit is a hit: who put the item on which list, when, on what basis."""

    list_name: str
    list_kind: str
    meaning: str
    item_id: int
    entry_id: str
    member: str
    state: str
    classification: str
    basis: str
    basis_note: str
    listed_by: str
    listed_at: datetime | None
    quality: int | None
    recipe: str


def explain(entry: HashEntry) -> Explanation:
    """Explain an entry that was read with `item__member` and `hash_list`."""
    found = entry.item
    return Explanation(
        list_name=entry.hash_list.name,
        list_kind=entry.hash_list.kind,
        meaning=entry.hash_list.meaning,
        item_id=found.pk,
        entry_id=found.entry_id,
        member=found.member.name,
        state=found.state,
        classification=found.classification,
        basis=found.basis,
        basis_note=found.basis_note,
        listed_by=found.listed_by,
        listed_at=found.listed_at,
        quality=entry.quality,
        recipe=entry.recipe,
    )


def canary_holders(reader: Principal, values: Iterable[str]) -> dict[str, ListMember]:
    """Say whose canaries are among these hash values, such as the lines of a leak.

    Values are compared in lower case; what is no canary is left out.
    """
    wanted = {value.strip().lower() for value in values}
    found: dict[str, ListMember] = {}
    ordered = sorted(wanted - {""})
    with acting(reader):
        for start in range(0, len(ordered), 5000):
            rows = HashEntry.objects.filter(
                value__in=ordered[start : start + 5000],
                algorithm__in=("md5", "sha1", "pdq"),
                item__canary_for__isnull=False,
            ).select_related("item__canary_for__hash_list")
            for row in rows:
                holder = row.item.canary_for
                if holder is not None:
                    found[row.value] = holder
    return found
