"""Take over items of another source under that source's own keys."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import bulk, planting
from tipline.hashlist.carrying_out import drop_proposals
from tipline.hashlist.changing import new_ids, note, replace_entries, stamp
from tipline.hashlist.errors import ListNeedsReviewsError
from tipline.hashlist.flood import FloodLimits
from tipline.hashlist.growth import FloodWatch
from tipline.hashlist.models import HashItem, HashList, ListMember
from tipline.hashlist.states import (
    OWN_NUMBER,
    REVIEWED_KINDS,
    Happening,
    ItemBasis,
    ItemState,
    Media,
)
from tipline.hashlist.taken_off import GONE, stays_off, taken_off

_PLAIN = re.compile(r"[A-Za-z0-9._~-]{1,64}")
_GONE_REASON = "Its source took it off."
_LEFT_REASON = "Its source gives no hash of it that may be on this list."


@dataclass(frozen=True, kw_only=True)
class Record:
    """An item as its source has it; `values` are in the stored spelling."""

    key: str
    media: str = Media.IMAGE
    classification: str = ""
    values: tuple[tuple[str, str], ...] = ()
    is_deleted: bool = False


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of a source's records."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    is_quarantined: bool = False

    def __add__(self, other: "Imported") -> "Imported":
        return Imported(
            added=self.added + other.added,
            changed=self.changed + other.changed,
            withdrawn=self.withdrawn + other.withdrawn,
            is_quarantined=self.is_quarantined or other.is_quarantined,
        )


def key_of(member_id: int, entry_id: str) -> str:
    """Give the one key of an entry of another list: its member's id and its own."""
    return plain_key(f"{member_id}-{entry_id}")


def plain_key(key: str) -> str:
    """Give a key that is an entry id.

    One that is too long, or has characters that an address cannot carry, is replaced by
    its SHA-256.
    """
    if _PLAIN.fullmatch(key):
        return key
    return hashlib.sha256(key.encode()).hexdigest()


def import_records(
    actor: Principal,
    hash_list: HashList,
    records: Sequence[Record],
    *,
    watch: FloodWatch | None = None,
    at: datetime,
) -> Imported:
    """Bring items of a list into the state that their source gives them.

    What is as it should be stays untouched, so that doing it twice changes nothing.
    What people here suspended or withdrew stays so, whatever the source says, and
    under whatever key: a record with such an item's hash is held back. Who brings a
    long list in parts gives the same `watch` with each.

    Raises:
        ListNeedsReviewsError: the list takes only what three people agreed on.
    """
    watch = watch or FloodWatch(FloodLimits(), at)
    if hash_list.kind in REVIEWED_KINDS:
        raise ListNeedsReviewsError(name=hash_list.name)
    with acting(actor):
        stamped = stamp(hash_list.pk)
        members = hash_list.members.select_related("hash_list")
        member = members.get(number=OWN_NUMBER)
        off = taken_off(hash_list.pk, {each for r in records for each in r.values})
        newest = {
            r.key: replace(r, values=()) if stays_off(r.values, off) else r
            for r in records
        }
        known = bulk.items_by_key(member, list(newest))
        new = [
            record
            for key, record in newest.items()
            if key not in known and record.values and not record.is_deleted
        ]
        _list_new(actor, member, new, at=(stamped, at))
        done = [
            _bring(actor, record, known[key], at=(stamped, at))
            for key, record in newest.items()
            if key in known
        ]
        given = sum(len(record.values) for record in newest.values())
        is_flood = watch.has_flooded(member, added=given)
        planting.keep_pace(actor, hash_list.pk, stamped=stamped, at=at)
        imported = Imported(
            added=len(new),
            changed=done.count(Happening.CHANGED),
            withdrawn=done.count(Happening.WITHDRAWN),
            is_quarantined=is_flood,
        )
        _audit(actor, hash_list, imported)
    return imported


def _audit(actor: Principal, hash_list: HashList, imported: Imported) -> None:
    audit.record(
        actor,
        "hash_list.imported",
        f"hash_list:{hash_list.pk}",
        added=imported.added,
        changed=imported.changed,
        withdrawn=imported.withdrawn,
        quarantined=imported.is_quarantined,
    )


def _list_new(
    actor: Principal,
    member: ListMember,
    records: Sequence[Record],
    *,
    at: tuple[datetime, datetime],
) -> None:
    stamped, now = at
    if not records:
        return
    bulk.give(
        bulk.Given(key, place == 0, record.key, record.media, said, *known)
        for key, record in zip(new_ids(len(records)), records, strict=True)
        for said in [record.classification[:100]]
        for place, known in enumerate(sorted(set(record.values)))
    )
    listing = bulk.Listing(
        basis=ItemBasis.PARTNER_IMPORT,
        listed_by=actor.actor,
        at=now,
        stamped=stamped,
    )
    bulk.insert(member, listing)


def _bring(
    actor: Principal,
    record: Record,
    item: HashItem,
    *,
    at: tuple[datetime, datetime],
) -> Happening | None:
    """Bring an item that is known into its state; tell what happened, if anything."""
    stamped, now = at
    if record.is_deleted or not record.values:
        reason = _GONE_REASON if record.is_deleted else _LEFT_REASON
        return _take_off(actor, item, reason=reason, stamped=stamped, now=now)
    if not _may_change(item, record):
        return None
    item.state = ItemState.ACTIVE
    item.media = record.media
    item.classification = record.classification[:100]
    item.changed_at = stamped
    item.origin = {key: v for key, v in item.origin.items() if key != GONE}
    item.save()
    replace_entries(item, sorted(set(record.values)), {}, at=now)
    note(actor, item, Happening.CHANGED, at=now)
    return Happening.CHANGED


def _take_off(
    actor: Principal,
    item: HashItem,
    *,
    reason: str,
    stamped: datetime,
    now: datetime,
) -> Happening | None:
    if item.state != ItemState.ACTIVE:
        return None
    item.state = ItemState.WITHDRAWN
    item.changed_at = stamped
    item.origin = {**item.origin, GONE: True}
    item.save(update_fields=["state", "changed_at", "origin"])
    drop_proposals(item, at=now)
    note(actor, item, Happening.WITHDRAWN, at=now, reason=reason)
    return Happening.WITHDRAWN


def _may_change(item: HashItem, record: Record) -> bool:
    if item.state == ItemState.WITHDRAWN:
        return bool(item.origin.get(GONE))
    if item.state != ItemState.ACTIVE:
        return False
    live = {(e.algorithm, e.value) for e in item.entries.all() if not e.withdrawn_at}
    is_same = (
        live == set(record.values)
        and item.media == record.media
        and item.classification == record.classification[:100]
    )
    return not is_same
