"""Compare JPEG to PDQ with threatexchange, picture by picture, in one run.

    python -m pip install '.[bench]'          # pdqhash needs a C++ compiler
    python -m benchmarks.fingerprint [--pictures 8] [--rounds 3] [--json] [--write]

Both read the same bytes in turn, in one process and one thread, so that a noisy machine
slows both. Ours goes through what the jailed decoder calls; theirs is
`PdqSignal.hash_from_bytes`. In each round every way takes its turn twice and the second
time counts, so that none finds the caches as another left them. Each row is a size and
a recipe: pictures in a second of processor time, how many times as many that is as
theirs, the same by the clock, and the largest distance of pictures with quality 50 or
more to what `pdqhash` makes of the pixels that Pillow decodes. How long theirs takes
depends on the size as well (rows of 512, 1024 or 2048 pixels share cache lines), so
that each class has two.
"""

import argparse
import io
import json
import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image
from threatexchange.signal_type.pdq.signal import PdqSignal

from benchmarks import page
from tipline.files.decoder import picture
from tipline.files.decoder.pixels import SQUARE, Pixels
from tipline.hashing.distance import pdq_distance
from tipline.hashing.pdq import CANONICAL_RECIPE, FULL_SIZE_RECIPE, PdqHash

SIZES = {
    0.3: ((640, 480), (512, 640)),
    1.0: ((1152, 864), (1080, 1080)),
    3.0: ((2048, 1536), (1536, 2048)),
    12.0: ((4032, 3024), (4096, 3072)),
}
GOALS = {
    CANONICAL_RECIPE: {0.3: 3, 1.0: 5, 3.0: 12, 12.0: 18},
    FULL_SIZE_RECIPE: {0.3: 5, 1.0: 5, 3.0: 8, 12.0: 8},
}
THEIRS = "threatexchange"
QUALITY_MIN = 50
_DRAWN = 512


@dataclass(frozen=True)
class Row:
    """What came of one class of size and one recipe."""

    megapixels: float
    recipe: str
    pictures_per_second: float
    theirs_per_second: float
    times_as_fast: float
    times_by_the_clock: float
    goal: float | None
    most_bits: int | None


def photographs(size: tuple[int, int], count: int) -> Iterator[Image.Image]:
    """Yield noise with the spectrum of photographs and a little grain, from a seed.

    As JPEG they take 1.3 to 2.3 bits a pixel, as scikit-image's photographs do.
    """
    source = np.random.default_rng(size[0])
    down = np.fft.fftfreq(_DRAWN)[:, None]
    across = np.fft.rfftfreq(_DRAWN)[None, :]
    frequency = np.maximum(np.hypot(down, across), 1 / _DRAWN)
    for number in range(count):
        amplitude = frequency ** -(1.4, 1.6, 1.8, 2.0)[number % 4]
        turns = source.random((3, *amplitude.shape))
        planes = np.fft.irfft2(amplitude * np.exp(2j * np.pi * turns), (_DRAWN, _DRAWN))
        planes = planes / planes.std() * 45 + source.integers(60, 190)
        drawn = np.clip(planes, 0, 255).astype(np.uint8).transpose(1, 2, 0)
        large = Image.fromarray(drawn).resize(size, Image.Resampling.BICUBIC)
        grain = source.normal(0, 3.5, (size[1], size[0], 1))
        yield Image.fromarray(np.clip(large + grain, 0, 255).astype(np.uint8))


def jpeg(drawn: Image.Image) -> bytes:
    """Write a picture as cameras do."""
    file = io.BytesIO()
    drawn.save(file, "JPEG", quality=88)
    return file.getvalue()


def canonical(content: bytes) -> tuple[PdqHash, ...]:
    """Hash by the canonical recipe alone."""
    return _by(CANONICAL_RECIPE, content)


def full_size(content: bytes) -> tuple[PdqHash, ...]:
    """Hash by the full-size recipe alone."""
    return _by(FULL_SIZE_RECIPE, content)


def _by(recipe: str, content: bytes) -> tuple[PdqHash, ...]:
    return (_loaded(content).hash_by(recipe, 1),)


def decoded(content: bytes) -> tuple[PdqHash, ...]:
    """Decode alone: no recipe can be faster with this JPEG library."""
    _loaded(content)
    return ()


def _loaded(content: bytes) -> Pixels:
    pixels = Pixels(io.BytesIO(content), "image/jpeg")
    pixels.load(pixels.opened())
    return pixels


def both(content: bytes) -> tuple[PdqHash, ...]:
    """Do all that the jailed decoder does for a file: EXIF and both recipes."""
    return picture.inspect_picture(io.BytesIO(content), "image/jpeg").hashes


def theirs(content: bytes) -> tuple[PdqHash, ...]:
    """Hash as threatexchange does."""
    PdqSignal.hash_from_bytes(content)
    return ()


WAYS: dict[str, Callable[[bytes], tuple[PdqHash, ...]]] = {
    THEIRS: theirs,
    CANONICAL_RECIPE: canonical,
    FULL_SIZE_RECIPE: full_size,
    "both": both,
    "decoding alone": decoded,
}


class Taken(NamedTuple):
    """Seconds that something took."""

    of_processor: float
    by_clock: float


def taken(act: Callable[[], object]) -> Taken:
    """Take the time of the second of two turns: what else runs costs no processor."""
    act()
    begun = time.process_time(), time.perf_counter()
    act()
    return Taken(time.process_time() - begun[0], time.perf_counter() - begun[1])


def rounds_of(content: bytes, rounds: int) -> dict[str, Taken]:
    """Let every way hash a picture in turn, so often.

    Of processor time the median counts. By the clock it is the least, since on a busy
    machine most are of others' work.
    """
    times: dict[str, list[Taken]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way, act in WAYS.items():
            times[way].append(taken(partial(act, content)))
    return {
        way: Taken(
            of_processor=statistics.median(one.of_processor for one in each),
            by_clock=min(one.by_clock for one in each),
        )
        for way, each in times.items()
    }


def bits_apart(content: bytes, made: PdqHash) -> int | None:
    """Count the bits between ours and the reference's hash of Pillow's own pixels."""
    shown = Image.open(io.BytesIO(content)).convert("RGB")
    if made.recipe == CANONICAL_RECIPE:
        shown = shown.resize(SQUARE, Image.Resampling.BILINEAR)
    pixels: NDArray[np.uint8] = np.asarray(shown)
    bits, quality = pdqhash.compute(pixels)
    if quality < QUALITY_MIN:
        return None
    return pdq_distance(np.packbits(bits.astype(np.uint8)).tobytes(), made.value)


def measure(megapixels: float, pictures: int, rounds: int) -> list[Row]:
    """Time every way on every picture of a class."""
    times: list[dict[str, Taken]] = []
    distances: dict[str, list[int]] = {way: [] for way in WAYS}
    for size in SIZES[megapixels]:
        for content in map(jpeg, photographs(size, pictures)):
            times.append(rounds_of(content, rounds))
            for way, act in WAYS.items():
                apart = (bits_apart(content, made) for made in act(content))
                distances[way] += [bits for bits in apart if bits is not None]
    whole = {way: summed(each[way] for each in times) for way in WAYS}
    return [
        Row(
            megapixels=megapixels,
            recipe=way,
            pictures_per_second=len(times) / whole[way].of_processor,
            theirs_per_second=len(times) / whole[THEIRS].of_processor,
            times_as_fast=whole[THEIRS].of_processor / whole[way].of_processor,
            times_by_the_clock=whole[THEIRS].by_clock / whole[way].by_clock,
            goal=GOALS.get(way, {}).get(megapixels),
            most_bits=max(distances[way], default=None),
        )
        for way in WAYS
        if way != THEIRS
    ]


def summed(times: Iterable[Taken]) -> Taken:
    """Return the seconds of all pictures."""
    return Taken(*map(sum, zip(*times, strict=True)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=8, help="of each size")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one line for each row")
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    picture.prepare()
    rows = []
    if not options.json:
        print(f"   MP  {'recipe':30}  ours/s  theirs/s  ratio  clock  goal  bits")
    for megapixels in SIZES:
        for row in measure(megapixels, options.pictures, options.rounds):
            rows.append(row)
            if options.json:
                print(json.dumps(vars(row)), flush=True)
                continue
            print(
                f"{row.megapixels:5.1f}  {row.recipe:30} {row.pictures_per_second:7.1f}"
                f"  {row.theirs_per_second:8.1f}  {row.times_as_fast:5.1f}"
                f"  {row.times_by_the_clock:5.1f}"
                f"  {row.goal or '':4}  {row.most_bits}",
                flush=True,
            )
    if options.write:
        page.write("fingerprint", table(rows))


def table(rows: list[Row]) -> str:
    """Return the figures as Markdown."""
    lines = [
        page.machine("fingerprint"),
        (
            "| Megapixels | Recipe | Pictures a second | threatexchange | Times as fast"
            " | By the clock | Goal | Most bits from `pdqhash` |"
        ),
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.megapixels} | {row.recipe} | {row.pictures_per_second:,.1f} "
        f"| {row.theirs_per_second:,.1f} | {row.times_as_fast:.1f} "
        f"| {row.times_by_the_clock:.1f} "
        f"| {row.goal or ''} | {'' if row.most_bits is None else row.most_bits} |"
        for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
