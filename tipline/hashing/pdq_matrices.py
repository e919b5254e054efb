"""The constant weights that PDQ is made of, and the tables they come from.

Every step of PDQ before the median is linear and works along one axis at a time: a box
filter, the same again, one sample at the center of each of 64 blocks, and 16 cosines.
So each axis is one matrix that depends on its length alone.
"""

import math
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Share:
    """What one block takes of an axis: (2, n) float32 weights of pixels from `start`.

    The second row is for the same block of the axis read backwards, as a mirror shows
    it. Windows and samples lie off the center by up to a pixel, so the two differ.
    """

    start: int
    end: int
    weights: NDArray[np.float32]


# 32 axes of this length are 4 MiB; longer ones are not kept.
_LONGEST_KEPT = 16_384


def shares(length: int, by_way_of: int | None = None) -> tuple[Share, ...]:
    """Return for each of the 64 blocks what filtering twice and sampling leaves of it.

    A block's pixels lie within a block or so around its center, so that nearly every
    pixel is looked at once.

    Args:
        length: of the axis, in pixels.
        by_way_of: the length that the axis is resized to before, by a bilinear (tent)
            filter that reaches as far as the axis shrinks; that is linear as well.
    """
    made = _kept if length <= _LONGEST_KEPT else _made
    return made(length, by_way_of)


def _made(length: int, by_way_of: int | None) -> tuple[Share, ...]:
    if by_way_of in (None, length):
        return _shares(length)
    resizing = _tents(length, by_way_of)
    resized = (
        (share, resizing[share.start : share.end]) for share in _shares(by_way_of)
    )
    return tuple(_trimmed(share.weights @ rows) for share, rows in resized)


def _tents(length: int, resized: int) -> NDArray[np.float64]:
    """Return the (resized, length) weights of Pillow's bilinear filter."""
    scale = length / resized
    centers = (np.arange(resized)[:, None] + 0.5) * scale - 0.5
    distances = np.abs(np.arange(length) - centers) / max(scale, 1)
    tents = np.maximum(1 - distances, 0)
    return np.asarray(tents / tents.sum(axis=1, keepdims=True), np.float64)


def _trimmed(weights: NDArray[np.float64]) -> Share:
    """Leave out the pixels at both ends that have no weight."""
    used = np.flatnonzero(weights.any(axis=0))
    start, end = int(used[0]), int(used[-1]) + 1
    kept = np.ascontiguousarray(weights[:, start:end], np.float32)
    kept.setflags(write=False)
    return Share(start, end, kept)


def _shares(length: int) -> tuple[Share, ...]:
    starts, ends = window_edges(length)
    windows = [slice(starts[at], ends[at]) for at in block_centers(length)]
    read = [_read(starts[window], ends[window]) for window in windows]
    return tuple(
        _share(forwards, (length - start - len(weights), weights[::-1]))
        for forwards, (start, weights) in zip(read, reversed(read), strict=True)
    )


def _read(
    starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> tuple[int, NDArray[np.float64]]:
    """Average some windows: where the first one starts, and the weights from there."""
    steps = np.zeros(ends[-1] - starts[0] + 1)
    heights = 1.0 / (ends - starts) / len(starts)
    np.add.at(steps, starts - starts[0], heights)
    np.subtract.at(steps, ends - starts[0], heights)
    return int(starts[0]), np.cumsum(steps[:-1])


def _share(*ways: tuple[int, NDArray[np.float64]]) -> Share:
    """Lay the weights of both ways over the pixels that either looks at."""
    start = min(first for first, _ in ways)
    end = max(first + len(weights) for first, weights in ways)
    laid = np.zeros((len(ways), end - start), np.float32)
    for row, (first, weights) in zip(laid, ways, strict=True):
        row[first - start : first - start + len(weights)] = weights
    laid.setflags(write=False)
    return Share(start, end, laid)


_kept = lru_cache(maxsize=32)(_made)


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
