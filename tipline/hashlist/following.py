"""A member's walk through all changes of a list: everything after a place, once."""

from dataclasses import dataclass
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import feed
from tipline.hashlist.polling import (
    Access,
    Place,
    note_fetch,
    position_of,
    require_holder,
)


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A page of changes, and the place from which the next call goes on.

    Without changes the place stays where it was, so that the answer stays the same.
    """

    items: tuple[feed.FeedItem, ...]
    place: Place | None
    has_more: bool


def follow(
    platform: Principal,
    access: Access,
    *,
    after: Place | None,
    most: int = feed.PAGE_SIZE,
    at: datetime,
) -> Followed:
    """Give the changes after a place, as far as they are final, oldest first.

    A change moves an item behind every place that was given out before: so a member
    that always goes on from the last place misses nothing and gets nothing twice.

    Raises:
        UnknownCursorError: the place names a member that the list does not have.
        MayOnlyAskError: the member may not hold the list.
    """
    require_holder(access)
    with acting(platform):
        until = feed.settle(access.hash_list_id)
        page = feed.changes(
            platform,
            access,
            until=until,
            after=position_of(access, after),
            most=most,
        )
        has_more = page.position is not None
        audit.record(
            platform,
            "hash_list.fetched",
            f"hash_list:{access.hash_list_id}",
            member=access.member.number,
            since=after.stamp if after else None,
            until=until,
            items=len(page.items),
            has_more=has_more,
        )
        note_fetch(access, until=None if has_more else until, at=at)
    place = Place.of(page.items[-1]) if page.items else after
    return Followed(items=page.items, place=place, has_more=has_more)
