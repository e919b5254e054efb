"""Find all PDQ hashes near a hash, exactly, among millions, in microseconds.

    index = PdqIndex.build(hashes)                  # (n, 32) uint8
    query, entry, distance = index.search(queries)  # (m, 32) uint8

An entry is a hash's number in the order in which they were given to `build` and `add`,
from 0. It never changes and is never given again, over `remove`, `save` and `open` too.
"""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from tipline.hashing import pdq_block
from tipline.hashing.distance import MATCH_RADIUS, PDQ_BYTES
from tipline.hashing.errors import DamagedIndexError, UnknownEntryError
from tipline.hashing.pdq_arguments import (
    refuse_unless_hashes,
    refuse_unless_radius,
    whole_numbers,
)
from tipline.hashing.pdq_block import Block
from tipline.hashing.pdq_core import default_core
from tipline.hashing.pdq_tables import Core, Hits, Share, Tables, in_order, joined
from tipline.hashing.row_set import RowSet

# Up to so many added hashes are scanned beside the blocks, which costs less than
# looking into one block more.
MOST_LIVE: Final = 8192

# A block is built into the one before it unless that is so many times as large. So
# there are few, and each hash is built into a larger one a few times only.
_GROWTH: Final = 4


@dataclass(frozen=True)
class _Contents:
    """What a search works on; a change puts another in its place."""

    blocks: tuple[Block, ...]
    # (MOST_LIVE, 32) uint8, rearranged. Rows are added behind `live_count`, where
    # nobody reads who holds these contents.
    live: NDArray[np.uint8]
    live_count: int
    removed: RowSet

    def __len__(self) -> int:
        return sum(map(len, self.blocks)) + self.live_count

    def tables(self) -> Iterator[Tables]:
        yield from (block.tables for block in self.blocks)
        if self.live_count:
            yield Tables(self.live[: self.live_count])


class PdqIndex:
    """An index in memory, or mapped from a file that processes share.

    Any number of threads may search while others add and remove: a search sees all
    changes that were over before it began.
    """

    def __init__(self, *, core: Core | None = None) -> None:
        """Begin without entries; `core` is the machine's fastest if it is not given."""
        self._core = core or default_core()
        self._changing = threading.Lock()
        self._file: tuple[Block, Path] | None = None
        self._contents = _Contents((), _no_rows(), 0, RowSet.for_rows(0))

    @classmethod
    def build(
        cls, hashes: NDArray[np.uint8], *, threads: int = 1, core: Core | None = None
    ) -> Self:
        """Build an index of (n, 32) uint8; the rows are its entries 0 to n - 1.

        Takes 129 bytes a hash when there are millions, and the caller's own 32.

        Raises:
            MalformedHashError: another shape or type.
        """
        index = cls(core=core)
        index.add(hashes, threads=threads)
        return index

    def __len__(self) -> int:
        """Count the entries that can be found."""
        contents = self._contents
        return len(contents) - contents.removed.count()

    def add(self, hashes: NDArray[np.uint8], *, threads: int = 1) -> NDArray[np.int64]:
        """Add hashes, (n, 32) uint8, and return their entries, (n,) int64.

        They are found as soon as this returns. Now and then it also builds a block.

        Raises:
            MalformedHashError: another shape or type. Nothing was added.
        """
        refuse_unless_hashes(hashes)
        with self._changing:
            old = self._contents
            count = len(old)
            if old.live_count + len(hashes) <= MOST_LIVE:
                new = self._appended(old, hashes)
            else:
                new = self._built(old, hashes, threads)
            removed = old.removed.with_room_for(len(new))
            self._contents = replace(new, removed=removed)
        return np.arange(count, count + len(hashes), dtype=np.int64)

    def remove(self, entries: NDArray[np.int64] | Sequence[int]) -> None:
        """Let entries be found no longer; one that was removed before stays so.

        Raises:
            MalformedNumbersError: these are no whole numbers.
            UnknownEntryError: there never was an entry of that number. None is removed.
        """
        numbers = whole_numbers(entries)
        with self._changing:
            unknown = (numbers < 0) | (numbers >= len(self._contents))
            if unknown.any():
                entry, last = int(numbers[unknown][0]), len(self._contents) - 1
                raise UnknownEntryError(entry=entry, last=last)
            self._contents.removed.add(numbers)

    def search(
        self,
        queries: NDArray[np.uint8],
        radius: int = MATCH_RADIUS,
        *,
        threads: int = 1,
    ) -> Hits:
        """Find every entry within `radius` bits of each query.

        Args:
            queries: (m, 32) uint8, most significant bit first.
            radius: 0 to 256 bits, inclusive. Above 31 every hash is compared.
            threads: that share the search; what they gain grows with the batch.

        Returns:
            Query, entry and distance in bits, (h,) int64 each, in the order of query,
            then entry. Equal hashes are each reported.

        Raises:
            MalformedHashError: queries of another shape or type.
            UnusableRadiusError: a radius outside of these.
            DamagedIndexError: a table of the mapped file names a row that is not there.
                Other damage is found by `open`, and the rest by `verify`.
        """
        refuse_unless_hashes(queries)
        refuse_unless_radius(radius)
        rows = np.ascontiguousarray(queries)
        contents = self._contents

        def search(part: int) -> Hits:
            share = Share(part, threads)
            return self._search(contents, rows, int(radius), share=share)

        if threads == 1:
            return search(0)
        with ThreadPoolExecutor(threads) as pool:
            return in_order(joined(list(pool.map(search, range(threads)))))

    def _search(
        self,
        contents: _Contents,
        queries: NDArray[np.uint8],
        radius: int,
        *,
        share: Share,
    ) -> Hits:
        found, first = [], 0
        for tables in contents.tables():
            hits = self._core.search(tables, queries, radius, share=share)
            if first:
                hits.entry[:] += first
            found.append(hits)
            first += len(tables)
        hits = found[0] if len(found) == 1 else in_order(joined(found))
        kept = contents.removed.lacks(hits.entry)
        return Hits(hits.query[kept], hits.entry[kept], hits.distance[kept])

    def save(self, path: str | PathLike[str]) -> None:
        """Write the index to a file, whole or not at all; an earlier one is replaced.

        Who has the earlier one open keeps it as it was. Entries keep their numbers.
        """
        with self._changing:
            contents = self._contents
            if len(contents.blocks) != 1 or contents.live_count:
                parts = [tables.hashes for tables in contents.tables()]
                block = pdq_block.build(parts, self._core)
                contents = replace(
                    contents, blocks=(block,), live=_no_rows(), live_count=0
                )
                self._contents = contents
            removed = contents.removed.bits[: _bit_bytes(len(contents))].copy()
        pdq_block.save(contents.blocks[0], Path(path), attachment=removed)

    @classmethod
    def open(cls, path: str | PathLike[str], *, core: Core | None = None) -> Self:
        """Map an index from its file; what is added or removed stays in memory.

        Raises:
            DamagedIndexError: the file was cut, changed, or is of another version.
            FileNotFoundError: there is no such file.
        """
        index = cls(core=core)
        block = pdq_block.load(Path(path))
        if len(block.attachment) != _bit_bytes(len(block)):
            reason = "it is no file of a PdqIndex"
            raise DamagedIndexError(path=path, reason=reason)
        removed = RowSet(block.attachment.copy(), is_empty=not block.attachment.any())
        index._file = (block, Path(path))
        index._contents = _Contents((block,), _no_rows(), 0, removed)
        return index

    def verify(self) -> None:
        """Read all of an index that was opened and compare it with its checksums.

        Raises:
            DamagedIndexError: something differs.
        """
        if self._file:
            pdq_block.verify(*self._file)

    def _appended(self, old: _Contents, hashes: NDArray[np.uint8]) -> _Contents:
        live = old.live
        if not len(live):
            live = np.empty((MOST_LIVE, PDQ_BYTES), np.uint8)
        count = old.live_count + len(hashes)
        self._core.rearrange(hashes, live[old.live_count : count])
        return replace(old, live=live, live_count=count)

    def _built(
        self, old: _Contents, hashes: NDArray[np.uint8], threads: int
    ) -> _Contents:
        """Build a block of the live rows and these, and of smaller blocks before."""
        if not old.live_count and not old.blocks:
            block = pdq_block.build_from_hashes(hashes, self._core, threads=threads)
            return replace(old, blocks=(block,))
        new = np.empty_like(hashes, order="C")
        self._core.rearrange(hashes, new)
        parts, blocks = [old.live[: old.live_count], new], list(old.blocks)
        while blocks and len(blocks[-1]) < _GROWTH * sum(map(len, parts)):
            parts.insert(0, blocks.pop().tables.hashes)
        block = pdq_block.build(parts, self._core, threads=threads)
        return replace(old, blocks=(*blocks, block), live=_no_rows(), live_count=0)


def _bit_bytes(count: int) -> int:
    return -(-count // 8)


def _no_rows() -> NDArray[np.uint8]:
    return np.empty((0, PDQ_BYTES), np.uint8)
