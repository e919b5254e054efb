"""Put many new items on a list at once, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection

from tipline.foundation.statements import all_rows, statement
from tipline.hashlist.changing import new_ids
from tipline.hashlist.models import HashItem, ListMember

# One look into the index of values for each, whatever PostgreSQL thinks of the table;
# the sum keeps it from the index of lists.
_KNOWN = (
    "SELECT g.algorithm, g.value"
    " FROM unnest(%(algorithms)s::text[], %(values)s::text[]) g (algorithm, value)"
    " CROSS JOIN LATERAL (SELECT 1 FROM hashlist_hashentry e"
    " WHERE e.algorithm = g.algorithm AND e.value = g.value"
    " AND e.hash_list_id + 0 = %(list)s LIMIT 1) e"
)
_BY_KEY = (
    "SELECT i.id FROM unnest(%(keys)s::text[]) g (entry_id)"
    " CROSS JOIN LATERAL (SELECT i.id FROM hashlist_hashitem i"
    " WHERE i.member_id = %(member)s AND i.entry_id = g.entry_id LIMIT 1) i"
)


@dataclass(frozen=True, kw_only=True)
class Print:
    """A fingerprint in the stored spelling; `recipe` is how a picture was prepared."""

    algorithm: str
    value: str
    recipe: str = ""


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """An item that the list never had."""

    entry_id: str
    media: str
    classification: str
    prints: Sequence[Print]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """On whose word items are listed, by whom, and when; `stamped` is their stamp."""

    basis: str
    listed_by: str
    at: datetime
    stamped: datetime


def insert(
    member: ListMember,
    items: Sequence[NewItem],
    listing: Listing,
    *,
    has_events: bool = True,
) -> None:
    """List new items of a source. Callers hold the list's lock and write the audit.

    Args:
        member: the source, read with its list.
        items: each entry id once.
        listing: on whose word.
        has_events: write a line of history for each.
    """
    if not items:
        return
    ids = new_ids(len(items))
    prints = [
        (key, each)
        for key, item in zip(ids, items, strict=True)
        for each in item.prints
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            statement(Path(__file__).parent, "new_items"),
            {
                "list": member.hash_list_id,
                "member": member.pk,
                "basis": listing.basis,
                "basis_note": member.hash_list.source,
                "listed_by": listing.listed_by,
                "at": listing.at,
                "stamped": listing.stamped,
                "has_events": has_events,
                "ids": ids,
                "entry_ids": [item.entry_id for item in items],
                "media": [item.media for item in items],
                "classifications": [item.classification[:100] for item in items],
                "item_ids": [key for key, _ in prints],
                "algorithms": [each.algorithm for _, each in prints],
                "values": [each.value for _, each in prints],
                "recipes": [each.recipe for _, each in prints],
            },
        )


def known(list_id: int, keys: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Give those (algorithm, value) that the list has, or had."""
    asked = {
        "list": list_id,
        "algorithms": [algorithm for algorithm, _ in keys],
        "values": [value for _, value in keys],
    }
    return {(str(name), str(value)) for name, value in all_rows(_KNOWN, asked)}


def items_by_key(member: ListMember, keys: Sequence[str]) -> dict[str, HashItem]:
    """Give those items of a source that it has under these keys, with fingerprints."""
    asked = {"member": member.pk, "keys": keys}
    ids = [int(str(row[0])) for row in all_rows(_BY_KEY, asked)]
    items = HashItem.objects.filter(pk__in=ids).prefetch_related("entries")
    return {item.entry_id: item for item in items}
