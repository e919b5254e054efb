"""Draw small pixels of a picture for a preview.

Imported by the zygotes for previews only; everything here runs inside the jail. What
leaves is width, height and exactly so many pixels: no byte of the file, no format.
"""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tipline.files.decoder import appearance, exif, limits
from tipline.files.decoder.pixels import TURNS, Pixels
from tipline.files.decoder.preview_protocol import Drawn

_Array = NDArray[np.uint8]


class TooManyPixelsError(Exception):
    """A picture is larger than any that is decoded here."""


def of_picture(content: io.BytesIO, media_type: str) -> Drawn:
    """Draw a picture upright, no side longer than `limits.PREVIEW_SIDE`."""
    pixels = Pixels(content, media_type)
    picture = pixels.opened()
    if picture.width * picture.height > limits.PIXELS:
        raise TooManyPixelsError
    # Pillow's TIFF reader turns the picture itself
    turn = 1 if media_type == "image/tiff" else exif.read(picture).orientation
    side = (limits.PREVIEW_SIDE, limits.PREVIEW_SIDE)
    picture.draft("RGB", side)
    picture.load()
    shown = appearance.to_rgb(picture)
    shown.thumbnail(side, Image.Resampling.BILINEAR)
    upright = TURNS.get(turn, np.asarray)(np.asarray(shown))
    return drawn(upright, frames=1)


def drawn(pixels: _Array, *, frames: int) -> Drawn:
    """Give pixels, height by width by 3, as they leave the jail."""
    height, width = pixels.shape[:2]
    return Drawn(width, height, frames, np.ascontiguousarray(pixels).tobytes())
