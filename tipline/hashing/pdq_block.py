"""An immutable part of a PDQ index: built in memory, kept in a file, mapped from it.

The file is the memory: a page of header, the tables, and whatever the owner attaches.
It is read by mapping it, so all processes share one copy. The header's checksums cover
itself, the slots and the attachment; with sizes and bounds that is enough that no file,
however damaged when it was opened, makes a search leave the mapping. What is changed
while it is mapped nobody looks at. `verify` reads the rest, too.
"""

import mmap
import os
import struct
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.atomic_file import written_whole
from tipline.hashing.errors import DamagedIndexError
from tipline.hashing.pdq_tables import (
    CHUNKS,
    HEADER_BYTES,
    MOST_ROWS,
    Core,
    Tables,
    ask_for_large_pages,
    bytes_for,
    lay_out,
    reserve,
)

_MAGIC: Final = b"TIPLPDQ\n"
_VERSION: Final = 1
# Magic, version, rows, largest bucket, bytes attached; checksums of the slots, of the
# tables after them, of the attachment, and of all this.
_HEADER: Final = struct.Struct("<8sIQQQIII")
_CHECKSUM: Final = struct.Struct("<I")
# A file of 4 GiB or more would overflow some kernels' count of one write.
_WRITE_BYTES: Final = 2**26


@dataclass(frozen=True, eq=False)
class Block:
    """Tables, the memory that they are in, and what its file has attached."""

    tables: Tables
    memory: mmap.mmap
    attachment: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.tables)


def build(parts: Sequence[NDArray[np.uint8]], core: Core, *, threads: int = 1) -> Block:
    """Build a block of rows that are rearranged already, part after part."""
    count = sum(map(len, parts))
    block = _empty(count)
    np.concatenate([block.tables.hashes[:0], *parts], out=block.tables.hashes)
    return _sorted(block, core, threads)


def build_from_hashes(
    hashes: NDArray[np.uint8], core: Core, *, threads: int = 1
) -> Block:
    """Build a block of hashes as they are sent, (n, 32) uint8."""
    block = _empty(len(hashes))
    core.rearrange(hashes, block.tables.hashes)
    return _sorted(block, core, threads)


def _empty(count: int) -> Block:
    if count > MOST_ROWS:
        raise MemoryError(f"a block holds {MOST_ROWS} hashes at most")
    memory = reserve(bytes_for(count))
    return Block(lay_out(memory, count), memory, np.empty(0, np.uint8))


def _sorted(block: Block, core: Core, threads: int) -> Block:
    def sort(chunk: int) -> int:
        core.sort_chunk(block.tables, chunk)
        slots = block.tables.slots
        return 0 if slots is None else int(np.diff(slots[chunk]).max())

    if threads == 1:
        largest = max(map(sort, range(CHUNKS)))
    else:
        with ThreadPoolExecutor(threads) as pool:
            largest = max(pool.map(sort, range(CHUNKS)))
    return replace(block, tables=replace(block.tables, largest=largest))


def save(block: Block, path: Path, *, attachment: NDArray[np.uint8]) -> None:
    """Write a block to a file, whole or not at all, and onto the disk."""
    body = memoryview(block.memory)[HEADER_BYTES : bytes_for(len(block))]
    attached = memoryview(attachment.tobytes())
    slots, rest = _split(body)
    header = _HEADER.pack(
        *(_MAGIC, _VERSION, len(block), block.tables.largest, len(attached)),
        *(zlib.crc32(part) for part in (slots, rest, attached)),
    )
    header += _CHECKSUM.pack(zlib.crc32(header))
    with written_whole(path) as file:
        file.write(header.ljust(HEADER_BYTES, b"\0"))
        for part in (body, attached):
            for start in range(0, len(part), _WRITE_BYTES):
                file.write(part[start : start + _WRITE_BYTES])


def load(path: Path) -> Block:
    """Map a block's file.

    Raises:
        DamagedIndexError: it was cut, changed, or written by another version.
        FileNotFoundError: it is not there.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < bytes_for(0):
            raise DamagedIndexError(path=path, reason="it is too short")
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    ask_for_large_pages(memory)
    count, largest, attached = _checked_header(memory, path)
    block = Block(
        lay_out(memory, count, largest=largest),
        memory,
        np.frombuffer(memory, np.uint8, attached, bytes_for(count)),
    )
    _refuse_slots_out_of_bounds(block, path)
    return block


def verify(block: Block, path: Path) -> None:
    """Read all of a mapped block and compare it with the checksums of its file.

    Raises:
        DamagedIndexError: something differs.
    """
    _checked_header(block.memory, path)
    expected = _HEADER.unpack_from(block.memory)[6]
    _, rest = _split(memoryview(block.memory)[HEADER_BYTES : bytes_for(len(block))])
    if zlib.crc32(rest) != expected:
        raise DamagedIndexError(path=path, reason="its tables were changed")


def _split(body: memoryview) -> tuple[memoryview, memoryview]:
    """Tell the slots, which every search trusts, from the tables after them."""
    slots = bytes_for(0) - HEADER_BYTES
    return body[:slots], body[slots:]


def _checked_header(memory: mmap.mmap, path: Path) -> tuple[int, int, int]:
    """Return rows, largest bucket and bytes attached, if all that is cheap is right."""
    magic, version, count, largest, attached, *sums = _HEADER.unpack_from(memory)
    known = _CHECKSUM.unpack_from(memory, _HEADER.size)[0]
    body = memoryview(memory)
    if magic != _MAGIC:
        raise DamagedIndexError(path=path, reason="it is no PDQ index")
    if zlib.crc32(body[: _HEADER.size]) != known:
        raise DamagedIndexError(path=path, reason="its header was changed")
    if version != _VERSION:
        reason = f"its version is {version}, and {_VERSION} is read"
        raise DamagedIndexError(path=path, reason=reason)
    if count > MOST_ROWS or bytes_for(count) + attached != len(memory):
        reason = "its size is not what its header says"
        raise DamagedIndexError(path=path, reason=reason)
    if zlib.crc32(body[HEADER_BYTES : bytes_for(0)]) != sums[0]:
        raise DamagedIndexError(path=path, reason="its slots were changed")
    if zlib.crc32(body[bytes_for(count) :]) != sums[2]:
        raise DamagedIndexError(path=path, reason="its attachment was changed")
    return count, largest, attached


def _refuse_slots_out_of_bounds(block: Block, path: Path) -> None:
    slots = block.tables.slots
    if (
        slots is None
        or slots[:, 0].any()
        or (slots[:, -1] != len(block)).any()
        or (slots[:, 1:] < slots[:, :-1]).any()
    ):
        raise DamagedIndexError(path=path, reason="its slots lead out of it")
