"""Make, load, kill and revive lists of known hashes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts.models import OrganizationKind
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashing.distance import MATCH_RADIUS
from tipline.hashlist import bulk, planting
from tipline.hashlist.changing import new_ids, stamp, touch
from tipline.hashlist.errors import (
    ListNameTakenError,
    ListNeedsReviewsError,
    ListNotFoundError,
)
from tipline.hashlist.flood import FloodLimits
from tipline.hashlist.growth import FloodWatch
from tipline.hashlist.loading import Line, read_lines
from tipline.hashlist.models import HashList, ListMember
from tipline.hashlist.states import (
    OWN_NUMBER,
    REVIEWED_KINDS,
    ItemBasis,
    ListKind,
)

BATCH_LINES: Final = 5_000


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
    a partner's import or the operator's own. Lines go in batches of `BATCH_LINES`, each
    in a transaction of its own with an audit entry, so that others can use the list
    meanwhile; to go on after a break, load the file again. What is on the list already
    stays as it is; what was withdrawn stays withdrawn. A source that suddenly grows is
    quarantined: what it added in the last day is held back.

    Raises:
        MalformedHashListError: a line is no hash; says which, and what is expected. Of
            its batch nothing is added; `loading.check_lines` finds it before.
        ListNeedsReviewsError: the list takes only what three people agreed on.
    """
    batches = _batches(read_lines(lines))
    first = next(batches, [])
    watch = FloodWatch(limits or FloodLimits(), at)
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
        members = hash_list.members.select_related("hash_list")
        member = members.get(number=OWN_NUMBER)
        loaded = Loaded(list_id=hash_list.pk, read=0, added=0)
        # Whatever is wrong with the first batch leaves no list behind.
        loaded = _load(actor, member, first, loaded=loaded, basis=basis, watch=watch)
    for batch in batches:
        with acting(actor):
            loaded = _load(
                actor, member, batch, loaded=loaded, basis=basis, watch=watch
            )
    return loaded


def _load(
    actor: Principal,
    member: ListMember,
    lines: Sequence[Line],
    *,
    loaded: Loaded,
    basis: str,
    watch: FloodWatch,
) -> Loaded:
    """Add those lines of a batch whose hash the list never had, each once.

    Holds the source back if it floods, and writes the batch's audit entry.
    """
    stamped = stamp(member.hash_list_id)
    unique = {(line.algorithm, line.value): line for line in reversed(lines)}
    ids = new_ids(len(unique))
    bulk.give(
        bulk.Given(
            item_id=key,
            is_first=True,
            entry_id=None,
            media=line.media,
            classification=line.classification,
            algorithm=line.algorithm,
            value=line.value,
            recipe=line.recipe,
        )
        for key, line in zip(ids, unique.values(), strict=True)
    )
    added = len(unique) - bulk.drop_known(member)
    bulk.insert(
        member,
        bulk.Listing(basis=basis, listed_by=actor.actor, at=watch.at, stamped=stamped),
        has_events=False,
    )
    is_flood = watch.has_flooded(member, added=added)
    planting.keep_pace(actor, member.hash_list_id, stamped=stamped, at=watch.at)
    loaded = replace(
        loaded,
        read=loaded.read + len(lines),
        added=loaded.added + added,
        is_quarantined=is_flood,
    )
    audit.record(
        actor,
        "hash_list.loaded",
        f"hash_list:{member.hash_list_id}",
        added=loaded.added,
        quarantined=is_flood,
    )
    return loaded


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    rest = iter(lines)
    while batch := list(islice(rest, BATCH_LINES)):
        yield batch
