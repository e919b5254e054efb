"""PDQ in the reference's own arithmetic: single precision, the same order of sums.

About as slow as the reference. It decides the pictures whose bits or quality hang on
the last digit: flat areas, symmetry, stripes. There a mathematically better answer
would still be a different hash from everybody else's.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.pdq_matrices import (
    BLOCKS,
    COSINES,
    block_centers,
    window_edges,
    window_length,
)

COLOR_AXES: Final = 3

# Red, green and blue in the brightness of a pixel.
WEIGHTS: Final = (0.299, 0.587, 0.114)


def luma_of(
    pixels: NDArray[np.uint8] | NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return brightness: weighed in double precision, rounded once, as pdqhash does."""
    if pixels.ndim != COLOR_AXES:
        return pixels.astype(np.float32)
    red, green, blue = (
        pixels[:, :, channel] * weight for channel, weight in enumerate(WEIGHTS)
    )
    return np.asarray(red + green + blue, np.float32)


def buffer_of(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the (64, 64) blurred and sampled picture of (height, width) float32."""
    height, width = luma.shape
    if height == width == BLOCKS:
        return luma
    across = _box_filtered(np.ascontiguousarray(luma.T))
    both = _box_filtered(np.ascontiguousarray(across.T))
    across = _box_filtered(np.ascontiguousarray(both.T))
    # The columns are sampled before the last pass, which works on each by itself.
    sampled = _box_filtered(np.ascontiguousarray(across[block_centers(width)].T))
    return sampled[block_centers(height)]


def coefficients_of(buffer: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the (16, 16) cosine coefficients of a (64, 64) buffer."""
    return _summed_in_order(COSINES, _summed_in_order(COSINES, buffer).T).T


def _summed_in_order(
    cosines: NDArray[np.float32], columns: NDArray[np.float32]
) -> NDArray[np.float32]:
    total = np.zeros((len(cosines), columns.shape[1]), np.float32)
    for step in range(BLOCKS):
        total += cosines[:, step, None] * columns[step]
    return total


def _box_filtered(lines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Filter along the first axis with a running sum, whose rounding errors stay in it.

    At each step the running sum first takes in the line that enters the window, then
    lets go the one that leaves it: the order decides the rounding.
    """
    length = len(lines)
    window = window_length(length)
    starts, ends = window_edges(length)
    sizes = (ends - starts).astype(np.float32)
    filtered = np.empty_like(lines)
    total = np.zeros(lines.shape[1], np.float32)
    for line in lines[: ends[0] - 1]:
        total += line
    for center, line in enumerate(filtered):
        entering = center + ends[0] - 1
        if entering < length:
            total += lines[entering]
        if entering >= window:
            total -= lines[entering - window]
        np.divide(total, sizes[center], out=line)
    return filtered
