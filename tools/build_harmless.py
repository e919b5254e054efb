"""Make the list of harmless pictures that ships with the package.

    python tools/build_harmless.py OUTPUT FOLDER

FOLDER holds the sample pictures that scikit-image 0.26 brings in `skimage/data`. Each
gives the PDQ hash that the clearinghouse makes, and MD5 and SHA-256 of the file, which
are all that a browser sends that hides pixels. The empty file is there by its digests.
What `harmless_patterns` draws (flags, marks, test cards) is there by its PDQ hash.
OUTPUT is tipline/takeitdown/harmless.csv; the same pictures give the same bytes. No
picture is kept: migrations that are out read the file, so rows are only ever added.
"""

# ruff: noqa: INP001 -- a script to run, not a package to import
import argparse
import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from harmless_patterns import drawn
from PIL import Image

from tipline.files.decoder.picture import inspect_picture
from tipline.hashing.pdq import CANONICAL_RECIPE

NAMES = {
    "astronaut.png": "astronaut",
    "camera.png": "camera",
    "coffee.png": "coffee",
    "chelsea.png": "chelsea",
    "coins.png": "coins",
    "page.png": "page",
    "text.png": "text",
    "moon.png": "moon",
    "rocket.jpg": "rocket",
    "horse.png": "horse",
    "chessboard_GRAY.png": "checkerboard",
    "color.png": "colorwheel",
    "grass.png": "grass",
    "gravel.png": "gravel",
    "brick.png": "brick",
    "hubble_deep_field.jpg": "hubble_deep_field",
    "ihc.png": "immunohistochemistry",
    "retina.jpg": "retina",
    "cell.png": "cell",
}
TYPES = {".png": "image/png", ".jpg": "image/jpeg"}


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    files = [(arguments.folder / file, name) for file, name in NAMES.items()]
    known: dict[tuple[str, str], str] = {}
    for algorithm, value, name in rows_of(files):
        known.setdefault(
            (algorithm, value), name
        )  # a board of chequers is a sample, too
    with arguments.output.open("w", encoding="utf-8", newline="") as output:
        rows = csv.writer(output, lineterminator="\n")
        rows.writerow(("algorithm", "value", "name"))
        rows.writerows((*each, name) for each, name in known.items())


def rows_of(files: list[tuple[Path, str]]) -> Iterator[tuple[str, str, str]]:
    """Give all rows, in the order in which they came to the list."""
    for file, name in files:
        yield "pdq", pdq_of(file.read_bytes(), file.suffix), sample(name)
    for file, name in files:
        yield from digests(file.read_bytes(), sample(name))
    yield from digests(b"", "the empty file")
    for name, picture in drawn():
        yield "pdq", pdq_of(as_png(picture), ".png"), name


def sample(name: str) -> str:
    """Say what a picture is."""
    return f"{name} (sample picture of scikit-image)"


def as_png(picture: Image.Image) -> bytes:
    """Give a drawn picture as a file."""
    png = io.BytesIO()
    picture.save(png, "PNG")
    return png.getvalue()


def pdq_of(content: bytes, suffix: str) -> str:
    """Give the PDQ hash that everybody compares."""
    found = inspect_picture(io.BytesIO(content), TYPES[suffix])
    (made,) = (each for each in found.hashes if each.recipe == CANONICAL_RECIPE)
    return made.hex


def digests(content: bytes, name: str) -> Iterator[tuple[str, str, str]]:
    """Give the rows of a file that is known byte for byte."""
    md5 = hashlib.md5(content, usedforsecurity=False)
    yield "md5", md5.hexdigest(), name
    yield "sha256", hashlib.sha256(content).hexdigest(), name


if __name__ == "__main__":
    main()
