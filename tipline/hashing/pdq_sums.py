"""Blur and sample a picture's brightness for PDQ, to 64 x 64, in every way to lay it.

Rows of any type become single precision, in bands, by small products of matrices.
"""

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.pdq_matrices import BANDED, BLOCKS, WAYS, Bands

Pixels = NDArray[np.uint8] | NDArray[np.float32]
Sums = NDArray[np.float32]


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
