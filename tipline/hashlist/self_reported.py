"""Items on the word of the person shown, whose picture nobody saw.

They are on lists of the kind `unverified` alone, and make no hits here: the database
holds both (`sql/self_reported.sql`, `liveness.is_live`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import carrying_out
from tipline.hashlist.changing import note, stamp
from tipline.hashlist.models import HashEntry, HashItem, HashList
from tipline.hashlist.states import OWN_NUMBER, Happening, ItemBasis, ItemState
from tipline.hashlist.taken_off import GONE, taken_off


def list_item(  # noqa: PLR0913 - the columns of the new rows
    actor: Principal,
    hash_list: HashList,
    *,
    item_id: int,
    entry_id: str,
    media: str,
    values: Sequence[tuple[str, str]],
    recipe: str,
    quality: int | None,
    at: datetime,
) -> HashItem:
    """List a file; what was taken off stays off: one equal hash suspends it at once.

    Args:
        actor: who writes it down.
        hash_list: of the kind `unverified`; the caller holds its lock (`stamp`).
        item_id: its key, made ahead (`new_ids`).
        entry_id: new among the clearinghouse's own.
        media: what it is.
        values: algorithms and values, in the stored spelling.
        recipe: by which the PDQ hashes were made.
        quality: of the last PDQ hash, if known.
        at: now.
    """
    with acting(actor):
        stamped = stamp(hash_list.pk)
        is_off = bool(taken_off(hash_list.pk, values))
        item = HashItem.objects.create(
            id=item_id,
            hash_list=hash_list,
            member=hash_list.members.get(number=OWN_NUMBER),
            entry_id=entry_id,
            media=media,
            state=ItemState.SUSPENDED if is_off else ItemState.ACTIVE,
            basis=ItemBasis.SELF_REPORTED,
            listed_by=actor.actor,
            listed_at=None if is_off else at,
            created_at=at,
            changed_at=stamped,
        )
        HashEntry.objects.bulk_create(
            HashEntry(
                hash_list=hash_list,
                item=item,
                algorithm=algorithm,
                value=value,
                recipe=recipe if algorithm == "pdq" else "",
                quality=quality if place == len(values) - 1 else None,
                added_at=at,
            )
            for place, (algorithm, value) in enumerate(values)
        )
        happened = Happening.SUSPENDED if is_off else Happening.LISTED
        note(actor, item, happened, at=at)
        audit.record(
            actor, "hash_item.self_reported", f"hash_item:{item.pk}", suspended=is_off
        )
    return item


def take_back(
    actor: Principal, item_ids: Collection[int], *, reason: str, at: datetime
) -> int:
    """Withdraw self-reported items: tombstones in the next fetch of everybody; count.

    Whoever took them back may send them again.
    """
    with acting(actor):
        rows = HashItem.objects.filter(
            pk__in=item_ids, basis=ItemBasis.SELF_REPORTED
        ).exclude(state=ItemState.WITHDRAWN)
        for list_id in sorted(set(rows.values_list("hash_list_id", flat=True))):
            stamp(list_id)
        taken = list(rows.order_by("pk").select_for_update(of=("self",)))
        for item in taken:
            if item.state == ItemState.ACTIVE:
                item.origin = {**item.origin, GONE: True}
            carrying_out.take_off(
                actor, item, to=ItemState.WITHDRAWN, reason=reason, at=at
            )
            audit.record(actor, "hash_item.withdrawn", f"hash_item:{item.pk}")
    return len(taken)
