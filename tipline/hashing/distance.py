"""Say how far two PDQ hashes are apart."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.errors import MalformedHashError

PDQ_BYTES: Final = 32

# Source: the PDQ reference implementation's threshold for a confident match.
MATCH_RADIUS: Final = 31

# Below, of 100, a PDQ hash says too little to match by. Source: the same.
QUALITY_MIN: Final = 50

# Half of the bits of nearly every PDQ hash are set, since they say what is above the
# median. With fewer or more than these most of the picture is the median: one color.
FLAT_BITS: Final = (64, 192)


def pdq_distance(left: bytes, right: bytes) -> int:
    """Count the bits in which two PDQ hashes differ.

    Args:
        left: 32 bytes, most significant bit first.
        right: the same.

    Returns:
        Bits, 0 (equal) to 256. Up to `MATCH_RADIUS` counts as the same picture.

    Raises:
        MalformedHashError: either value is not 32 bytes long.
    """
    _refuse_wrong_length(left)
    _refuse_wrong_length(right)
    return (int.from_bytes(left, "big") ^ int.from_bytes(right, "big")).bit_count()


def pdq_distances(query: bytes, known: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Count the bits in which one PDQ hash differs from each of many.

    Args:
        query: 32 bytes, most significant bit first.
        known: (n, 32) uint8, one hash a row.

    Returns:
        (n,) int64, bits, in the order of `known`.

    Raises:
        MalformedHashError: the query or the rows are not 32 bytes long.
    """
    _refuse_wrong_length(query)
    if known.ndim != 2 or known.shape[1] != PDQ_BYTES or known.dtype != np.uint8:  # noqa: PLR2004 - rows and columns
        raise MalformedHashError(algorithm="pdq", reason="rows must be 32 bytes")
    # Eight bytes at a time: bits that differ do not depend on the byte order.
    words = np.ascontiguousarray(known).view(np.uint64)
    difference = words ^ np.frombuffer(query, np.uint64)
    return np.asarray(np.bitwise_count(difference).sum(axis=1), np.int64)


def _refuse_wrong_length(value: bytes) -> None:
    if len(value) != PDQ_BYTES:
        reason = f"it has {len(value)} bytes and should have {PDQ_BYTES}"
        raise MalformedHashError(algorithm="pdq", reason=reason)
