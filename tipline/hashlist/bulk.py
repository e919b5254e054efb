"""Put many new items on a list at once: by COPY beside the tables, then by statements.

PostgreSQL refuses COPY to tables with row-level security, which it does not know. The
rows go to a table of this transaction, and are inserted from there as any others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from django.db import connection

from tipline.foundation.statements import all_rows, statement
from tipline.hashlist.models import HashItem, ListMember

_HERE: Final = Path(__file__).parent
_COPY: Final = (
    "COPY hashlist_given (item_id, is_first, entry_id, media, classification,"
    " algorithm, value, recipe) FROM STDIN"
)
_BY_KEY: Final = (
    "SELECT i.id FROM unnest(%(keys)s::text[]) g (entry_id)"
    " CROSS JOIN LATERAL (SELECT i.id FROM hashlist_hashitem i"
    " WHERE i.member_id = %(member)s AND i.entry_id = g.entry_id"
    " AND i.canary_for_id IS NULL LIMIT 1) i"
)


class Given(NamedTuple):
    """A fingerprint of a new item, in the stored spelling.

    `item_id` is the key that the item gets; one of its fingerprints is the first, and
    brings what is said of the item. Without an `entry_id` it gets a random one.
    """

    item_id: int
    is_first: bool
    entry_id: str | None
    media: str
    classification: str
    algorithm: str
    value: str
    recipe: str = ""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """On whose word items are listed, by whom, and when; `stamped` is their stamp."""

    basis: str
    listed_by: str
    at: datetime
    stamped: datetime


def give(rows: Iterable[Given]) -> None:
    """Copy what is to be listed beside the tables, for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(statement(_HERE, "given"))
        with cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)


def drop_known(member: ListMember) -> int:
    """Leave out what the list has, or had; count it. For items of one fingerprint."""
    with connection.cursor() as cursor:
        cursor.execute(statement(_HERE, "drop_known"), {"list": member.hash_list_id})
        return int(cursor.rowcount)


def insert(member: ListMember, listing: Listing, *, has_events: bool = True) -> None:
    """List what was given. Callers hold the list's lock and write the audit.

    Args:
        member: the source, read with its list.
        listing: on whose word.
        has_events: write a line of history for each item.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_HERE, "new_items"),
            {
                "list": member.hash_list_id,
                "member": member.pk,
                "basis": listing.basis,
                "basis_note": member.hash_list.source,
                "listed_by": listing.listed_by,
                "at": listing.at,
                "stamped": listing.stamped,
                "has_events": has_events,
            },
        )


def items_by_key(member: ListMember, keys: Sequence[str]) -> dict[str, HashItem]:
    """Give those items of a source that it has under these keys, with fingerprints."""
    asked = {"member": member.pk, "keys": keys}
    ids = [int(str(row[0])) for row in all_rows(_BY_KEY, asked)]
    items = HashItem.objects.filter(pk__in=ids).prefetch_related("entries")
    return {item.entry_id: item for item in items}
