"""One segment of an index's folder: a block with the caller's ids, and who is dead."""

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing import pdq_block
from tipline.hashing.atomic_file import written_whole
from tipline.hashing.errors import DamagedIndexError
from tipline.hashing.pdq_block import Block
from tipline.hashing.pdq_manifest import SegmentFiles
from tipline.hashing.pdq_tables import Core
from tipline.hashing.row_set import RowSet

_CHECKSUM_BYTES: Final = 4


@dataclass(frozen=True, eq=False)
class Segment:
    """A mapped block; `ids` (n,) int64 ascending are whose its rows are."""

    files: SegmentFiles
    block: Block
    ids: NDArray[np.int64]
    dead: RowSet

    def __len__(self) -> int:
        return len(self.block) - self.dead.count()

    def bury(self, ids: NDArray[np.int64]) -> None:
        """Let the rows of these ids be found no longer; others are not there."""
        if len(self.ids) and len(ids):
            rows = np.searchsorted(self.ids, ids)
            rows[rows == len(self.ids)] = 0
            self.dead.add(rows[self.ids[rows] == ids])

    def alive(self) -> NDArray[np.int64]:
        """Return the rows that can be found."""
        rows = np.arange(len(self.block), dtype=np.int64)
        return rows[self.dead.lacks(rows)]


def write(
    path: Path, ids: NDArray[np.int64], rows: NDArray[np.uint8], *, core: Core
) -> None:
    """Write a segment of rearranged rows, (n, 32) uint8, whose ids ascend."""
    block = pdq_block.build([rows], core)
    pdq_block.save(block, path, attachment=ids.view(np.uint8))


def write_dead(path: Path, dead: RowSet) -> None:
    """Write down which rows of a segment are dead."""
    bits = dead.bits.tobytes()
    with written_whole(path) as file:
        file.write(zlib.crc32(bits).to_bytes(_CHECKSUM_BYTES, "little") + bits)


def load(folder: Path, files: SegmentFiles, known: Block | None = None) -> Segment:
    """Map a segment, or use the block that is mapped already, and read who is dead.

    Raises:
        DamagedIndexError: a file was cut or changed.
        FileNotFoundError: a newer manifest has other files.
    """
    path = folder / files.segment
    block = known or pdq_block.load(path)
    if len(block.attachment) != 8 * len(block):
        raise DamagedIndexError(path=path, reason="it has not one id for each row")
    dead = RowSet.for_rows(len(block))
    if files.dead:
        dead = _read_dead(folder / files.dead, len(dead.bits))
    return Segment(files, block, block.attachment.view("<i8"), dead)


def _read_dead(path: Path, size: int) -> RowSet:
    data = path.read_bytes()
    bits = data[_CHECKSUM_BYTES:]
    known = int.from_bytes(data[:_CHECKSUM_BYTES], "little")
    if len(bits) != size or zlib.crc32(bits) != known:
        raise DamagedIndexError(path=path, reason="it was changed")
    return RowSet(np.frombuffer(bits, np.uint8).copy())
