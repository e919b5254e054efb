"""How an item changes: stamped under the list's lock, with a line in its history."""

from collections.abc import Sequence
from datetime import datetime

from tipline.foundation.policy.principal import Principal
from tipline.foundation.statements import all_rows, first_row
from tipline.hashing.values import canonical_algorithm
from tipline.hashlist.errors import WrongItemStateError
from tipline.hashlist.models import HashEntry, HashItem, ItemEvent, LargeFingerprint
from tipline.hashlist.states import Happening

_STAMP = "SELECT hashlist_stamp(%(list)s)"
_IDS = "SELECT tipline_id() FROM generate_series(1, %(number)s)"


def stamp(list_id: int) -> datetime:
    """Lock a list, and give the whole second at which changes of it take effect.

    The lock is held to the end of the transaction; stamps follow commits. Every
    service takes it before it looks at what it is going to change.
    """
    row = first_row(_STAMP, {"list": list_id})
    assert row is not None  # noqa: S101 - the function always gives one row
    at = row[0]
    assert isinstance(at, datetime)  # noqa: S101 - a timestamp of PostgreSQL
    return at


def stamps(*list_ids: int) -> dict[int, datetime]:
    """Lock several lists, always in the same order, so that nobody waits in a ring."""
    return {list_id: stamp(list_id) for list_id in sorted(set(list_ids))}


def touch(list_id: int, *, member_id: int | None, stamped: datetime) -> int:
    """Bring a list's items, all or a member's, into everybody's next fetch; count."""
    items = HashItem.objects.filter(hash_list_id=list_id, listed_at__isnull=False)
    if member_id is not None:
        items = items.filter(member_id=member_id)
    return items.update(changed_at=stamped)


def new_ids(number: int) -> list[int]:
    """Make keys ahead of their rows: bulk inserts do not tell which they gave."""
    return [int(str(row[0])) for row in all_rows(_IDS, {"number": number})]


def note(
    actor: Principal,
    item: HashItem,
    happening: Happening,
    *,
    at: datetime,
    reason: str = "",
    **details: object,
) -> None:
    """Write one line of an item's history."""
    ItemEvent.objects.create(
        item=item,
        happening=happening,
        actor=actor.actor,
        reason=reason,
        details=details,
        at=at,
    )


def require_state(item: HashItem, states: Sequence[str]) -> None:
    """Refuse what cannot be done to an item in its present state."""
    if item.state not in states:
        raise WrongItemStateError(state=item.state)


def replace_entries(
    item: HashItem,
    wanted: list[tuple[str, str]],
    large: dict[str, bytes],
    *,
    at: datetime,
) -> None:
    """Withdraw the fingerprints that are gone, bring back or make the others."""
    known = {(e.algorithm, e.value): e for e in item.entries.all()}
    for key, entry in known.items():
        gone_at = None if key in wanted else (entry.withdrawn_at or at)
        if entry.withdrawn_at != gone_at:
            HashEntry.objects.filter(pk=entry.pk).update(withdrawn_at=gone_at)
    contents = {canonical_algorithm(name): content for name, content in large.items()}
    for algorithm, value in wanted:
        if (algorithm, value) in known:
            continue
        made = HashEntry.objects.create(
            hash_list_id=item.hash_list_id,
            item=item,
            algorithm=algorithm,
            value=value,
            added_at=at,
        )
        if algorithm in contents:
            LargeFingerprint.objects.create(entry=made, content=contents[algorithm])
