"""The tables of the PDQ index: what they hold and how they lie in memory.

A hash is rearranged by a fixed permutation of its bits and cut into 16 chunks of 16
bits. For each chunk the rows are sorted by their key, the chunk's value: `slots` says
where each key's bucket begins, `rows` whose hashes are in it, `next` what these have in
the chunk after it. 128 bytes a hash, and 4 MiB.
"""

import contextlib
import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

CHUNKS: Final = 16
SLOTS: Final = 2**16 + 1
MOST_ROWS: Final = 2**32 - 1

# One page ahead of the tables, for the header of a file.
HEADER_BYTES: Final = 4096
_HASH_BYTES: Final = 32
_ROW_BYTES: Final = CHUNKS * (2 + 4) + _HASH_BYTES
_SLOTS_BYTES: Final = -(-CHUNKS * SLOTS * 4 // HEADER_BYTES) * HEADER_BYTES


class Hits(NamedTuple):
    """What a search found: three (h,) int64, in the order of query, then entry.

    `query` is the row of the queries, `entry` the number of the hash that was found
    (of `PdqSegments` the id that its caller gave it), `distance` the bits in which they
    differ.
    """

    query: NDArray[np.int64]
    entry: NDArray[np.int64]
    distance: NDArray[np.int64]


class Share(NamedTuple):
    """One thread's part of a search, from 0: what it finds no other part finds.

    Each part asks all queries of a range of the chunks, or of the rows where these are
    scanned. So threads read different memory, where halves of a batch would both read
    nearly all of it.
    """

    part: int = 0
    parts: int = 1


WHOLE: Final = Share()


@dataclass(frozen=True, eq=False)
class Tables:
    """Some hashes, and where their chunks are found; without slots they are scanned.

    `hashes` is (n, 32) uint8, rearranged; `slots` (16, 65537) uint32; `next` (16, n)
    uint16 and `rows` (16, n) uint32 in the order of the buckets.
    """

    hashes: NDArray[np.uint8]
    slots: NDArray[np.uint32] | None = None
    next: NDArray[np.uint16] | None = None
    rows: NDArray[np.uint32] | None = None
    largest: int = 0

    def __len__(self) -> int:
        return len(self.hashes)

    @cached_property
    def addresses(self) -> tuple[int | None, int | None, int | None, int]:
        """Where slots, next, rows and hashes begin."""
        slots, following, rows = (
            None if table is None else table.ctypes.data
            for table in (self.slots, self.next, self.rows)
        )
        return slots, following, rows, self.hashes.ctypes.data


class Core(Protocol):
    """What rearranges, sorts and searches: native, or NumPy with the same answers."""

    name: str

    def rearrange(self, hashes: NDArray[np.uint8], rows: NDArray[np.uint8]) -> None:
        """Write the hashes, (n, 32) uint8, rearranged to `rows`."""
        ...

    def sort_chunk(self, tables: Tables, chunk: int) -> None:
        """Fill slots, next and rows of one chunk from the hashes."""
        ...

    def search(
        self,
        tables: Tables,
        queries: NDArray[np.uint8],
        radius: int,
        *,
        share: Share = WHOLE,
    ) -> Hits:
        """Find every row of a share within the radius of the queries, (m, 32) uint8."""
        ...


def bytes_for(count: int) -> int:
    """Return how much memory the tables of so many hashes take, with their header."""
    return HEADER_BYTES + _SLOTS_BYTES + count * _ROW_BYTES


def reserve(size: int) -> mmap.mmap:
    """Take zeroed memory in large pages: small ones cost two to five times as much."""
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    ask_for_large_pages(memory)
    return memory


def ask_for_large_pages(memory: mmap.mmap) -> None:
    """Ask the kernel; one that has none, or not for files, says no."""
    with contextlib.suppress(OSError, AttributeError):
        memory.madvise(mmap.MADV_HUGEPAGE)


def lay_out(memory: mmap.mmap, count: int, *, largest: int = 0) -> Tables:
    """See memory as the tables of so many hashes: slots, hashes, rows, next."""
    slots = np.frombuffer(memory, "<u4", CHUNKS * SLOTS, HEADER_BYTES)
    offset = HEADER_BYTES + _SLOTS_BYTES
    hashes = np.frombuffer(memory, np.uint8, count * _HASH_BYTES, offset)
    offset += count * _HASH_BYTES
    rows = np.frombuffer(memory, "<u4", count * CHUNKS, offset)
    offset += count * CHUNKS * 4
    following = np.frombuffer(memory, "<u2", count * CHUNKS, offset)
    return Tables(
        hashes.reshape(count, _HASH_BYTES),
        slots.reshape(CHUNKS, SLOTS),
        following.reshape(CHUNKS, count),
        rows.reshape(CHUNKS, count),
        largest,
    )


def joined(parts: Sequence[Hits]) -> Hits:
    """Put hits one after the other."""
    found = [part for part in parts if len(part.query)]
    if not found:
        return Hits(*(np.empty(0, np.int64) for _ in Hits._fields))
    return Hits(*map(np.concatenate, zip(*found, strict=True)))


def in_order(hits: Hits) -> Hits:
    """Sort hits by query, then entry."""
    if len(hits.query) <= 1:
        return hits
    order = np.lexsort((hits.entry, hits.query))
    return Hits(hits.query[order], hits.entry[order], hits.distance[order])
