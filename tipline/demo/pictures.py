"""Pictures of colored blocks, rings and noise, made from a number."""

import io
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tipline.hashing.digests import DigestStream
from tipline.hashing.pdq import pdq_of_rgb

# The pictures of the demonstration's two lists, by number.
KNOWN = tuple(range(1_000, 1_024))
VIRAL = tuple(range(2_000, 2_008))
FIRST_NOVEL = 10_000
# Pictures that reports bring, and that are listed when the reports are through.
LATE = tuple(FIRST_NOVEL + number for number in range(17, 17 + 4 * 26, 26))

_SIZE = (320, 240)
_PDQ_SIZE = (512, 512)
_QUALITY = 85
_COPY_QUALITY = 60
_CAMERA_MAKE, _CAMERA_MODEL = 0x010F, 0x0110  # EXIF tags

Pixels = NDArray[np.uint8]


def original(number: int, *, form: str = "JPEG") -> bytes:
    """Give a picture as it was first made; the same number gives the same bytes."""
    return _encoded(_image(number), form=form, quality=_QUALITY)


def copy(number: int) -> bytes:
    """Give a smaller, lossier copy: other bytes, nearly the same perceptual hash."""
    smaller = _image(number).resize((256, 192), Image.Resampling.LANCZOS)
    return _encoded(smaller, form="JPEG", quality=_COPY_QUALITY)


def list_lines(numbers: tuple[int, ...]) -> Iterator[str]:
    """Give a hash list in CSV: MD5, SHA-1 and PDQ of each picture."""
    yield "algorithm,value,classification"
    for number in numbers:
        content = original(number)
        digests = DigestStream()
        digests.update(content)
        found = digests.result()
        yield f"md5,{found.md5},invented"
        yield f"sha1,{found.sha1},invented"
        square = _decoded(content).resize(_PDQ_SIZE, Image.Resampling.BILINEAR)
        yield f"pdq,{pdq_of_rgb(np.asarray(square)).hex},invented"


def _decoded(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


@cache
def _image(number: int) -> Image.Image:
    random = np.random.default_rng(number)
    draw = _ARTS[number % len(_ARTS)]
    return Image.fromarray(draw(random))


def _encoded(image: Image.Image, *, form: str, quality: int) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[_CAMERA_MAKE], exif[_CAMERA_MODEL] = "Example", "Model 7"
    has_exif = form in {"JPEG", "WEBP"}
    extras = {"quality": quality, "exif": exif} if has_exif else {}
    image.save(out, form, **extras)
    return out.getvalue()


def _blocks(random: np.random.Generator) -> Pixels:
    few = random.integers(0, 255, (6, 8, 3), np.uint8)
    smooth = Image.fromarray(few).resize(_SIZE, Image.Resampling.BICUBIC)
    return np.asarray(smooth)


def _rings(random: np.random.Generator) -> Pixels:
    rows, columns = np.mgrid[0 : _SIZE[1], 0 : _SIZE[0]]
    waves = np.zeros((*rows.shape, 3))
    for _ in range(5):
        row, column = random.integers(0, _SIZE[1]), random.integers(0, _SIZE[0])
        distance = np.hypot(rows - row, columns - column)
        color = random.uniform(0, 1, 3)
        waves += np.sin(distance / random.uniform(9, 25))[..., None] * color
    spread = waves - waves.min()
    drawn: Pixels = (255 * spread / spread.max()).astype(np.uint8)
    return drawn


def _tiles(random: np.random.Generator) -> Pixels:
    colors = random.integers(0, 255, (8, 8, 3), np.uint8)
    tiles = Image.fromarray(colors).resize(_SIZE, Image.Resampling.NEAREST)
    noise = random.integers(0, 24, (_SIZE[1], _SIZE[0], 3))
    mixed: Pixels = np.clip(np.asarray(tiles) + noise, 0, 255).astype(np.uint8)
    return mixed


_ARTS: tuple[Callable[[np.random.Generator], Pixels], ...] = (_blocks, _rings, _tiles)
