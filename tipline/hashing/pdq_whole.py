"""Hash brightness in whole levels: by the native core, or in NumPy to the same digits.

Weights are whole numbers as well, so each sum is a whole number that single precision
holds exactly: it is the same in whatever order it is made, on whatever processor.
"""

import ctypes
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.pdq_bits import Made, coefficients_of, made_of
from tipline.hashing.pdq_library import library
from tipline.hashing.pdq_matrices import (
    BLOCKS,
    COSINES,
    WAYS,
    Axis,
    Bands,
    banded,
    whole_shares,
)
from tipline.hashing.pdq_sums import Sums, sums_across, sums_down
from tipline.hashing.turns import Turn

# 255 times this is below 2**24, up to which single precision holds whole numbers.
_DOWN_TOTAL: Final = 2**16
# The first sums are rounded to sixteenths of a level, so that this times those is, too.
_PARTS: Final = 16
_ACROSS_TOTAL: Final = 2**12
_LEVEL: Final = np.float32(1 / (_PARTS * _ACROSS_TOTAL))
# The native core takes so many weights of a line at a time.
_LANES: Final = 16
_HASH_BYTES: Final = 32

# In double precision no rounding of coefficients can decide, and so no processor does.
_COSINES: Final = np.ascontiguousarray(COSINES.T, np.float64)


def whole(luma: NDArray[np.uint8], down: Axis, across: Axis, *, within: float) -> Made:
    """Hash brightness, (n, m), of an axis down and one across.

    Args:
        luma: whole levels; the rows may lie apart, or anyhow, in memory.
        down: what the rows are of.
        across: what the columns are of.
        within: how near to the median is near.
    """
    native = library()
    if native is None:
        return whole_in_numpy(luma, down, across, within=within)[1]
    path = native.pdq_best_path()
    return whole_natively(luma, down, across, within=within, path=path)[1]


def whole_in_numpy(
    luma: NDArray[np.uint8], down: Axis, across: Axis, *, within: float
) -> tuple[Sums, Made]:
    """Do as `whole` without the native core; give the sums, (2, 2, 64, 64), as well."""
    half = sums_down(luma, _whole_bands(down, _DOWN_TOTAL))
    rounded = np.floor(half * np.float32(_PARTS / _DOWN_TOTAL) + np.float32(0.5))
    sums = sums_across(rounded, _whole_bands(across, _ACROSS_TOTAL)) * _LEVEL
    coefficients = coefficients_of(sums.astype(np.float64))
    return sums, made_of(sums, coefficients, within)


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


class _Made(ctypes.Structure):
    _fields_ = [
        ("hashes", ctypes.c_char * (_HASH_BYTES * len(Turn))),
        ("points", ctypes.c_int32),
        ("near", ctypes.c_int32),
    ]


@dataclass(frozen=True, eq=False, slots=True)
class _Handed:
    """Shares as the native core takes them; the arrays live as long as the pointers."""

    starts: NDArray[np.int64]
    weights: NDArray[np.float32]
    pointers: _Shares


def whole_natively(
    luma: NDArray[np.uint8], down: Axis, across: Axis, *, within: float, path: int
) -> tuple[Sums, Made]:
    """Do as `whole_in_numpy` with the instructions of a path of the native core.

    Raises:
        LookupError: there is no native core.
    """
    native = library()
    if native is None:
        raise LookupError("the native core was not built")
    luma = np.ascontiguousarray(luma)
    rows, columns = _handed(down, _DOWN_TOTAL), _handed(across, _ACROSS_TOTAL, _LANES)
    lines = np.zeros((2, luma.shape[1] + columns.pointers.count), np.float32)
    sums = np.empty((WAYS, WAYS, BLOCKS, BLOCKS), np.float32)
    made = _Made()
    native.pdq_hash(
        ctypes.byref(_Luma(luma.ctypes.data, *luma.shape, luma.strides[0])),
        ctypes.byref(rows.pointers),
        ctypes.byref(columns.pointers),
        _COSINES.ctypes.data,
        within,
        lines.ctypes.data,
        lines.shape[1],
        sums.ctypes.data,
        ctypes.byref(made),
        path,
    )
    return sums, _taken(made)


def _taken(made: _Made) -> Made:
    hashes, starts = bytes(made), range(0, _HASH_BYTES * len(Turn), _HASH_BYTES)
    each = tuple(hashes[start : start + _HASH_BYTES] for start in starts)
    return Made(each, made.points, made.near)


@lru_cache(maxsize=64)
def _handed(axis: Axis, total: int, lanes: int = 1) -> _Handed:
    shares = whole_shares(axis, total)
    missing = -shares.weights.shape[2] % lanes
    padded = np.pad(shares.weights, ((0, 0), (0, 0), (0, missing)))
    starts = np.ascontiguousarray(shares.starts, np.int64)
    weights = np.ascontiguousarray(padded, np.float32)
    pointers = _Shares(starts.ctypes.data, weights.ctypes.data, weights.shape[2])
    return _Handed(starts, weights, pointers)
