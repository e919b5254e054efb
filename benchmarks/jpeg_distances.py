"""Count how far the hash of a JPEG's bytes is from that of the pixels it decodes to.

    python -m benchmarks.jpeg_distances [--pictures 2000] [--write]

Each of the varied pictures of tests/vectors is written as a JPEG of quality 50 to 95,
at its own size and enlarged to 450 to 1,299 pixels a side, where brightness is hashed
as the JPEG keeps it. The pixels that Pillow decodes are hashed as `pdqhash` would. Of
each pair, a picture and a recipe, the bits that differ are counted, if the quality is
50 or more. The goal is 4. The 2,000 take some five minutes.
"""

import argparse
import io
from collections import Counter
from collections.abc import Iterator

import numpy as np
from PIL import Image

from benchmarks import page
from tests.vectors.pictures import COUNT, picture
from tipline.files.decoder.pixels import SQUARE, Pixels
from tipline.hashing.distance import QUALITY_MIN, pdq_distance
from tipline.hashing.pdq import CANONICAL_RECIPE, RECIPES, pdq_of_rgb

GOAL_BITS = 4
_QUALITIES = range(50, 96)
_SIDES = range(450, 1300)


def jpegs(index: int) -> Iterator[tuple[str, bytes]]:
    """Yield a picture as JPEG, small and large."""
    drawn = Image.fromarray(picture(index).rgb())
    quality = _QUALITIES[index * 7 % len(_QUALITIES)]
    width, height = (_SIDES[index * step % len(_SIDES)] for step in (37, 101))
    large = drawn.resize((width, height), Image.Resampling.BICUBIC)
    for size, shown in (("its own", drawn), ("450 to 1,299", large)):
        file = io.BytesIO()
        shown.save(file, "JPEG", quality=quality)
        yield size, file.getvalue()


def distances(content: bytes) -> Iterator[int]:
    """Yield by how many bits each recipe's hash is off; none of too plain a picture."""
    pixels = Pixels(io.BytesIO(content), "image/jpeg")
    pixels.load(pixels.opened())
    colors = Image.open(io.BytesIO(content)).convert("RGB")
    for recipe in RECIPES:
        is_canonical = recipe == CANONICAL_RECIPE
        shown = (
            colors.resize(SQUARE, Image.Resampling.BILINEAR) if is_canonical else colors
        )
        expected = pdq_of_rgb(np.asarray(shown), recipe=recipe)
        if expected.quality >= QUALITY_MIN:
            yield pdq_distance(pixels.hash_by(recipe, 1).value, expected.value)


def counted(pictures: int) -> dict[str, Counter[int]]:
    """Count the pairs of each size by the bits that differ."""
    found: dict[str, Counter[int]] = {}
    for index in range(pictures):
        for size, content in jpegs(index):
            found.setdefault(size, Counter()).update(distances(content))
    return found


def text_of(found: dict[str, Counter[int]]) -> str:
    """Return the figures as Markdown."""
    rows = [
        "| Pixels a side | Pairs | Equal | 2 bits | 4 bits | More | Most bits | Goal |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size, bits in found.items():
        more = sum(count for off, count in bits.items() if off > GOAL_BITS)
        rows.append(
            f"| {size} | {bits.total():,} | {bits[0]:,} | {bits[2]:,} | {bits[4]:,} "
            f"| {more} | {max(bits)} | {GOAL_BITS} |"
        )
    return "\n".join([page.machine("jpeg_distances"), *rows])


def main() -> None:
    """Count, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=COUNT)
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    text = text_of(counted(options.pictures))
    print(text)
    if options.write:
        page.write("jpeg-distances", text)


if __name__ == "__main__":
    main()
