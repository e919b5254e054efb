"""Put canaries into members' feeds: so many, and such, as the list's items ask for."""

import random
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import QuerySet, Sum

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows
from tipline.hashlist import canaries
from tipline.hashlist.changing import new_ids, stamp
from tipline.hashlist.liveness import is_listed
from tipline.hashlist.models import HashEntry, HashItem, ItemCount, ListMember
from tipline.hashlist.services import OWN_NUMBER
from tipline.hashlist.states import ItemBasis, ItemState, Media, Tier

_SAMPLE: Final = 1000
# Up to so many items all are drawn from; of more, some blocks of the table are read.
_FEW: Final = 20_000
_BLOCKS: Final = (
    "SELECT id FROM hashlist_hashitem TABLESAMPLE SYSTEM (%(percent)s)"
    " WHERE hash_list_id = %(list)s ORDER BY random() LIMIT %(most)s"
)


class _Shape(NamedTuple):
    """What a canary has in common with a real item, so that nothing tells it."""

    classification: str
    changed_at: datetime
    media: str
    algorithms: tuple[str, ...]


def top_up(actor: Principal, *, at: datetime) -> int:
    """Give every member that reads a grown list the canaries it lacks; count them.

    Source: security.md, P18.2.
    """
    with acting(actor):
        readers = ListMember.objects.filter(
            access__ended_at=None,
            access__tier__in=(Tier.CRYPTOGRAPHIC, Tier.PERCEPTUAL),
            hash_list__killed_at=None,
        )
        ids = list(readers.order_by("pk").values_list("pk", flat=True))
    return sum(_topped_up(actor, member_id, at=at) for member_id in ids)


def plant(member: ListMember, *, is_new: bool, at: datetime) -> int:
    """Make the canaries that are missing, from the clearinghouse, like its own items.

    Each takes the shape of an item that is there: its media, class and algorithms. A
    new member has never fetched: its first canaries borrow the stamps of others' items,
    so that their time gives none of them away. Callers hold the list's lock.
    """
    stamped = stamp(member.hash_list_id)
    source = ListMember.objects.get(hash_list_id=member.hash_list_id, number=OWN_NUMBER)
    lacking = _lacking(member)
    shapes = (_shapes(member.hash_list_id) if lacking else []) or [
        _Shape("", stamped, Media.IMAGE, ("md5", "sha1", "pdq"))
    ]
    dice = random.SystemRandom()
    items: list[HashItem] = []
    entries: list[HashEntry] = []
    for key in new_ids(lacking):
        shape = dice.choice(shapes)
        item = HashItem(
            pk=key,
            hash_list_id=member.hash_list_id,
            member=source,
            entry_id=uuid.uuid4().hex,
            media=shape.media,
            state=ItemState.ACTIVE,
            classification=shape.classification,
            basis=ItemBasis.CANARY,
            listed_by="system:canaries",
            listed_at=at,
            created_at=at,
            changed_at=shape.changed_at if is_new else stamped,
            canary_for=member,
        )
        items.append(item)
        entries += _fingerprints(item, shape.algorithms, at=at)
    HashItem.objects.bulk_create(items, batch_size=5000)
    HashEntry.objects.bulk_create(entries, batch_size=5000)
    return len(items)


def _topped_up(actor: Principal, member_id: int, *, at: datetime) -> int:
    """Top up one member in a transaction of its own, so that no list is held long."""
    with acting(actor):
        member = ListMember.objects.get(pk=member_id)
        if not _lacking(member):
            return 0
        stamp(member.hash_list_id)
        planted = plant(member, is_new=False, at=at)
        audit.record(
            actor,
            "hash_list.canaries_planted",
            f"hash_list:{member.hash_list_id}",
            member=member.number,
            canaries=planted,
        )
    return planted


def _lacking(member: ListMember) -> int:
    wanted = canaries.number_for(_size(member.hash_list_id))
    return max(0, wanted - member.canaries.count())


def _size(list_id: int) -> int:
    rows = ItemCount.objects.filter(
        member__hash_list=list_id, state=ItemState.ACTIVE, algorithm=""
    )
    return rows.aggregate(size=Sum("number"))["size"] or 0


def _shapes(list_id: int) -> list[_Shape]:
    """Give the shapes of some items whose fingerprints can all be invented."""
    shapes = [
        _Shape(
            item.classification,
            item.changed_at,
            item.media,
            tuple(
                entry.algorithm
                for entry in item.entries.all()
                # No feed gives SHA-256, and none has what is withdrawn.
                if entry.algorithm != "sha256" and entry.withdrawn_at is None
            ),
        )
        for item in _drawn(list_id).prefetch_related("entries")
    ]
    return [
        s for s in shapes if s.algorithms and canaries.INVENTED.issuperset(s.algorithms)
    ]


def _drawn(list_id: int) -> QuerySet[HashItem]:
    """Draw some live items, each as likely as another."""
    live = HashItem.objects.filter(is_listed(), hash_list_id=list_id)
    size = _size(list_id)
    if size <= _FEW:
        return live.order_by("?")[:_SAMPLE]
    percent = min(100, 100 * 5 * _SAMPLE / size)
    asked = {"list": list_id, "most": _SAMPLE, "percent": percent}
    return live.filter(pk__in=[row[0] for row in all_rows(_BLOCKS, asked)])


def _fingerprints(
    item: HashItem, algorithms: Iterable[str], *, at: datetime
) -> Iterator[HashEntry]:
    for algorithm, value in canaries.invent(algorithms):
        yield HashEntry(
            hash_list_id=item.hash_list_id,
            item=item,
            algorithm=algorithm,
            value=value,
            added_at=at,
        )
