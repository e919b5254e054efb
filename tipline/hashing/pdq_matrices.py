"""The two constant matrices that PDQ is made of, and the tables they come from.

Every step of PDQ before the median is linear and works along one axis at a time: a box
filter, the same again, one sample at the center of each of 64 blocks, and 16 cosines.
So each axis is one matrix that depends on its length alone.
"""

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

BLOCKS: Final = 64
FREQUENCIES: Final = 16


def window_length(length: int) -> int:
    """Return the box filter's window for an axis of `length` pixels: half a block."""
    return -(-length // (2 * BLOCKS))


def window_edges(length: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the window around each pixel starts and ends (exclusive).

    The window is cut off at the edges of the picture. An even window reaches one pixel
    further to the left than to the right, counted from its center.
    """
    window = window_length(length)
    right = (window + 2) // 2
    pixels = np.arange(length)
    starts = np.maximum(pixels - (window - right), 0)
    ends = np.minimum(pixels + right, length)
    return starts, ends


def block_centers(length: int) -> NDArray[np.intp]:
    """Return the pixel that stands for each of the 64 blocks of an axis."""
    return ((np.arange(BLOCKS) + 0.5) * length / BLOCKS).astype(np.intp)


# 16 axes of this length are 32 MiB; longer ones are not kept.
_LONGEST_KEPT = 8192


def downscaling(length: int) -> NDArray[np.float32]:
    """Return the matrix that filters an axis twice and samples it, cut into tiles.

    The shape is (tiles, 64 blocks, 64 pixels); the last tile is filled up with zeros.
    """
    return _kept(length) if length <= _LONGEST_KEPT else _downscaling(length)


def _downscaling(length: int) -> NDArray[np.float32]:
    starts, ends = window_edges(length)
    weights = 1.0 / (ends - starts)
    tiles = -(-length // BLOCKS)
    steps = np.zeros((BLOCKS, tiles * BLOCKS + 1))
    for block, center in enumerate(block_centers(length)):
        inner = slice(starts[center], ends[center])
        share = weights[center] * weights[inner]
        np.add.at(steps[block], starts[inner], share)
        np.subtract.at(steps[block], ends[inner], share)
    # What adding up leaves beyond the window is a rounding error and not a weight.
    weights_of_pixels = np.cumsum(steps, axis=1)[:, :-1]
    weights_of_pixels[:, length:] = 0
    tiled = weights_of_pixels.reshape(BLOCKS, tiles, BLOCKS).transpose(1, 0, 2)
    matrix = np.ascontiguousarray(tiled, np.float32)
    matrix.setflags(write=False)
    return matrix


_kept = lru_cache(maxsize=16)(_downscaling)


def _cosines() -> NDArray[np.float32]:
    scale = np.float32(math.sqrt(2 / BLOCKS))
    turn = math.pi / 2 / BLOCKS
    table = [
        [math.cos(turn * (row + 1) * (2 * column + 1)) for column in range(BLOCKS)]
        for row in range(FREQUENCIES)
    ]
    # Scaled in double precision and rounded once, as the reference does.
    return (np.array(table) * float(scale)).astype(np.float32)


COSINES: Final = _cosines()
COSINES.setflags(write=False)
