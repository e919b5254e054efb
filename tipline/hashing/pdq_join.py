"""Say which of very many pictures are near to a list: pure arithmetic, for any machine.

The list is the index and the pictures are the questions, since lists come and go. Of a
picture's eight turns four are asked: the list holds each hash with its axes swapped as
well, which answers exactly for the other four.
"""

import hashlib
import threading
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.distance import PDQ_BYTES
from tipline.hashing.laid import laid
from tipline.hashing.pdq_index import PdqIndex
from tipline.hashing.turns import Turn

# The turns that must be known of a picture; each other is one of these, swapped.
ASKED: Final = (
    Turn.UPRIGHT,
    Turn.UPSIDE_DOWN,
    Turn.MIRRORED,
    Turn.MIRRORED_UPSIDE_DOWN,
)
_SWAPPED: Final = Turn.MIRRORED_TURNED_LEFT

_kept: dict[bytes, PdqIndex] = {}
_building = threading.Lock()


def near_a_list(
    listed: NDArray[np.uint8], pictures: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    """Say of each picture whether it is within 31 bits of a list, in any turn.

    The index of the list is kept for the next call with the same list.

    Args:
        listed: (n, 32) uint8, most significant bit first.
        pictures: (m, 4, 32) uint8, the hashes of each in the turns of `ASKED`.

    Returns:
        (m,) bool.
    """
    hits = _index_of(listed).search(pictures.reshape(-1, PDQ_BYTES))
    found = np.zeros(len(pictures) * len(ASKED), np.bool_)
    found[hits.query] = True
    return np.asarray(found.reshape(len(pictures), len(ASKED)).any(axis=1), np.bool_)


def _index_of(listed: NDArray[np.uint8]) -> PdqIndex:
    key = hashlib.sha256(listed.tobytes()).digest()
    with _building:
        if key not in _kept:
            _kept.clear()
            both = np.concatenate(
                [listed.reshape(-1, PDQ_BYTES), laid(listed, _SWAPPED)]
            )
            _kept[key] = PdqIndex.build(both)
        return _kept[key]
