"""Changes of an index that are not in a segment yet: a file that only grows.

Each record has a checksum, so what a writer that died has left half-written is no
record. Readers follow the file while it grows.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.distance import PDQ_BYTES

# Bytes after this head, and their checksum.
_HEAD: Final = struct.Struct("<II")
# Position; how many ids are removed, and added with a hash each.
_COUNTS: Final = struct.Struct("<qII")
# More is no record: the most that a writer puts into one is far less.
_LONGEST: Final = 2**28


@dataclass(frozen=True)
class Change:
    """Ids that go, (r,) int64, then ids that come, (a,) int64, with (a, 32) uint8."""

    position: int
    removed: NDArray[np.int64]
    added: NDArray[np.int64]
    hashes: NDArray[np.uint8]


def record_of(change: Change) -> bytes:
    """Write a change as one record."""
    counts = _COUNTS.pack(change.position, len(change.removed), len(change.added))
    arrays = (change.removed, change.added, change.hashes)
    body = counts + b"".join(array.tobytes() for array in arrays)
    return _HEAD.pack(len(body), zlib.crc32(body)) + body


def records_in(data: bytes) -> Iterator[tuple[Change, int]]:
    """Read whole records, each with where it ends, up to the first that is none."""
    start = 0
    while start + _HEAD.size <= len(data):
        length, checksum = _HEAD.unpack_from(data, start)
        start += _HEAD.size
        body = memoryview(data)[start : start + length]
        if not _COUNTS.size <= length <= _LONGEST or len(body) < length:
            return
        if zlib.crc32(body) != checksum:
            return
        start += length
        yield _change_in(body), start


def _change_in(body: memoryview) -> Change:
    position, removed, added = _COUNTS.unpack_from(body)
    offset = _COUNTS.size
    ids = np.frombuffer(body, "<i8", removed + added, offset)
    offset += ids.nbytes
    hashes = np.frombuffer(body, np.uint8, added * PDQ_BYTES, offset)
    return Change(
        position, ids[:removed], ids[removed:], hashes.reshape(added, PDQ_BYTES)
    )
