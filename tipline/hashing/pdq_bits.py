"""From a picture's blurred and sampled brightness to its PDQ hash in eight turns."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.errors import UnhashablePictureError
from tipline.hashing.pdq_matrices import COSINES

MEDIAN_RANK: Final = 127
_STEPS_PER_POINT: Final = 90
_BEST: Final = 100


@dataclass(frozen=True, slots=True)
class Made:
    """What a picture's brightness says.

    Attributes:
        hashes: of the picture laid in each way, in the order of `Turn`.
        points: of quality, which counts up to 100. Text has up to 1,000.
        near: how many coefficients lie as near to the median as was asked.
    """

    hashes: tuple[bytes, ...]
    points: int
    near: int = 0

    @property
    def quality(self) -> int:
        return min(self.points, _BEST)


def made_of(
    buffers: NDArray[np.float32], coefficients: NDArray[np.float32], within: float = 0
) -> Made:
    """Make the hashes of (2, 2, 64, 64) sums and (2, 2, 16, 16) coefficients.

    Args:
        buffers: the sums, each axis also backwards.
        coefficients: what `coefficients_of` made of them.
        within: how near to the median is near.
    """
    hashes = _bits_of(_laid(coefficients))
    points = _points_of(steps_in(buffers[0, 0]))
    return Made(tuple(hashes), points, near_the_median(coefficients[0, 0], within))


def coefficients_of(
    buffers: NDArray[np.float32] | NDArray[np.float64],
) -> NDArray[np.float32]:
    """Return the cosine coefficients, in the precision of the sums, rounded at the end.

    Raises:
        UnhashablePictureError: a sum is not a finite number.
    """
    if not np.isfinite(buffers[0, 0]).all():
        raise UnhashablePictureError(reason="its brightness is not finite")
    return np.asarray((COSINES @ buffers) @ COSINES.T, np.float32)


def near_the_median(coefficients: NDArray[np.float32], within: float) -> int:
    """Count the coefficients so near to the median, which is one of them."""
    flat = coefficients.ravel()
    median = np.partition(flat, MEDIAN_RANK)[MEDIAN_RANK]
    return int(np.count_nonzero(np.abs(flat - median) <= within))


def steps_in(buffer: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the steps between all neighbors, in percent of the full range."""
    steps = (np.diff(buffer, axis=axis).ravel() for axis in (0, 1))
    joined = np.concatenate([*steps])
    return np.asarray(np.abs(joined * np.float32(100) / np.float32(255)), np.float32)


def quality_of(steps: NDArray[np.float32]) -> int:
    """Return the quality, 0 to 100, of a picture with such steps."""
    return min(_points_of(steps), _BEST)


def _points_of(steps: NDArray[np.float32]) -> int:
    return int(np.trunc(steps).sum()) // _STEPS_PER_POINT


def _laid(coefficients: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the coefficients of all eight turns: swapping the axes swaps them here."""
    (upright, mirrored), (inverted, both) = coefficients
    turned = (mirrored.T, both, inverted.T)
    return np.stack((upright, *turned, mirrored, upright.T, inverted, both.T))


def _bits_of(coefficients: NDArray[np.float32]) -> list[bytes]:
    """Give the hash of each of (n, 16, 16), the highest frequencies first."""
    flat = coefficients.reshape(len(coefficients), -1)
    medians = np.partition(flat, MEDIAN_RANK)[:, MEDIAN_RANK, None]
    return [row.tobytes() for row in np.packbits(flat[:, ::-1] > medians, axis=1)]
