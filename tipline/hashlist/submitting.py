"""A member's own items, as the sharing interface takes them: large parts come apart."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import sharing
from tipline.hashlist.changing import stamp
from tipline.hashlist.errors import ItemNotFoundError
from tipline.hashlist.models import HashEntry, HashItem, ListAccess


def submit(
    platform: Principal,
    access: ListAccess,
    *,
    entry_id: str,
    contribution: sharing.Contribution,
    at: datetime,
) -> HashItem:
    """Make or replace a member's own item; its large fingerprints stay.

    Raises what `sharing.contribute` raises.
    """
    with acting(platform):
        stamp(access.hash_list_id)
        large = _large_of(access, entry_id) | dict(contribution.large)
        whole = replace(contribution, large=list(large.items()))
        return sharing.contribute(
            platform,
            access.hash_list.slug,
            entry_id=entry_id,
            contribution=whole,
            at=at,
        )


def put_large(
    platform: Principal,
    access: ListAccess,
    *,
    entry_id: str,
    content: Mapping[str, bytes | None],
    at: datetime,
) -> HashItem:
    """Add, replace or, with None, take away large fingerprints of a member's own item.

    Raises what `sharing.contribute` raises, and:
        ItemNotFoundError: the member has no such item.
    """
    with acting(platform):
        stamp(access.hash_list_id)
        item = HashItem.objects.filter(
            member_id=access.member_id, entry_id=entry_id
        ).first()
        if item is None:
            raise ItemNotFoundError
        large = _large_of(access, entry_id)
        large.update(
            {name: given for name, given in content.items() if given is not None}
        )
        for name, given in content.items():
            if given is None:
                large.pop(name, None)
        contribution = sharing.Contribution(
            media=item.media,
            classification=item.classification,
            values=_values_of(access, entry_id),
            large=list(large.items()),
        )
        return sharing.contribute(
            platform,
            access.hash_list.slug,
            entry_id=entry_id,
            contribution=contribution,
            at=at,
        )


def _values_of(access: ListAccess, entry_id: str) -> list[tuple[str, str]]:
    entries = HashEntry.objects.filter(
        item__member_id=access.member_id,
        item__entry_id=entry_id,
        withdrawn_at=None,
        large=None,
    )
    return list(entries.values_list("algorithm", "value"))


def _large_of(access: ListAccess, entry_id: str) -> dict[str, bytes]:
    entries = HashEntry.objects.filter(
        item__member_id=access.member_id,
        item__entry_id=entry_id,
        withdrawn_at=None,
        large__isnull=False,
    )
    rows = entries.values_list("algorithm", "large__content")
    return {name: bytes(content) for name, content in rows}
