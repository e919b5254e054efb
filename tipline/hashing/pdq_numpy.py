"""The PDQ index without a compiler: the same tables, the same answers, slowly."""

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.pdq_tables import CHUNKS, SLOTS, WHOLE, Hits, Share, Tables


class NumpyCore:
    """Scan every hash for every query. Also what the native core is tested against."""

    name = "numpy"

    def rearrange(self, hashes: NDArray[np.uint8], rows: NDArray[np.uint8]) -> None:
        """Take bit r of chunk c from chunk c + r: one bit of each row and column.

        So no chunk is a row of the picture's frequencies, whose bits hang together, and
        the hashes of real pictures fill the buckets nearly as evenly as random ones.
        """
        chunks = np.ascontiguousarray(hashes).view("<u2")
        rearranged = np.zeros_like(chunks)
        for bit in range(CHUNKS):
            rearranged |= np.roll(chunks, -bit, axis=1) & np.uint16(1 << bit)
        rows[:] = rearranged.view(np.uint8)

    def sort_chunk(self, tables: Tables, chunk: int) -> None:
        """Fill slots, next and rows of one chunk from the hashes."""
        if tables.slots is None or tables.next is None or tables.rows is None:
            return
        chunks = tables.hashes.view("<u2")
        keys = chunks[:, chunk]
        order = np.argsort(keys, kind="stable")
        sizes = np.bincount(keys, minlength=SLOTS - 1)
        tables.slots[chunk, 0] = 0
        tables.slots[chunk, 1:] = np.cumsum(sizes)
        tables.rows[chunk] = order
        tables.next[chunk] = chunks[order, (chunk + 1) % CHUNKS]

    def search(
        self,
        tables: Tables,
        queries: NDArray[np.uint8],
        radius: int,
        *,
        share: Share = WHOLE,
    ) -> Hits:
        """Compare each query with all of a share; see `Core.search`."""
        rearranged = np.empty_like(queries)
        self.rearrange(queries, rearranged)
        start = len(tables) * share.part // share.parts
        end = len(tables) * (share.part + 1) // share.parts
        known, asked = tables.hashes[start:end].view("<u8"), rearranged.view("<u8")
        found = [_near(words, known, radius) for words in asked]
        counts = [len(entries) for entries, _ in found]
        none = np.empty(0, np.int64)
        return Hits(
            np.repeat(np.arange(len(queries), dtype=np.int64), counts),
            np.concatenate([none, *(entries + start for entries, _ in found)]),
            np.concatenate([none, *(distances for _, distances in found)]),
        )


def _near(
    words: NDArray[np.uint64], known: NDArray[np.uint64], radius: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    distances = np.bitwise_count(known ^ words).sum(axis=1, dtype=np.int64)
    entries = np.flatnonzero(distances <= radius)
    return entries, distances[entries]
