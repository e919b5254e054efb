"""What callers of an index give it, refused by name if it cannot be meant."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.distance import PDQ_BYTES
from tipline.hashing.errors import (
    MalformedHashError,
    MalformedNumbersError,
    UnusableRadiusError,
)

_MOST_BITS: Final = 256
_LARGEST: Final = 2**63 - 1


def refuse_unless_hashes(hashes: object) -> None:
    """Refuse what is not (n, 32) uint8.

    Raises:
        MalformedHashError: with the shape and type that were given.
    """
    if not isinstance(hashes, np.ndarray):
        reason = f"a NumPy array is needed, not {type(hashes).__name__}"
    elif hashes.dtype != np.uint8 or hashes.shape[1:] != (PDQ_BYTES,):
        reason = f"(n, {PDQ_BYTES}) uint8 is needed, not {hashes.shape} {hashes.dtype}"
    else:
        return
    raise MalformedHashError(algorithm="pdq", reason=reason)


def refuse_unless_radius(radius: object) -> None:
    """Refuse what is no number of bits.

    Raises:
        UnusableRadiusError: with what was given.
    """
    is_whole = isinstance(radius, int | np.integer) and not isinstance(radius, bool)
    if not (is_whole and radius in range(_MOST_BITS + 1)):
        raise UnusableRadiusError(radius=repr(radius))


def whole_numbers(values: object) -> NDArray[np.int64]:
    """Return ids or entries as (n,) int64.

    Raises:
        MalformedNumbersError: a fraction, something else, or more than 63 bits.
    """
    try:
        numbers = np.asarray(values)
    except (OverflowError, ValueError) as error:
        raise MalformedNumbersError(what=type(values).__name__) from error
    is_fit = numbers.ndim <= 1 and (numbers.dtype.kind in "iu" or not numbers.size)
    if not is_fit or (numbers.dtype.kind == "u" and (numbers > _LARGEST).any()):
        raise MalformedNumbersError(what=f"{numbers.shape} {numbers.dtype}")
    return np.asarray(numbers, "<i8").reshape(-1)
