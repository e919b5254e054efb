"""Hash pixels with PDQ, bit for bit as the reference implementation does.

Two matrix products give the coefficients at the speed of the machine's BLAS. Where a
coefficient lies so near to the median, or a gradient so near to a step of the quality
scale, that rounding would decide, the reference's own arithmetic is used instead. So
the hash depends neither on the processor nor on the version of NumPy.

Source: the PDQ paper and reference implementation in facebook/ThreatExchange.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing import pdq_exact
from tipline.hashing.errors import UnhashablePictureError
from tipline.hashing.pdq_matrices import BLOCKS, COSINES, downscaling

CANONICAL_SIDE: Final = 512

# Upright, alpha on white, RGB, 512 x 512 bilinear, then PDQ. What Tipline stores.
CANONICAL_RECIPE: Final = "pdq-512-bilinear-upright-white"

# As above at the picture's own size: what python-threatexchange makes of clean input.
FULL_SIZE_RECIPE: Final = "pdq-full-upright-white"

_SMALLEST_SIDE = 5
# The longest that a JPEG can be. Memory grows with the side: 16 MiB for this one.
_LONGEST_SIDE = 65_535
_MEDIAN_RANK = 127
_STEPS_PER_POINT = 90

# Twice the largest difference between the two ways of computing, seen on 720
# photograph-like pictures (0.0024 and 0.0010): docs/decisions/0004-pdq-in-numpy.md.
_COEFFICIENT_TOLERANCE = 0.005
_LEVEL_TOLERANCE = 0.002

_WEIGHTS = np.array(pdq_exact.WEIGHTS, np.float32)


@dataclass(frozen=True, slots=True)
class PdqHash:
    """Hold a PDQ hash with what is needed to compare it rightly.

    `value` is 32 bytes, most significant bit first. `quality` is 0 to 100; below 50 the
    picture has too little in it for a match to mean something. Hashes of different
    recipes of one picture differ by 10 bits and more.
    """

    value: bytes
    quality: int
    recipe: str

    @property
    def hex(self) -> str:
        return self.value.hex()


def pdq_of_rgb(rgb: NDArray[np.uint8], *, recipe: str = CANONICAL_RECIPE) -> PdqHash:
    """Hash a picture given as red, green and blue.

    Args:
        rgb: (height, width, 3) uint8, upright, without alpha.
        recipe: how the pixels were made; the canonical one must be 512 x 512.

    Returns:
        The hash. A side under 5 pixels gives 32 zero bytes of quality 0, as in the
        reference: such a hash matches nothing, since quality is asked first.

    Raises:
        UnhashablePictureError: wrong shape or type, no pixels, too many in
            a row or column, or not 512 x 512.
    """
    if rgb.shape[2:] != (3,) or rgb.dtype != np.uint8:
        raise UnhashablePictureError(reason="RGB must be (height, width, 3) uint8")
    return _hashed(rgb, recipe)


def pdq_of_luma(
    luma: NDArray[np.float32] | NDArray[np.uint8], *, recipe: str = CANONICAL_RECIPE
) -> PdqHash:
    """Hash a picture given as brightness, 0 to 255.

    Args:
        luma: (height, width) uint8 or float32, upright.
        recipe: as for `pdq_of_rgb`.

    Returns:
        The hash, as for `pdq_of_rgb`.

    Raises:
        UnhashablePictureError: as for `pdq_of_rgb`, and for a
            brightness that is not a finite number.
    """
    if luma.ndim != 2 or luma.dtype not in (np.uint8, np.float32):  # noqa: PLR2004 - rows and columns
        reason = "luma must be (height, width) uint8 or float32"
        raise UnhashablePictureError(reason=reason)
    return _hashed(luma, recipe)


def _hashed(pixels: NDArray[np.uint8] | NDArray[np.float32], recipe: str) -> PdqHash:
    height, width = pixels.shape[:2]
    if not height or not width:
        raise UnhashablePictureError(reason="it has no pixels")
    if max(height, width) > _LONGEST_SIDE:
        raise UnhashablePictureError(reason=f"a side is over {_LONGEST_SIDE} pixels")
    if recipe == CANONICAL_RECIPE and (height, width) != (CANONICAL_SIDE,) * 2:
        reason = f"{recipe} wants 512 x 512 pixels, not {width} x {height}"
        raise UnhashablePictureError(reason=reason)
    if min(height, width) < _SMALLEST_SIDE:
        return PdqHash(bytes(32), 0, recipe)
    buffer = _buffer_of(pixels)
    if not np.isfinite(buffer).all():
        raise UnhashablePictureError(reason="its brightness is not finite")
    coefficients = np.matmul(COSINES @ buffer, COSINES.T, dtype=np.float32)
    if _hangs_on_rounding(buffer, coefficients):
        buffer = pdq_exact.buffer_of(pdq_exact.luma_of(pixels))
        coefficients = pdq_exact.coefficients_of(buffer)
    return PdqHash(_bits_of(coefficients), _quality_of(buffer), recipe)


def _buffer_of(
    pixels: NDArray[np.uint8] | NDArray[np.float32],
) -> NDArray[np.float32]:
    """Blur and sample to (64, 64), in bands of 64 rows, so that memory stays small.

    Each product is of 64 x 64 matrices. BLAS does those in the calling thread; it would
    share larger ones with threads that a busy machine does not have, at many times the
    cost, and that a sandbox may forbid.
    """
    height, width = pixels.shape[:2]
    down, across = downscaling(height), downscaling(width)
    tiles = np.zeros(across.shape, np.float32)
    band = np.zeros((BLOCKS, len(across) * BLOCKS), np.float32)
    columns = band.reshape(BLOCKS, len(across), BLOCKS).transpose(1, 0, 2)
    for number, weights in enumerate(down):
        rows = pixels[number * BLOCKS : (number + 1) * BLOCKS]
        band[len(rows) :] = 0
        band[: len(rows), :width] = _roughly_luma(rows)
        tiles += weights @ columns
    return np.asarray((tiles @ across.transpose(0, 2, 1)).sum(axis=0), np.float32)


def _roughly_luma(
    rows: NDArray[np.uint8] | NDArray[np.float32],
) -> NDArray[np.uint8] | NDArray[np.float32]:
    if rows.ndim != pdq_exact.COLOR_AXES:
        return rows
    luma: NDArray[np.float32] = rows[:, :, 0] * _WEIGHTS[0]
    luma += rows[:, :, 1] * _WEIGHTS[1]
    luma += rows[:, :, 2] * _WEIGHTS[2]
    return luma


def _hangs_on_rounding(
    buffer: NDArray[np.float32], coefficients: NDArray[np.float32]
) -> bool:
    """Say whether an error within tolerance could change a bit or the quality."""
    flat = coefficients.ravel()
    median = np.partition(flat, _MEDIAN_RANK)[_MEDIAN_RANK]
    # The median itself is one of those near to it.
    near = int(np.count_nonzero(np.abs(flat - median) <= _COEFFICIENT_TOLERANCE))
    lowest = _quality_of(buffer, -_LEVEL_TOLERANCE)
    highest = _quality_of(buffer, _LEVEL_TOLERANCE)
    return near > 1 or lowest != highest


def _bits_of(coefficients: NDArray[np.float32]) -> bytes:
    flat = coefficients.ravel()
    median = np.partition(flat, _MEDIAN_RANK)[_MEDIAN_RANK]
    # The highest frequencies come first in the written hash.
    return np.packbits(flat[::-1] > median).tobytes()


def _quality_of(buffer: NDArray[np.float32], tolerance: float = 0.0) -> int:
    """Sum up the steps between neighbors, in whole percent of the full range.

    A tolerance makes every step larger by this much, in levels of 255, or smaller.
    """
    total = 0
    for axis in (0, 1):
        steps = np.abs(np.diff(buffer, axis=axis) * np.float32(100) / np.float32(255))
        if tolerance:
            steps = np.maximum(steps + np.float32(tolerance * 100 / 255), 0)
        total += int(np.trunc(steps).sum())
    return min(total // _STEPS_PER_POINT, 100)
