"""Decode one small picture of every kind before the first hostile one arrives.

Python and Pillow load some of their parts when they are first needed; inside the jail,
which has no files, that would be too late. What runs here once needs no file later.
"""

import io

import numpy as np
from PIL import Image

from tipline.files.decoder.picture import inspect_picture
from tipline.files.decoder.protocol import Inspection
from tipline.files.decoder.sniff import media_type_of

_SIDE = 64
# As large as a JPEG must be for its brightness alone to be decoded.
_LARGE = (600, 520)
_FORMATS = {
    "JPEG": ("L", "RGB", "CMYK"),
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "GIF": ("P",),
    "WEBP": ("RGB", "RGBA"),
    "TIFF": ("1", "L", "P", "RGB", "RGBA", "CMYK", "LAB", "I;16", "I", "F"),
    "BMP": ("1", "L", "P", "RGB"),
    "AVIF": ("RGB", "RGBA"),
}


def samples() -> dict[tuple[str, str], bytes]:
    """Draw a gradient in every format and mode, as (format, mode) -> file."""
    values = np.arange(_SIDE * _SIDE * 3, dtype=np.uint8).reshape(_SIDE, _SIDE, 3)
    picture = Image.fromarray(values)
    drawn = {
        (name, mode): _saved(_in_mode(picture, mode), name)
        for name, modes in _FORMATS.items()
        for mode in modes
    }
    return drawn | {("JPEG", "large"): _saved(_blots(), "JPEG")}


def warm_up() -> list[Inspection]:
    """Inspect every sample and return what was found, all of it ok if all is well."""
    found = []
    for content in samples().values():
        media_type = media_type_of(content)
        if media_type is None:
            raise ValueError("a sample is not recognized")
        found.append(inspect_picture(io.BytesIO(content), media_type))
    return found


def _blots() -> Image.Image:
    dots = np.random.default_rng(1).integers(0, 256, (20, 24, 3), np.uint8)
    return Image.fromarray(dots).resize(_LARGE, Image.Resampling.BICUBIC)


def _in_mode(picture: Image.Image, mode: str) -> Image.Image:
    if mode == "I;16":
        deep = np.asarray(picture.convert("L"), dtype=np.uint16) * 257
        return Image.fromarray(deep)
    if mode == "LAB":
        # the conversion to Lab is no concern here, only the way back
        return Image.frombytes("LAB", picture.size, picture.tobytes())
    return picture.convert("L").convert(mode) if mode in "IF" else picture.convert(mode)


def _saved(picture: Image.Image, name: str) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 1
    exif.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    options = {} if name in ("GIF", "BMP") else {"exif": exif.tobytes()}
    picture.save(file, name, **options)
    return file.getvalue()
