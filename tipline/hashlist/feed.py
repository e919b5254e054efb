"""What a member's programs fetch: changes of a list, in pages, with tombstones.

Only the latest state of an item is ever given, under its latest stamp. Row-level
security holds back what the member's tier does not include, and others' canaries.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import first_row
from tipline.hashing.values import DIGEST
from tipline.hashlist.liveness import counts, is_given_out
from tipline.hashlist.models import (
    Feedback,
    HashEntry,
    HashItem,
    LargeFingerprint,
    ListAccess,
    ListMember,
)
from tipline.hashlist.states import Tier
from tipline.hashlist.suppression import CRYPTOGRAPHIC

PAGE_SIZE = 1000
# What the protocol has a word for. SHA-256 is not, nor is a digest of what is not here.
GIVEN_OUT: Final = frozenset(
    {
        "md5",
        "sha1",
        "pdna",
        "pdq",
        "netclean",
        "videntifier",
        "tmk_pdqf",
        "ssvh_pdna",
        "ssvh_safer_hash",
    }
)
_ORDER = (F("changed_at"), F("entry_id"), F("member_id"))
_SETTLE = "SELECT hashlist_settle(%(list)s)"
# Stamp, entry id and member: nothing that the page does not show. A record's key would
# tell how old an item is, and so which ones are canaries.
Position = tuple[datetime, str, int]


@dataclass(frozen=True, kw_only=True)
class FeedVote:
    """A member's vote on a fingerprint; `reasons` are codes, empty if affirmative."""

    member_number: int
    member_name: str
    reasons: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class FeedFingerprint:
    """A fingerprint; of a large one, `value` is a digest of what the link gives."""

    entry_pk: int
    algorithm: str
    value: str
    recipe: str
    is_large: bool
    votes: tuple[FeedVote, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FeedItem:
    """An item as it is now; a deleted one has no classification and no fingerprints."""

    pk: int
    member_number: int
    member_name: str
    entry_id: str
    media: str
    is_deleted: bool
    changed_at: datetime
    classification: str = ""
    fingerprints: tuple[FeedFingerprint, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FeedPage:
    """Some changes in the feed's order; `position` continues, None at the end.

    `settled_at`: no change stamped up to this second is still to come.
    """

    items: tuple[FeedItem, ...]
    settled_at: datetime
    position: Position | None = None


def changes(
    reader: Principal,
    access: ListAccess,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    after: Position | None = None,
    most: int = PAGE_SIZE,
) -> FeedPage:
    """Give the items whose stamp is in (since, until], by stamp and entry id.

    Waits for changes of the list that are under way, so that none can later appear
    behind a poller: a `until` of now or earlier is final.

    Args:
        reader: the platform.
        access: its access to the list, from `sharing.access_to`.
        since: exclusive; None for the beginning.
        until: inclusive; None for everything.
        after: `position` of the page before.
        most: items on a page.
    """
    with acting(reader):
        settled_at = settle(access.hash_list_id)
        rows = _between(access, since, until)
        if after is not None:
            rows = rows.filter(TupleGreaterThan(_ORDER, after))
        found = list(
            rows.annotate(
                given_out=ExpressionWrapper(is_given_out(), output_field=BooleanField())
            )
            .select_related("member")
            .order_by(*_ORDER)[: most + 1]
        )
        page = found[:most]
        shown = {row.pk: row for row in page if row.given_out}
        prints = _fingerprints(access, shown)
    last = page[-1] if len(found) > most else None
    return FeedPage(
        items=tuple(_item(row, prints.get(row.pk, ())) for row in page),
        settled_at=settled_at,
        position=(last.changed_at, last.entry_id, last.member_id) if last else None,
    )


def change_count(
    reader: Principal,
    access: ListAccess,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> int:
    """Count the items whose stamp is in (since, until]."""
    with acting(reader):
        return _between(access, since, until).count()


def members(reader: Principal, access: ListAccess) -> list[ListMember]:
    """List the members of a list by number."""
    with acting(reader):
        rows = ListMember.objects.filter(hash_list_id=access.hash_list_id)
        return list(rows.order_by("number"))


def large_fingerprint(
    reader: Principal, access: ListAccess, entry_pk: int
) -> bytes | None:
    """Give the bytes of a large fingerprint, or None if it is not given out."""
    with acting(reader):
        found = LargeFingerprint.objects.filter(
            entry_id=entry_pk,
            entry__in=_visible(access),
            entry__item__in=HashItem.objects.filter(is_given_out()),
        ).first()
    return bytes(found.content) if found else None


def settle(list_id: int) -> datetime:
    """Wait for a list's changes under way; give the second up to which it is final."""
    row = first_row(_SETTLE, {"list": list_id})
    assert row is not None  # noqa: S101 - the function always gives one row
    assert isinstance(row[0], datetime)  # noqa: S101 - a timestamp of PostgreSQL
    return row[0]


def _between(
    access: ListAccess, since: datetime | None, until: datetime | None
) -> QuerySet[HashItem]:
    rows = HashItem.objects.filter(
        Q(canary_for=None) | Q(canary_for_id=access.member_id),
        hash_list_id=access.hash_list_id,
        listed_at__isnull=False,
    )
    if since is not None:
        rows = rows.filter(changed_at__gt=since)
    if until is not None:
        rows = rows.filter(changed_at__lte=until)
    return rows


def _visible(access: ListAccess) -> QuerySet[HashEntry]:
    rows = HashEntry.objects.filter(
        counts(),
        hash_list_id=access.hash_list_id,
        algorithm__in=GIVEN_OUT,
    ).exclude(value__startswith=DIGEST, large=None)
    if access.tier == Tier.PERCEPTUAL:
        return rows
    return rows.filter(
        Q(algorithm__in=CRYPTOGRAPHIC) | Q(item__member_id=access.member_id)
    )


def sayable(items: Mapping[int, HashItem]) -> list[tuple[HashEntry, bool]]:
    """Give what feeds can say of items, read with their members; and what is large.

    By plain conditions on one table: joined with its item and its source, PostgreSQL
    read a young table once for every fingerprint, under all its policies.
    """
    rows = HashEntry.objects.filter(
        item__in=items, withdrawn_at=None, algorithm__in=GIVEN_OUT
    )
    held_from = {key: item.member.quarantine_from for key, item in items.items()}
    live = [
        entry
        for entry in rows.order_by("item_id", "algorithm", "pk")
        if (since := held_from[entry.item_id]) is None or entry.added_at <= since
    ]
    digests = {entry.pk for entry in live if entry.value.startswith(DIGEST)}
    large = LargeFingerprint.objects.filter(entry__in=digests)
    here = set(large.values_list("pk", flat=True)) if digests else set()
    return [(e, e.pk in here) for e in live if e.pk not in digests or e.pk in here]


def _fingerprints(
    access: ListAccess, items: Mapping[int, HashItem]
) -> dict[int, tuple[FeedFingerprint, ...]]:
    rows = [
        (row, is_large)
        for row, is_large in sayable(items)
        if access.tier == Tier.PERCEPTUAL
        or row.algorithm in CRYPTOGRAPHIC
        or items[row.item_id].member_id == access.member_id
    ]
    votes = _votes([row.pk for row, _ in rows])
    found: dict[int, tuple[FeedFingerprint, ...]] = {}
    for row, is_large in rows:
        made = FeedFingerprint(
            entry_pk=row.pk,
            algorithm=row.algorithm,
            value=row.value,
            recipe=row.recipe,
            is_large=is_large,
            votes=votes.get(row.pk, ()),
        )
        found[row.item_id] = (*found.get(row.item_id, ()), made)
    return found


def _votes(entries: list[int]) -> dict[int, tuple[FeedVote, ...]]:
    rows = Feedback.objects.filter(entry__in=entries).select_related("member")
    found: dict[int, tuple[FeedVote, ...]] = {}
    for row in rows.order_by("at", "pk"):
        vote = FeedVote(
            member_number=row.member.number,
            member_name=row.member.name,
            reasons=tuple(row.reasons),
            at=row.at,
        )
        found[row.entry_id] = (*found.get(row.entry_id, ()), vote)
    return found


def _item(row: HashItem, prints: tuple[FeedFingerprint, ...]) -> FeedItem:
    # Without a fingerprint that this member may have there is nothing to give out.
    is_deleted = not prints
    return FeedItem(
        pk=row.pk,
        member_number=row.member.number,
        member_name=row.member.name,
        entry_id=row.entry_id,
        media=row.media,
        is_deleted=is_deleted,
        changed_at=row.changed_at,
        classification="" if is_deleted else row.classification,
        fingerprints=prints,
    )
