"""Blur and sample a picture's brightness for PDQ, to 64 x 64, in every way to lay it.

Two routines take rows of any type to single precision, in bands, by small products of
matrices. The third takes whole levels and uses whole weights: each sum is a whole
number that single precision holds exactly, so that it is the same in whatever order it
is made, on whatever processor, natively or not.
"""

import ctypes
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.pdq_library import library
from tipline.hashing.pdq_matrices import (
    BANDED,
    BLOCKS,
    WAYS,
    Axis,
    Bands,
    banded,
    whole_shares,
)

Pixels = NDArray[np.uint8] | NDArray[np.float32]
Sums = NDArray[np.float32]

# 255 times this is below 2**24, up to which single precision holds whole numbers.
_DOWN_TOTAL: Final = 2**16
# The first sums are rounded to sixteenths of a level, so that this times those is, too.
_PARTS: Final = 16
_ACROSS_TOTAL: Final = 2**12
_LEVEL: Final = np.float32(1 / (_PARTS * _ACROSS_TOTAL))
# The native core takes so many weights at a time.
_LANES: Final = 16


def sums_down(pixels: Pixels, down: Bands) -> Sums:
    """Blur and sample the rows forwards and backwards, (n, m) to (2, 64, m).

    One small product for some blocks: BLAS does those of up to 3 megapixels in the
    calling thread. It would share larger ones, unless told not to as the decoder is,
    with threads that a busy machine does not have.
    """
    width = pixels.shape[1]
    sums = np.empty((len(down.starts), WAYS * BANDED, width), np.float32)
    for start, weights, summed in zip(down.starts, down.weights, sums, strict=True):
        rows = pixels[start : start + weights.shape[1]].astype(np.float32, copy=False)
        np.matmul(weights[:, : len(rows)], rows, out=summed)
    both = sums.reshape(-1, WAYS, BANDED, width)
    ways = both.transpose(1, 0, 2, 3).reshape(WAYS, BLOCKS, width)
    return np.stack((ways[0], ways[1, ::-1]))


def sums_across(half: Sums, across: Bands) -> Sums:
    """Blur and sample the columns likewise, (2, 64, m) to (2, 2, 64, 64)."""
    lines = half.reshape(WAYS * BLOCKS, -1)
    sums = np.empty((len(across.starts), len(lines), WAYS * BANDED), np.float32)
    for start, weights, summed in zip(across.starts, across.weights, sums, strict=True):
        columns = lines[:, start : start + weights.shape[1]]
        np.matmul(columns, weights[:, : columns.shape[1]].T, out=summed)
    both = sums.reshape(-1, WAYS, BLOCKS, WAYS, BANDED)
    ways = both.transpose(1, 3, 2, 0, 4).reshape(WAYS, WAYS, BLOCKS, BLOCKS)
    return np.stack((ways[:, 0], ways[:, 1, :, ::-1]), axis=1)


def whole_sums(luma: NDArray[np.uint8], down: Axis, across: Axis) -> Sums:
    """Blur and sample brightness by whole numbers, (n, m) to (2, 2, 64, 64).

    Each block is within a quarter of a level of what `sums_down` and `sums_across` say.
    """
    native = library()
    if native is None:
        return whole_sums_in_numpy(luma, down, across)
    return whole_sums_natively(luma, down, across, path=native.pdq_best_path())


def whole_sums_in_numpy(luma: NDArray[np.uint8], down: Axis, across: Axis) -> Sums:
    """Do as `whole_sums` without the native core, with the same result."""
    half = sums_down(luma, _whole_bands(down, _DOWN_TOTAL))
    rounded = np.floor(half * np.float32(_PARTS / _DOWN_TOTAL) + np.float32(0.5))
    sums = sums_across(rounded, _whole_bands(across, _ACROSS_TOTAL))
    return sums * _LEVEL


@lru_cache(maxsize=64)
def _whole_bands(axis: Axis, total: int) -> Bands:
    return banded(whole_shares(axis, total))


class _Luma(ctypes.Structure):
    _fields_ = [
        ("pixels", ctypes.c_void_p),
        ("rows", ctypes.c_int64),
        ("columns", ctypes.c_int64),
        ("stride", ctypes.c_int64),
    ]


class _Shares(ctypes.Structure):
    _fields_ = [
        ("starts", ctypes.c_void_p),
        ("weights", ctypes.c_void_p),
        ("count", ctypes.c_int64),
    ]


@dataclass(frozen=True, eq=False)
class _Handed:
    """Shares as the native core takes them; the arrays live as long as the pointers."""

    starts: NDArray[np.int64]
    weights: NDArray[np.float32]

    @cached_property
    def pointers(self) -> _Shares:
        starts, weights = self.starts.ctypes.data, self.weights.ctypes.data
        return _Shares(starts, weights, self.weights.shape[2])


def whole_sums_natively(
    luma: NDArray[np.uint8], down: Axis, across: Axis, *, path: int
) -> Sums:
    """Do as `whole_sums` with the instructions of a path of the native core.

    Raises:
        LookupError: there is no native core.
    """
    native = library()
    if native is None:
        raise LookupError("the native core was not built")
    luma = np.ascontiguousarray(luma)
    columns = _handed(across, _ACROSS_TOTAL)
    lines = np.zeros((2, luma.shape[1] + columns.weights.shape[2]), np.float32)
    sums = np.empty((WAYS, WAYS, BLOCKS, BLOCKS), np.float32)
    native.pdq_sum(
        ctypes.byref(_Luma(luma.ctypes.data, *luma.shape, luma.strides[0])),
        ctypes.byref(_handed(down, _DOWN_TOTAL).pointers),
        ctypes.byref(columns.pointers),
        lines.ctypes.data,
        lines.shape[1],
        sums.ctypes.data,
        path,
    )
    return sums * _LEVEL


@lru_cache(maxsize=64)
def _handed(axis: Axis, total: int) -> _Handed:
    whole = whole_shares(axis, total)
    missing = -whole.weights.shape[2] % _LANES
    weights = np.pad(whole.weights, ((0, 0), (0, 0), (0, missing)))
    return _Handed(
        np.ascontiguousarray(whole.starts, np.int64),
        np.ascontiguousarray(weights, np.float32),
    )
