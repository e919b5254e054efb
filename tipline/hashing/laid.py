"""Lay a PDQ hash itself in the eight ways, without its picture.

A hash keeps 256 frequencies, 16 down by 16 across: which of them lie above the median.
To swap the axes of a picture swaps them, exactly. To mirror it turns the signs of all
odd frequencies across; the bits follow as far as the median is near to zero, and as far
as PDQ's samples lie in the middle of their blocks, which they do not quite. So of the
eight, two are exact, and six are 6 to 35 bits off in the mean.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.distance import PDQ_BYTES
from tipline.hashing.turns import Turn

_SIDE: Final = 16
_DOWN, _ACROSS = np.divmod(np.arange(_SIDE**2), _SIDE)
_SWAPPED: Final = _ACROSS * _SIDE + _DOWN
# Frequencies are counted from 1: the first across is odd.
_MIRRORED: Final = (_ACROSS % 2 == 0).astype(np.uint8)
_INVERTED: Final = (_DOWN % 2 == 0).astype(np.uint8)
_NOTHING: Final = np.zeros(_SIDE**2, np.uint8)
# For each turn whether the axes are swapped at the end, and which bits turn before.
_WAYS: Final = {
    Turn.UPRIGHT: (False, _NOTHING),
    Turn.TURNED_LEFT: (True, _MIRRORED),
    Turn.UPSIDE_DOWN: (False, _MIRRORED ^ _INVERTED),
    Turn.TURNED_RIGHT: (True, _INVERTED),
    Turn.MIRRORED: (False, _MIRRORED),
    Turn.MIRRORED_TURNED_LEFT: (True, _NOTHING),
    Turn.MIRRORED_UPSIDE_DOWN: (False, _INVERTED),
    Turn.MIRRORED_TURNED_RIGHT: (True, _MIRRORED ^ _INVERTED),
}


def laid(hashes: NDArray[np.uint8], turn: Turn) -> NDArray[np.uint8]:
    """Give what the hashes of pictures become, nearly, when these are turned.

    Args:
        hashes: (n, 32) uint8, most significant bit first.
        turn: exact for `UPRIGHT` and `MIRRORED_TURNED_LEFT`, which swaps the axes.

    Returns:
        (n, 32) uint8, in the same order.
    """
    swap, flips = _WAYS[turn]
    # The highest frequencies come first.
    bits = np.unpackbits(hashes.reshape(-1, PDQ_BYTES), axis=1)[:, ::-1] ^ flips
    if swap:
        bits = bits[:, _SWAPPED]
    return np.packbits(bits[:, ::-1], axis=1)
