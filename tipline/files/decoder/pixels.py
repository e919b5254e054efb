"""A picture's pixels, decoded no further than what is asked for needs.

Imported by the zygote only; everything here runs inside the jail.
"""

import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from tipline.files.decoder import appearance
from tipline.hashing.pdq import (
    CANONICAL_RECIPE,
    CANONICAL_SIDE,
    PdqHash,
    pdq_of_luma,
    pdq_of_near_luma,
    pdq_of_rgb,
)

PLUGINS: dict[str, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    "image/avif": AvifImagePlugin.AvifImageFile,
    "image/bmp": BmpImagePlugin.BmpImageFile,
    "image/gif": GifImagePlugin.GifImageFile,
    "image/jpeg": JpegImagePlugin.JpegImageFile,
    "image/png": PngImagePlugin.PngImageFile,
    "image/tiff": TiffImagePlugin.TiffImageFile,
    "image/webp": WebPImagePlugin.WebPImageFile,
}
SQUARE = (CANONICAL_SIDE, CANONICAL_SIDE)

_Array = NDArray[np.uint8]

TURNS: dict[int, Callable[[_Array], _Array]] = {
    2: np.fliplr,
    3: lambda pixels: np.rot90(pixels, 2),
    4: np.flipud,
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: np.rot90(pixels, -1),
    7: lambda pixels: np.rot90(pixels, 2).swapaxes(0, 1),
    8: np.rot90,
}
"""EXIF orientation -> what makes the picture upright; these copy nothing."""
SIDEWAYS = frozenset({5, 6, 7, 8})
"""The orientations whose width and height are exchanged."""

_LITTLE_PIXELS = 200_000
"""Up to this many, a JPEG is decoded in color: nothing is gained by doing less."""
_PIECE_BYTES = 2**22
"""Of a file that the JPEG library gets at a time: each stop costs it a little."""
_COLOR_PIXELS = 16_000_000
"""Beyond this, pictures are hashed at full size from brightness in whole levels: a copy
of their colors would not fit into memory beside them."""


class Pixels:
    """The pixels of one picture, as its plug-in reads them.

    Attributes:
        size: width and height as stored, not upright yet.
    """

    def __init__(self, content: io.BytesIO, media_type: str) -> None:
        """Take a whole file of `media_type`, a key of `PLUGINS`."""
        self._content = content
        self._plugin = PLUGINS[media_type]
        self.size = (0, 0)
        self._brightness: _Array | None = None
        self._colors: Image.Image | None = None

    def opened(self) -> ImageFile.ImageFile:
        """Read the header."""
        self._content.seek(0)
        picture = self._plugin(self._content)
        self.size = picture.size
        return picture

    def load(self, picture: ImageFile.ImageFile) -> None:
        """Decode what the recipes need of what was opened.

        Brightness is what a JPEG keeps and what PDQ wants: half of the decoding falls
        away, and most of the rest at half, quarter or eighth size. With both sides 512
        or more that is enough for full size, too, whose filter is 4 pixels wide then.
        """
        width, height = self.size
        if width * height > _LITTLE_PIXELS:
            picture.draft("L", SQUARE)
            picture.decodermaxblock = _PIECE_BYTES
        if picture.format == "JPEG" and picture.mode == "L":
            self._brightness = _room_for(picture)
        picture.load()
        if self._brightness is None:
            self._colors = appearance.to_rgb(picture)

    def hash_by(self, recipe: str, orientation: int) -> PdqHash:
        """Hash by a recipe, turned upright from the way that EXIF says it lies."""
        turn = TURNS.get(orientation, np.asarray)
        made = None
        if self._brightness is not None:
            luma = turn(self._brightness)
            width, height = self.size
            size = (width, height) if orientation in SIDEWAYS else (height, width)
            made = pdq_of_near_luma(luma, recipe=recipe, size=size)
        return made or self._hash_in_color(recipe, turn)

    def _hash_in_color(self, recipe: str, turn: Callable[[_Array], _Array]) -> PdqHash:
        if self._colors is None:
            self._colors = appearance.to_rgb(self.opened())
        shown = self._colors
        if recipe == CANONICAL_RECIPE:
            shown = shown.resize(SQUARE, Image.Resampling.BILINEAR)
        elif shown.width * shown.height > _COLOR_PIXELS:
            return pdq_of_luma(turn(np.asarray(shown.convert("L"))), recipe=recipe)
        return pdq_of_rgb(turn(np.asarray(shown)), recipe=recipe)


def _room_for(picture: ImageFile.ImageFile) -> _Array:
    """Let a grey picture be decoded to where it is hashed, instead of copied there."""
    room = np.zeros((picture.height, picture.width), np.uint8)
    picture.im = Image.frombuffer("L", picture.size, room, "raw", "L", 0, 1).im
    return room
