"""Make, load, kill and revive lists of known hashes."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify

from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts.models import OrganizationKind
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashing.distance import MATCH_RADIUS
from tipline.hashlist.changing import new_ids, stamp, touch
from tipline.hashlist.errors import (
    ListNameTakenError,
    ListNeedsReviewsError,
    ListNotFoundError,
)
from tipline.hashlist.flood import FloodLimits, has_grown_too_fast
from tipline.hashlist.loading import Line, read_lines
from tipline.hashlist.models import HashEntry, HashItem, HashList, ListMember
from tipline.hashlist.states import (
    REVIEWED_KINDS,
    ItemBasis,
    ItemState,
    ListKind,
)

Some = TypeVar("Some")
_BATCH = 5000
_DAY = timedelta(days=1)
OWN_NUMBER = 1  # the clearinghouse's member id on every list


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What became of a list's lines."""

    list_id: int
    read: int
    added: int
    is_quarantined: bool = False


def add_list(  # noqa: PLR0913 - the columns of the new row
    actor: Principal,
    *,
    name: str,
    kind: str,
    meaning: str,
    slug: str = "",
    source: str = "",
    is_viral: bool = False,
    match_distance: int = MATCH_RADIUS,
    at: datetime,
) -> HashList:
    """Make a list; the clearinghouse is its first member.

    Raises:
        ListNameTakenError: the name, or the path name made from it, is in use.
    """
    with acting(actor):
        clearinghouse = accounts.organizations(
            actor, kind=OrganizationKind.CLEARINGHOUSE
        )[0]
        made = HashList(
            name=name.strip(),
            slug=(slug or slugify(name) or "list")[:60],
            kind=kind,
            source=source,
            meaning=meaning,
            is_viral=is_viral,
            match_distance=match_distance,
            created_at=at,
        )
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as error:
            raise ListNameTakenError from error
        ListMember.objects.create(
            hash_list=made,
            organization=clearinghouse,
            number=OWN_NUMBER,
            name=clearinghouse.name,
            joined_at=at,
        )
        audit.record(actor, "hash_list.added", f"hash_list:{made.pk}", kind=kind)
    return made


def set_match_distance(actor: Principal, list_id: int, *, bits: int) -> None:
    """Say up to how many bits a PDQ hash on this list counts as the same picture."""
    with acting(actor):
        if not HashList.objects.filter(pk=list_id).update(match_distance=bits):
            raise ListNotFoundError
        audit.record(actor, "hash_list.distance_set", f"hash_list:{list_id}", bits=bits)


def kill_list(actor: Principal, list_id: int, *, at: datetime) -> int:
    """Take a whole list out of matching and every feed at once; count its items."""
    return _switch(actor, list_id, killed_at=at)


def revive_list(actor: Principal, list_id: int) -> int:
    """Let a killed list count again, as it was; count its items."""
    return _switch(actor, list_id, killed_at=None)


def _switch(actor: Principal, list_id: int, *, killed_at: datetime | None) -> int:
    with acting(actor):
        stamped = stamp(list_id)
        if not HashList.objects.filter(pk=list_id).update(killed_at=killed_at):
            raise ListNotFoundError
        items = touch(list_id, member_id=None, stamped=stamped)
        action = "hash_list.killed" if killed_at else "hash_list.revived"
        audit.record(actor, action, f"hash_list:{list_id}", items=items)
    return items


def load_list(  # noqa: PLR0913 - the columns of the new row
    actor: Principal,
    lines: Iterable[str],
    *,
    name: str,
    meaning: str,
    source: str = "",
    is_viral: bool = False,
    basis: str = ItemBasis.PARTNER_IMPORT,
    limits: FloodLimits | None = None,
    at: datetime,
) -> Loaded:
    """Add the hashes of a CSV file to the list `name`, made if it is new.

    Each line becomes an item of one fingerprint, on the word of its source: `basis` is
    a partner's import or the operator's own. All lines are added, or none. What is on
    the list already stays as it is; what was withdrawn stays withdrawn. A source that
    suddenly grows is quarantined: what it added in the last day is held back.

    Raises:
        MalformedHashListError: a line is no hash; says which, and what is expected.
        ListNeedsReviewsError: the list takes only what three people agreed on.
    """
    read = list(read_lines(lines))
    with acting(actor):
        hash_list = HashList.objects.filter(name=name.strip()).first() or add_list(
            actor,
            name=name,
            kind=ListKind.IMPORTED,
            meaning=meaning,
            source=source,
            is_viral=is_viral,
            at=at,
        )
        if hash_list.kind in REVIEWED_KINDS:
            raise ListNeedsReviewsError(name=hash_list.name)
        stamped = stamp(hash_list.pk)
        member = hash_list.members.get(number=OWN_NUMBER)
        added = _insert(
            _pattern(actor, member, basis=basis, stamped=stamped, at=at),
            _new_lines(hash_list, read),
        )
        is_flood = quarantine_if_flooding(member, limits or FloodLimits(), at=at)
        audit.record(
            actor,
            "hash_list.loaded",
            f"hash_list:{hash_list.pk}",
            added=added,
            quarantined=is_flood,
        )
    return Loaded(
        list_id=hash_list.pk,
        read=len(read),
        added=added,
        is_quarantined=is_flood,
    )


def _pattern(
    actor: Principal, member: ListMember, *, basis: str, stamped: datetime, at: datetime
) -> HashItem:
    """Give an item of the import without what its line says."""
    return HashItem(
        hash_list=member.hash_list,
        member=member,
        state=ItemState.ACTIVE,
        basis=basis,
        basis_note=member.hash_list.source,
        listed_by=actor.actor,
        listed_at=at,
        created_at=at,
        changed_at=stamped,
    )


def quarantine_if_flooding(
    member: ListMember, limits: FloodLimits, *, at: datetime
) -> bool:
    """Hold back the fingerprints a source added in the last day, if they are too many.

    New values of an old item are new. What members have fetched of it becomes
    tombstones in their next fetch.
    """
    since = max(at - _DAY, member.released_at or at - _DAY)
    entries = HashEntry.objects.filter(item__member=member, item__canary_for=None)
    new = entries.filter(added_at__gt=since)
    there = Q(withdrawn_at=None) | Q(withdrawn_at__gt=since)
    if not has_grown_too_fast(
        added_in_a_day=new.count(),
        before=entries.filter(there, added_at__lte=since).count(),
        limits=limits,
    ):
        return False
    stamped = stamp(member.hash_list_id)
    waiting = ListMember.objects.filter(pk=member.pk, quarantine_from=None)
    if waiting.update(quarantine_from=since):
        items = member.items.filter(listed_at__isnull=False, entries__in=new)
        items.update(changed_at=stamped)
    return True


def _new_lines(hash_list: HashList, lines: Sequence[Line]) -> list[Line]:
    """Give the lines whose hash the list never had, each once."""
    unique = {(line.algorithm, line.value): line for line in reversed(lines)}
    known: set[tuple[str, str]] = set()
    for batch in _batches(sorted(unique)):
        entries = HashEntry.objects.filter(
            hash_list=hash_list,
            algorithm__in={algorithm for algorithm, _ in batch},
            value__in=[value for _, value in batch],
        )
        known.update(entries.values_list("algorithm", "value"))
    return [line for key, line in unique.items() if key not in known]


def _insert(like: HashItem, lines: Sequence[Line]) -> int:
    """Make an item of each line after a pattern, and count them."""
    for batch in _batches(lines):
        items = []
        for key, line in zip(new_ids(len(batch)), batch, strict=True):
            item = copy(like)
            item.pk = key
            item.entry_id = uuid.uuid4().hex
            item.classification = line.classification
            item.media = line.media
            items.append(item)
        HashItem.objects.bulk_create(items)
        HashEntry.objects.bulk_create(
            HashEntry(
                hash_list=like.hash_list,
                item=item,
                algorithm=line.algorithm,
                value=line.value,
                added_at=like.created_at,
            )
            for item, line in zip(items, batch, strict=True)
        )
    return len(lines)


def _batches(rows: Sequence[Some]) -> Iterator[Sequence[Some]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]
