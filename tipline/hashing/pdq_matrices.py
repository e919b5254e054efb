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
class Axis:
    """One axis of a picture, and what the pixels at hand are of it.

    Attributes:
        length: of the picture itself, in pixels.
        shrunk: how many of its pixels one at hand stands for; a JPEG decodes to a half,
            a quarter or an eighth with less work.
        by_way_of: the length that the axis is resized to before, by a bilinear (tent)
            filter that reaches as far as the axis shrinks; that is linear as well.
    """

    length: int
    shrunk: int = 1
    by_way_of: int | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """What filtering twice and sampling leaves of an axis, for each of 64 blocks.

    A block's pixels lie within a block or so around its center, so that nearly every
    pixel is looked at once. The second way is for the same block of the axis read
    backwards, as a mirror shows it. Windows and samples lie off the center by up to a
    pixel, so the two differ.

    Attributes:
        starts: the first pixel at hand of each block, (64,).
        weights: of the pixels from there on, (64, 2, n). What lies beyond the end of
            the axis counts for nothing.
    """

    starts: NDArray[np.intp]
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bands:
    """The same for four blocks at a time, which makes fewer and larger products.

    Attributes:
        starts: the first pixel at hand of each band, (16,).
        weights: (16, 8, n) float32: four blocks forwards, then the same backwards.
    """

    starts: tuple[int, ...]
    weights: NDArray[np.float32]


BANDED: Final = 4
WAYS: Final = 2


@lru_cache(maxsize=64)
def shares(axis: Axis) -> Shares:
    """Return the weights that take an axis to 64 blocks; each row adds up to 1."""
    if axis.by_way_of in (None, axis.length // axis.shrunk):
        return _filtered(axis.length, axis.shrunk)
    return _resized(axis, _filtered(axis.by_way_of))


@lru_cache(maxsize=64)
def whole_shares(axis: Axis, total: int) -> Shares:
    """Return the weights as whole numbers that add up to `total` in each row."""
    exact = shares(axis)
    reached = np.rint(np.cumsum(exact.weights, axis=2) * total)
    return Shares(exact.starts, np.diff(reached, axis=2, prepend=0))


@lru_cache(maxsize=64)
def bands(axis: Axis) -> Bands:
    """Return the weights of an axis in bands."""
    return banded(shares(axis))


def _filtered(length: int, shrunk: int = 1) -> Shares:
    begins, ends, heights = _boxes(length)
    starts = begins.min(axis=(1, 2)) // shrunk * shrunk
    span = -(-int((ends.max(axis=(1, 2)) - starts).max()) // shrunk) * shrunk
    rows = np.arange(BLOCKS * WAYS).reshape(BLOCKS, WAYS, 1) * (span + 1)
    rows -= starts[:, None, None]
    opened, closed = (
        np.bincount((rows + edges).ravel(), heights.ravel(), BLOCKS * WAYS * (span + 1))
        for edges in (begins, ends)
    )
    steps = (opened - closed).reshape(BLOCKS, WAYS, -1)
    weights = np.cumsum(steps, axis=2)[:, :, :-1]
    whole = weights.reshape(BLOCKS, WAYS, -1, shrunk).sum(axis=3)
    return Shares(starts // shrunk, whole)


def _boxes(
    length: int,
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return start, end and height of the boxes that a block averages, (64, 2, w)."""
    starts, ends = window_edges(length)
    centers = block_centers(length)
    first, beyond = starts[centers, None], ends[centers, None]
    pixels = first + np.arange(window_length(length))
    is_inside = pixels < beyond
    pixels = np.minimum(pixels, beyond - 1)
    begins, ends = starts[pixels], ends[pixels]
    heights = is_inside / (ends - begins) / (beyond - first)
    return (
        np.stack((begins, length - ends[::-1]), axis=1),
        np.stack((ends, length - begins[::-1]), axis=1),
        np.stack((heights, heights[::-1]), axis=1),
    )


def _resized(axis: Axis, resized: Shares) -> Shares:
    """Turn the shares of a resized axis into those of the pixels at hand.

    The tents are those of Pillow's bilinear filter.
    """
    length = -(-axis.length // axis.shrunk)
    scale = axis.length / axis.shrunk / (axis.by_way_of or axis.length)
    reach = max(scale, 1.0)
    rows = resized.starts[:, None] + np.arange(resized.weights.shape[2])
    centers = (rows + 0.5) * scale - 0.5
    first = np.maximum(np.ceil(centers[:, 0] - reach), 0).astype(np.intp)
    span = int((centers[:, -1] + reach - first).max()) + 1
    pixels = first[:, None, None] + np.arange(span)
    tents = np.maximum(1 - np.abs(pixels - centers[:, :, None]) / reach, 0)
    tents *= pixels < length
    # Where a row is no part of the axis its weights are 0, and so is its sum.
    tents /= np.maximum(tents.sum(axis=2, keepdims=True), np.finfo(float).tiny)
    return Shares(first, resized.weights @ tents)


def banded(axis: Shares) -> Bands:
    """Lay four blocks at a time over the pixels that any of them looks at."""
    number = np.arange(BLOCKS)
    offsets = axis.starts - axis.starts[number // BANDED * BANDED]
    count = axis.weights.shape[2]
    laid = np.zeros(
        (BLOCKS // BANDED, WAYS, BANDED, int(offsets.max()) + count), np.float32
    )
    laid[
        (number // BANDED)[:, None, None],
        np.arange(WAYS)[:, None],
        (number % BANDED)[:, None, None],
        offsets[:, None, None] + np.arange(count),
    ] = axis.weights
    laid.setflags(write=False)
    return Bands(
        tuple(axis.starts[::BANDED].tolist()),
        laid.reshape(BLOCKS // BANDED, WAYS * BANDED, -1),
    )


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
