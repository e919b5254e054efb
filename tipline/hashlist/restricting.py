"""A member says which others may have an item of its own."""

from collections.abc import Collection
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.changing import note, require_state, stamp
from tipline.hashlist.errors import (
    ItemNotFoundError,
    MayNotContributeError,
    UnknownMemberError,
)
from tipline.hashlist.models import HashItem, ItemAudience, ListMember
from tipline.hashlist.polling import Access
from tipline.hashlist.states import Happening, ItemState


def restrict(
    platform: Principal,
    access: Access,
    *,
    entry_id: str,
    numbers: Collection[int],
    at: datetime,
) -> HashItem:
    """Let only these members, and its own, have an item; none given: everybody.

    To the others it becomes a tombstone with their next poll.

    Raises:
        MayNotContributeError: the member may read only.
        ItemNotFoundError: the member has no such item.
        UnknownMemberError: a number is no member of the list.
        WrongItemStateError: the item is off the list.
    """
    if not access.may_contribute:
        raise MayNotContributeError
    with acting(platform):
        stamped = stamp(access.hash_list_id)
        item = HashItem.objects.filter(
            member_id=access.member_id, entry_id=entry_id
        ).first()
        if item is None:
            raise ItemNotFoundError
        require_state(item, [ItemState.ACTIVE])
        members = ListMember.objects.filter(
            hash_list_id=access.hash_list_id, number__in=numbers
        )
        if len(members) != len(set(numbers)):
            raise UnknownMemberError
        ItemAudience.objects.filter(item=item).delete()
        ItemAudience.objects.bulk_create(
            ItemAudience(item=item, member=member) for member in members
        )
        item.changed_at = stamped
        item.save(update_fields=["changed_at"])
        note(platform, item, Happening.CHANGED, at=at, members=sorted(numbers))
        audit.record(
            platform,
            "hash_item.restricted",
            f"hash_item:{item.pk}",
            members=sorted(numbers),
        )
    return item
