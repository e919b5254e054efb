"""Prove the chains: recompute every hash from the stored entries."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from django.db.models import Max

from tipline.foundation.audit.models import CHAINS, ChainHead, Entry


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold, and how."""

    chain: int
    position: int
    reason: str


@dataclass(frozen=True)
class Verification:
    """What the check of all chains found; `heads` can be kept outside as a witness."""

    entries: int
    breaks: tuple[Break, ...]
    heads: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.breaks


def verify() -> Verification:
    """Recompute all chains from their first entry and compare them with their heads."""
    breaks: list[Break] = []
    entries = 0
    heads: list[str] = []
    # The heads first: what is added while the check runs is the next check's.
    for chain, head in enumerate(_heads()):
        stored = Entry.objects.filter(chain=chain, position__lte=head.position)
        walk = _Walk(chain)
        entries_in_order = stored.order_by("position").iterator(chunk_size=2000)
        breaks.extend(walk.over(entries_in_order))
        breaks.extend(walk.compare_with(head.position, bytes(head.hash)))
        entries += walk.position
        heads.append(f"{chain}:{walk.position}:{walk.hash.hex()}")
    breaks.extend(_beyond_heads())
    return Verification(entries, tuple(breaks), tuple(heads))


def _heads() -> list[ChainHead]:
    """Give the chains' heads; one that was removed is like one that never was."""
    found = ChainHead.objects.in_bulk(field_name="chain")
    return [
        found.get(chain) or ChainHead(chain=chain, position=0, hash=b"")
        for chain in range(CHAINS)
    ]


def _beyond_heads() -> Iterator[Break]:
    """Find entries that their head does not know, as after it was set back.

    The entries are asked first: one that is added meanwhile has moved the head by the
    time it is read.
    """
    newest = Entry.objects.values_list("chain").annotate(Max("position"))
    positions = dict(newest.order_by("chain"))
    for chain, head in enumerate(_heads()):
        position = positions.get(chain, 0)
        if position > head.position:
            yield Break(chain, position, "the chain's head was set back")


def canonical(entry: Entry) -> bytes:
    """Give the bytes that an entry's hash covers, as `audit_canonical` does in SQL."""
    at = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    parts = (entry.id, entry.chain, entry.position, at, entry.actor)
    rest = (entry.organization_id, entry.action, entry.subject)
    last = (entry.request_id, entry.details)
    return "\n".join(str(part) for part in (*parts, *rest, *last)).encode()


class _Walk:
    """A chain's running position and hash while its entries pass by."""

    def __init__(self, chain: int) -> None:
        self.chain = chain
        self.position = 0
        self.hash = hashlib.sha256(f"tipline audit chain {chain}".encode()).digest()

    def over(self, entries: Iterable[Entry]) -> Iterator[Break]:
        for entry in entries:
            self.position += 1
            if entry.position != self.position:
                yield Break(self.chain, self.position, "an entry is missing")
                self.position = entry.position
            if bytes(entry.previous_hash) != self.hash:
                yield Break(
                    self.chain, entry.position, "does not follow its forerunner"
                )
            self.hash = hashlib.sha256(
                bytes(entry.previous_hash) + canonical(entry)
            ).digest()
            if bytes(entry.hash) != self.hash:
                yield Break(self.chain, entry.position, "was changed")
                self.hash = bytes(entry.hash)

    def compare_with(self, position: int, stored_hash: bytes) -> Iterator[Break]:
        if position != self.position:
            yield Break(self.chain, self.position, "the newest entries are missing")
        elif stored_hash != self.hash:
            yield Break(self.chain, position, "the chain's head was changed")
