"""Changes of an index that are not in a segment yet: a file that only grows.

Each record has a checksum, so what a writer that died has left half-written is no
record. Nothing is ever written behind that: a record there means that the file was
changed. Readers follow the file while it grows.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.distance import PDQ_BYTES

# Bytes after this head, and their checksum.
_HEAD: Final = struct.Struct("<II")
# Position; how many ids are removed, and added with a hash each.
_COUNTS: Final = struct.Struct("<qII")
_ID_BYTES: Final = 8

_Count = TypeVar("_Count", int, NDArray[np.int64])


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
    while body := _body_at(data, start):
        start += _HEAD.size + len(body)
        yield _change_in(body), start


def holds_record(data: bytes) -> bool:
    """Say whether there is a whole record anywhere in this."""
    count = len(data) - _HEAD.size - _COUNTS.size + 1
    if count <= 0:
        return False
    # At every byte, what would be there if a record began at it.
    length, removed, added = (
        np.ndarray(count, "<u4", data, offset, strides=1).astype(np.int64)
        for offset in (0, _HEAD.size + 8, _HEAD.size + 12)
    )
    starts = np.flatnonzero(length == _body_bytes(removed, added))
    return any(_body_at(data, start) for start in starts.tolist())


def _body_at(data: bytes, start: int) -> memoryview | None:
    """Give what a whole record holds that begins here, or None if none does."""
    if start + _HEAD.size + _COUNTS.size > len(data):
        return None
    length, checksum = _HEAD.unpack_from(data, start)
    start += _HEAD.size
    _, removed, added = _COUNTS.unpack_from(data, start)
    if length != _body_bytes(removed, added) or start + length > len(data):
        return None
    body = memoryview(data)[start : start + length]
    return body if zlib.crc32(body) == checksum else None


def _body_bytes(removed: _Count, added: _Count) -> _Count:
    return _COUNTS.size + _ID_BYTES * (removed + added) + PDQ_BYTES * added


def _change_in(body: memoryview) -> Change:
    position, removed, added = _COUNTS.unpack_from(body)
    offset = _COUNTS.size
    ids = np.frombuffer(body, "<i8", removed + added, offset)
    offset += ids.nbytes
    hashes = np.frombuffer(body, np.uint8, added * PDQ_BYTES, offset)
    return Change(
        position, ids[:removed], ids[removed:], hashes.reshape(added, PDQ_BYTES)
    )
