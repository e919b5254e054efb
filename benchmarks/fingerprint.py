"""Compare Tipline's PDQ with the reference implementation, picture by picture.

    python -m pip install pdqhash        # needs a C++ compiler
    python -m benchmarks.fingerprint

Both hash the same 512 x 512 pictures in turn, in one process, so that a noisy machine
slows both. "rgb" starts from color for both; "luma" gives ours the brightness that a
JPEG decoder hands out directly, for which pdqhash has no entrance. Without pdqhash only
our own times are printed.
"""

import argparse
import importlib
import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from tipline.hashing import pdq, pdq_exact

SIDE = pdq.CANONICAL_SIDE
GOAL = 5.0


def photographs(count: int, seed: int) -> Iterator[NDArray[np.uint8]]:
    """Yield noise with the spectrum of photographs, as (512, 512, 3) uint8."""
    source = np.random.default_rng(seed)
    down = np.fft.fftfreq(SIDE)[:, None]
    across = np.fft.rfftfreq(SIDE)[None, :]
    frequency = np.maximum(np.hypot(down, across), 1 / SIDE)
    for number in range(count):
        amplitude = frequency ** -(0.8, 1.2, 1.6, 2.0)[number % 4]
        turns = source.random((3, *amplitude.shape))
        planes = np.fft.irfft2(amplitude * np.exp(2j * np.pi * turns), (SIDE, SIDE))
        planes = 0.8 * planes[:1] + 0.2 * planes
        planes = planes / planes.std() * 45 + source.integers(60, 190)
        yield np.clip(planes, 0, 255).astype(np.uint8).transpose(1, 2, 0).copy()


def seconds(
    hashed: Callable[[NDArray[np.uint8]], object], pixels: NDArray[np.uint8]
) -> float:
    """Return how long it takes to hash a picture."""
    start = time.perf_counter()
    hashed(pixels)
    return time.perf_counter() - start


def reference() -> Callable[[NDArray[np.uint8]], object] | None:
    """Return pdqhash's function, if it is installed."""
    try:
        compute: Callable[[NDArray[np.uint8]], object] = importlib.import_module(
            "pdqhash"
        ).compute
    except ImportError:
        return None
    return compute


def measure(count: int, seed: int) -> dict[str, list[float]]:
    """Time every way on every picture, one after the other."""
    ways: dict[str, list[float]] = {"luma": [], "rgb": [], "pdqhash": []}
    compute = reference()
    for rgb in photographs(count, seed):
        luma = pdq_exact.luma_of(rgb).round().astype(np.uint8)
        ways["luma"].append(seconds(pdq.pdq_of_luma, luma))
        ways["rgb"].append(seconds(pdq.pdq_of_rgb, rgb))
        if compute:
            ways["pdqhash"].append(seconds(compute, rgb))
    return ways


def main() -> None:
    """Print medians, means and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    measure(3, options.seed)
    ways = {
        way: times
        for way, times in measure(options.pictures, options.seed).items()
        if times
    }
    for way, times in ways.items():
        median, mean = statistics.median(times), statistics.fmean(times)
        print(f"{way:8} median {median * 1e3:6.2f} ms   mean {mean * 1e3:6.2f} ms")
    if "pdqhash" not in ways:
        print("pdqhash is not installed: no ratio")
        return
    for way in ("luma", "rgb"):
        median = statistics.median(ways["pdqhash"]) / statistics.median(ways[way])
        mean = statistics.fmean(ways["pdqhash"]) / statistics.fmean(ways[way])
        print(f"{way}: {median:.1f} times as fast (median), {mean:.1f} (mean)")
    print(f"goal: {GOAL:.0f} times")


if __name__ == "__main__":
    main()
