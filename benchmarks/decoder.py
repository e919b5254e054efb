"""Compare inspecting pictures in the jail with decoding and hashing them right here.

    python benchmarks/decoder.py [--files 300]

Both ways see the same files in turns, in one run, so that the ratio means something on
a busy machine. The difference is the price of a child and a jail for every file.
"""

import argparse
import io
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from PIL import Image

from tipline.files.decoder import inmate, picture
from tipline.files.decoder.client import Decoder

SIZES = ((64, 64), (640, 480), (2048, 1536))


def jpeg(width: int, height: int) -> bytes:
    """Draw soft blots in the size of a photograph."""
    dots = np.random.default_rng(1).integers(0, 255, (24, 32, 3), dtype=np.uint8)
    drawn = Image.fromarray(dots).resize((width, height), Image.Resampling.BICUBIC)
    file = io.BytesIO()
    drawn.save(file, "JPEG", quality=85)
    return file.getvalue()


def timed(act: Callable[[], object]) -> float:
    """Return how many milliseconds `act` took."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def compare(decoder: Decoder, content: bytes, files: int) -> tuple[str, str]:
    """Run both ways in turns and describe each."""
    here, jailed = [], []
    for _ in range(files):
        here.append(
            timed(lambda: picture.inspect_picture(io.BytesIO(content), "image/jpeg")),
        )
        jailed.append(timed(lambda: inspect(decoder, content)))
    return described(here), described(jailed)


def inspect(decoder: Decoder, content: bytes) -> None:
    """Inspect in the jail, and insist that it worked."""
    found = decoder.inspect([content], size_bytes=len(content))
    if found.outcome != "ok":
        raise SystemExit(f"The decoder answered {found}.")


def described(milliseconds: list[float]) -> str:
    """Give the rate and the spread of some durations."""
    rate = 1000 * len(milliseconds) / sum(milliseconds)
    median = statistics.median(milliseconds)
    worst = statistics.quantiles(milliseconds, n=100)[98]
    return f"{rate:7.1f} files/s, median {median:6.2f} ms, p99 {worst:6.2f} ms"


def at_once(decoder: Decoder, content: bytes, files: int) -> float:
    """Return files per second with two threads."""
    with ThreadPoolExecutor(2) as threads:
        start = time.perf_counter()
        list(threads.map(lambda _: inspect(decoder, content), range(files)))
        return files / (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=int, default=300)
    files = parser.parse_args().files
    inmate.prepare()
    with Decoder() as decoder:
        print("; ".join(decoder.start().lines()))
        junk = [
            timed(lambda: decoder.inspect([b"x"], size_bytes=1)) for _ in range(files)
        ]
        print(f"a child and a jail alone: {described(junk)}")
        for width, height in SIZES:
            content = jpeg(width, height)
            here, jailed = compare(decoder, content, files)
            print(f"{width} x {height} JPEG")
            print(f"  in this process:  {here}")
            print(f"  in the jail:      {jailed}")
            both = at_once(decoder, content, files)
            print(f"  in the jail, two threads: {both:.1f} files/s")


if __name__ == "__main__":
    main()
