"""Put canaries into members' feeds: so many, and such, as the list's items ask for."""

import random
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import QuerySet, Sum

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows
from tipline.hashing.values import DIGEST
from tipline.hashlist import canaries
from tipline.hashlist.canaries import Print
from tipline.hashlist.changing import new_ids, stamp
from tipline.hashlist.feed import sayable
from tipline.hashlist.liveness import is_listed
from tipline.hashlist.models import (
    HashEntry,
    HashItem,
    ItemCount,
    LargeFingerprint,
    ListMember,
)
from tipline.hashlist.states import OWN_NUMBER, ItemBasis, ItemState, Media, Tier
from tipline.hashlist.suppression import CRYPTOGRAPHIC

_SAMPLE: Final = 1000
_CONTENTS: Final = 8  # of large fingerprints of one kind, half a megabyte each at most
# Up to so many items all are drawn from; of more, some blocks of the table are read.
_FEW: Final = 20_000
_BLOCKS: Final = (
    "SELECT id FROM hashlist_hashitem TABLESAMPLE SYSTEM (%(percent)s)"
    " WHERE hash_list_id = %(list)s ORDER BY random() LIMIT %(most)s"
)
_NONE: Final = 0  # the key of no fingerprint
_dice = random.SystemRandom()


@dataclass(frozen=True)
class _Template:
    """A real item that a canary takes after, as feeds show it."""

    item: HashItem
    prints: tuple[Print, ...]
    entries: tuple[HashEntry, ...] = ()


@dataclass
class _Planted:
    """Rows that are to be written; `keys` are for fingerprints."""

    keys: Iterator[int]
    items: list[HashItem] = field(default_factory=list)
    entries: list[HashEntry] = field(default_factory=list)
    contents: list[LargeFingerprint] = field(default_factory=list)

    def write(self) -> int:
        """Write them; give how many items there are."""
        HashItem.objects.bulk_create(self.items, batch_size=5000)
        HashEntry.objects.bulk_create(self.entries, batch_size=5000)
        LargeFingerprint.objects.bulk_create(self.contents, batch_size=10)
        return len(self.items)


def top_up(actor: Principal, *, at: datetime) -> int:
    """Give every member that reads a grown list the canaries it lacks; count them.

    Source: security.md, P18.2.
    """
    with acting(actor):
        readers = _readers().filter(hash_list__killed_at=None)
        ids = list(readers.order_by("pk").values_list("pk", flat=True))
    return sum(_topped_up(actor, member_id, at=at) for member_id in ids)


def keep_pace(
    actor: Principal, list_id: int, *, stamped: datetime, at: datetime
) -> int:
    """Do so for a list's readers beside the items that just came, under their stamp.

    Canaries that came minutes after a long import would stand alone at their second.
    """
    ids = _readers().filter(hash_list=list_id).values_list("pk", flat=True)
    return sum(
        _topped_up(actor, member_id, stamped=stamped, at=at)
        for member_id in ids.order_by("pk")
    )


def plant(
    member: ListMember, *, is_new: bool, stamped: datetime | None = None, at: datetime
) -> int:
    """Make the canaries that are missing, each like a real item that the member sees.

    It has the item's source, media and class, entry id and fingerprints of its kinds,
    and times; no votes, which would be words that nobody said. A new member has never
    fetched: its first canaries borrow stamps, too, so that their time gives none of
    them away. Callers hold the list's lock.
    """
    stamped = stamped or stamp(member.hash_list_id)
    lacking = _lacking(member)
    templates = _templates(member, is_new=is_new) if lacking else []
    examples = _examples(templates)
    chosen = _dice.choices(templates or [_usual(member, stamped, at)], k=lacking)
    planted = _Planted(iter(new_ids(sum(len(each.prints) for each in chosen))))
    for key, template in zip(new_ids(lacking), chosen, strict=True):
        made = canaries.invent(template.prints, examples)
        item = _item(key, template, made, examples=examples)
        item.canary_for = member
        if not is_new:
            item.changed_at = stamped
        planted.items.append(item)
        _add_prints(planted, item, made, template=template)
    _name_anew(planted.items)
    return planted.write()


def _readers() -> QuerySet[ListMember]:
    return ListMember.objects.filter(
        access__ended_at=None,
        access__tier__in=(Tier.CRYPTOGRAPHIC, Tier.PERCEPTUAL),
    )


def _topped_up(
    actor: Principal,
    member_id: int,
    *,
    stamped: datetime | None = None,
    at: datetime,
) -> int:
    """Top up one member in a transaction of its own, so that no list is held long."""
    with acting(actor):
        member = ListMember.objects.get(pk=member_id)
        if not _lacking(member):
            return 0
        stamp(member.hash_list_id)
        planted = plant(member, is_new=False, stamped=stamped, at=at)
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


def _templates(member: ListMember, *, is_new: bool) -> list[_Template]:
    """Give some items of others that the member sees; the newest, if it has fetched."""
    live = HashItem.objects.filter(
        is_listed(), hash_list_id=member.hash_list_id, audience=None
    ).exclude(member=member)
    drawn = _drawn(live, member.hash_list_id) if is_new else live.order_by("-pk")
    items = {item.pk: item for item in drawn.select_related("member")[:_SAMPLE]}
    shown = [entry for entry, _ in sayable(items)]
    large = _contents(shown)
    entries: dict[int, list[HashEntry]] = defaultdict(list)
    for entry in shown:
        entries[entry.item_id].append(entry)
    return [
        _Template(items[key], tuple(_print(e, large) for e in own), tuple(own))
        for key, own in entries.items()
        if member.access.tier != Tier.CRYPTOGRAPHIC
        or any(entry.algorithm in CRYPTOGRAPHIC for entry in own)
    ]


def _drawn(live: QuerySet[HashItem], list_id: int) -> QuerySet[HashItem]:
    """Draw some live items, each as likely as another."""
    size = _size(list_id)
    if size <= _FEW:
        return live.order_by("?")
    percent = min(100, 100 * 5 * _SAMPLE / size)
    asked = {"list": list_id, "most": _SAMPLE, "percent": percent}
    return live.filter(pk__in=[row[0] for row in all_rows(_BLOCKS, asked)])


def _contents(entries: Iterable[HashEntry]) -> dict[str, list[bytes]]:
    """Give the bytes of a few of these that are large, by algorithm."""
    digests = {e.pk: e.algorithm for e in entries if e.value.startswith(DIGEST)}
    rows = LargeFingerprint.objects.filter(entry__in=digests)
    found: dict[str, list[bytes]] = defaultdict(list)
    for key in rows.values_list("pk", flat=True).order_by("?"):
        if len(found[digests[key]]) < _CONTENTS:
            found[digests[key]].append(bytes(rows.get(pk=key).content))
    return dict(found)


def _print(entry: HashEntry, large: Mapping[str, Sequence[bytes]]) -> Print:
    is_large = entry.value.startswith(DIGEST)
    content = _dice.choice(large[entry.algorithm]) if is_large else None
    return Print(entry.algorithm, entry.value, entry.recipe, entry.quality, content)


def _examples(templates: Iterable[_Template]) -> dict[str, list[Print]]:
    found: dict[str, list[Print]] = defaultdict(list)
    for template in templates:
        for each in template.prints:
            found[each.algorithm].append(each)
        # A source's ids are told from fingerprints by a name that none of them has.
        found[_ids_of(template.item)].append(Print("", template.item.entry_id))
    return found


def _ids_of(item: HashItem) -> str:
    return f"ids of {item.member_id}"


def _usual(member: ListMember, stamped: datetime, at: datetime) -> _Template:
    """Give what an item of an empty list looks like: a picture of the clearinghouse."""
    source = ListMember.objects.get(hash_list_id=member.hash_list_id, number=OWN_NUMBER)
    item = HashItem(
        hash_list_id=member.hash_list_id,
        member=source,
        entry_id=uuid.uuid4().hex,
        media=Media.IMAGE,
        changed_at=stamped,
        created_at=at,
        listed_at=at,
    )
    half = "0f" * 32  # as many bits as nearly every PDQ hash has
    prints = Print("md5", "0" * 32), Print("pdq", half), Print("sha1", "0" * 40)
    entries = tuple(HashEntry(pk=_NONE, item=item, added_at=at) for _ in prints)
    return _Template(item, prints, entries)


def _item(
    key: int,
    template: _Template,
    made: Sequence[Print],
    *,
    examples: canaries.Examples,
) -> HashItem:
    real = template.item
    ids = [each.value for each in examples.get(_ids_of(real), ())]
    pairs = zip(template.prints, made, strict=True)
    return HashItem(
        pk=key,
        hash_list_id=real.hash_list_id,
        member_id=real.member_id,
        entry_id=canaries.entry_id_like(real.entry_id, pairs, ids),
        media=real.media,
        state=ItemState.ACTIVE,
        classification=real.classification,
        basis=ItemBasis.CANARY,
        listed_by="system:canaries",
        listed_at=real.listed_at,
        created_at=real.created_at,
        changed_at=real.changed_at,
    )


def _add_prints(
    planted: _Planted, item: HashItem, made: Sequence[Print], *, template: _Template
) -> None:
    for each, real in zip(made, template.entries, strict=True):
        entry = HashEntry(
            pk=next(planted.keys),
            hash_list_id=item.hash_list_id,
            item=item,
            algorithm=each.algorithm,
            value=each.value,
            recipe=each.recipe,
            quality=each.quality,
            added_at=real.added_at,
        )
        planted.entries.append(entry)
        if each.content is not None:
            large = LargeFingerprint(entry=entry, content=each.content)
            planted.contents.append(large)


def _name_anew(items: Sequence[HashItem]) -> None:
    """Give another id to those whose id an item of their source has, or another one."""
    ids = [item.entry_id for item in items]
    sources = {item.member_id for item in items}
    rows = HashItem.objects.filter(member__in=sources, entry_id__in=ids)
    taken = set(rows.values_list("member_id", "entry_id"))
    for item in items:
        if (item.member_id, item.entry_id) in taken:
            item.entry_id = uuid.uuid4().hex
        taken.add((item.member_id, item.entry_id))
