"""A member's poll: one page of changes, noted in the audit and as its last fetch."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import feed
from tipline.hashlist.errors import (
    ItemNotFoundError,
    MayOnlyAskError,
    NotFinalYetError,
    RangeInFutureError,
    UnknownCursorError,
)
from tipline.hashlist.models import HashEntry, ListAccess, ListFetch, ListMember
from tipline.hashlist.states import Tier

Access = ListAccess  # what portals hold in their hands, by a name that they may import

# A clock that is ahead by less is asked to wait; by more, to be set.
PATIENCE = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class Place:
    """An item's place in the feed: its stamp, and what is shown of it."""

    stamp: datetime
    member_number: int
    entry_id: str

    @classmethod
    def of(cls, item: feed.FeedItem) -> Self:
        """Give an item's place."""
        return cls(
            stamp=item.changed_at,
            member_number=item.member_number,
            entry_id=item.entry_id,
        )


@dataclass(frozen=True, kw_only=True)
class Polled:
    """A page of a range that is final; `last` is the place to go on from."""

    items: tuple[feed.FeedItem, ...]
    until: datetime
    has_more: bool
    total: int

    @property
    def last(self) -> Place | None:
        """Give the place of the last item, if there is one."""
        return Place.of(self.items[-1]) if self.items else None


def poll(  # noqa: PLR0913 - the parts of a range, and a place in it
    platform: Principal,
    access: ListAccess,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    after: Place | None = None,
    total: int = 0,
    most: int = feed.PAGE_SIZE,
    at: datetime,
) -> Polled:
    """Give the changes in (since, until]; nothing can be added to that range later.

    Args:
        platform: the member.
        access: its access, from `sharing.access_to`.
        since: exclusive; None for the beginning.
        until: inclusive; None for everything that is final by now.
        after: where the page before ended.
        total: items in the range as counted for its first page; 0 counts them.
        most: items on a page.
        at: now.

    Raises:
        NotFinalYetError: `until` is up to a minute ahead of the server.
        RangeInFutureError: it is farther ahead.
        UnknownCursorError: `after` names a member that the list does not have.
        MayOnlyAskError: the member may not hold the list.
    """
    require_holder(access)
    with acting(platform):
        until = _final(feed.settle(access.hash_list_id), until)
        page = feed.changes(
            platform,
            access,
            since=since,
            until=until,
            after=position_of(access, after),
            most=most,
        )
        if page.position and not total:
            total = feed.change_count(platform, access, since=since, until=until)
        audit.record(
            platform,
            "hash_list.fetched",
            f"hash_list:{access.hash_list_id}",
            member=access.member.number,
            since=since,
            until=until,
            items=len(page.items),
            has_more=page.position is not None,
        )
        note_fetch(access, until=until if page.position is None else None, at=at)
    return Polled(
        items=page.items,
        until=until,
        has_more=page.position is not None,
        total=total or len(page.items),
    )


def large_fingerprint(
    platform: Principal,
    access: ListAccess,
    *,
    member_number: int,
    entry_id: str,
    algorithm: str,
) -> bytes:
    """Give the bytes of a large fingerprint, with an audit entry.

    Raises:
        ItemNotFoundError: no such fingerprint is given out to this member.
    """
    with acting(platform):
        entries = HashEntry.objects.filter(
            hash_list_id=access.hash_list_id,
            item__member__number=member_number,
            item__entry_id=entry_id,
            algorithm=algorithm,
            large__isnull=False,
            withdrawn_at=None,
        )
        entry = entries.order_by("-pk").values_list("pk", "item_id").first()
        content = entry and feed.large_fingerprint(platform, access, entry[0])
        if entry is None or content is None:
            raise ItemNotFoundError
        audit.record(platform, "hash_item.content_fetched", f"hash_item:{entry[1]}")
    return content


def require_holder(access: ListAccess) -> None:
    """Refuse who may ask about a list, and not fetch it."""
    if access.tier == Tier.MATCH_ONLY:
        raise MayOnlyAskError


def _final(settled_at: datetime, until: datetime | None) -> datetime:
    """Give the end of a range as a whole second that is final."""
    if until is None:
        return settled_at
    until = until.replace(microsecond=0)  # stamps are whole seconds
    if until > settled_at + PATIENCE:
        raise RangeInFutureError(settled_at=settled_at.isoformat())
    if until > settled_at:
        wait = math.ceil((until - settled_at).total_seconds())
        raise NotFinalYetError(retry_after_seconds=wait)
    return until


def position_of(access: ListAccess, after: Place | None) -> feed.Position | None:
    """Give a place as the feed counts it, or raise UnknownCursorError."""
    if after is None:
        return None
    member = ListMember.objects.filter(
        hash_list_id=access.hash_list_id, number=after.member_number
    ).first()
    if member is None:
        raise UnknownCursorError
    return after.stamp, after.entry_id, member.pk


def note_fetch(access: ListAccess, *, until: datetime | None, at: datetime) -> None:
    """Note a fetch; the end of a range counts when its last page was given."""
    values = {"fetched_at": at} | ({"until": until} if until else {})
    ListFetch.objects.update_or_create(access_id=access.pk, defaults=values)
