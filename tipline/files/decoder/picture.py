"""Decode a picture and bring it into the canonical form that is hashed.

Imported by the zygote only; everything here runs inside the jail. The recipe, named
`tipline.hashing.pdq.CANONICAL_RECIPE`: first frame, transparent parts on white, RGB,
resized to 512 x 512 with a bilinear (tent) filter, turned upright as EXIF says, PDQ.
Color profiles are ignored, as the reference implementations do.
"""

import contextlib
import io
import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from tipline.files.decoder import exif, frames, limits
from tipline.files.decoder.protocol import Inspection, Reason
from tipline.hashing.pdq import CANONICAL_RECIPE, CANONICAL_SIDE, PdqHash, pdq_of_rgb

_PLUGINS: dict[str, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    "image/avif": AvifImagePlugin.AvifImageFile,
    "image/bmp": BmpImagePlugin.BmpImageFile,
    "image/gif": GifImagePlugin.GifImageFile,
    "image/jpeg": JpegImagePlugin.JpegImageFile,
    "image/png": PngImagePlugin.PngImageFile,
    "image/tiff": TiffImagePlugin.TiffImageFile,
    "image/webp": WebPImagePlugin.WebPImageFile,
}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset({5, 6, 7, 8})
_SIDE = (CANONICAL_SIDE, CANONICAL_SIDE)
_WHITE = (255, 255, 255)
_TRUNCATION_WORDS = ("truncated", "incomplete", "end of file")

ColorSpaces = ImageCms
"""Pillow imports it when it meets CIE Lab; inside the jail that would be too late."""


class OutOfTimeError(Exception):
    """The processor time for this file is nearly used up."""


def prepare() -> None:
    """Set Pillow up for hostile input. Once, before the first fork."""
    warnings.simplefilter("ignore")
    # Pillow refuses beyond twice this, also where it allocates before it can be asked
    Image.MAX_IMAGE_PIXELS = limits.PIXELS // 2
    # Pillow would load more formats when first asked to guess or to save
    Image._initialized = 2  # noqa: SLF001 - there is no public way
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    for chunk in ("iCCP", "iTXt", "tEXt", "zTXt"):
        setattr(PngImagePlugin.PngStream, f"chunk_{chunk}", _skip_chunk)


def inspect_picture(content: io.BytesIO, media_type: str) -> Inspection:
    """Find out all that is told of a picture; never raises for what the file does.

    Args:
        content: the whole file.
        media_type: one of `sniff.DECODABLE`, as the file's first bytes show.
    """
    known = Inspection("refused", Reason.MALFORMED, media_type)
    picture: ImageFile.ImageFile | None = None
    square: Image.Image | None = None
    try:
        picture = _PLUGINS[media_type](content)
        known = _measured(known, picture, content)
        if picture.width * picture.height > limits.PIXELS:
            known = replace(known, reason=Reason.TOO_MANY_PIXELS)
        else:
            square = _square(picture)
    # a decoder fed with rubbish raises everything there is, even AttributeError
    except Exception as error:  # noqa: BLE001 - see above
        known = replace(known, reason=_reason_for(error))
    found = exif.EMPTY if picture is None else _exif_of(picture)
    known = _upright(known, found, media_type)
    return known if square is None else _hashed(known, square, found.orientation)


def _measured(
    known: Inspection, picture: ImageFile.ImageFile, content: io.BytesIO
) -> Inspection:
    if not all(1 <= side <= limits.SIDE for side in picture.size):
        raise ValueError("a side that no picture has")
    with content.getbuffer() as view:
        if known.media_type == "image/gif":
            count = frames.in_gif(view)
        elif known.media_type == "image/tiff":
            count = frames.in_tiff(view)
        else:
            count = getattr(picture, "n_frames", 1)
    width, height = picture.size
    count = max(1, min(count, limits.FRAMES))
    return replace(known, width=width, height=height, frames=count)


def _square(picture: ImageFile.ImageFile) -> Image.Image:
    """Decode into a canonical square that is not upright yet.

    Turning a square of 512 costs nothing, turning 50 megapixels does.
    """
    # a JPEG decodes at half, quarter or eighth size in a fraction of the time
    picture.draft(None, _SIDE)
    picture.load()
    return to_rgb(picture).resize(_SIDE, Image.Resampling.BILINEAR)


def to_rgb(picture: Image.Image) -> Image.Image:
    """Show the picture as a viewer would: RGB, transparent parts on white."""
    if picture.mode[0] in "IF":
        return _from_deep_gray(picture).convert("RGB")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        canvas = Image.new("RGB", picture.size, _WHITE)
        canvas.paste(clear, (0, 0), clear)
        return canvas
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _from_deep_gray(picture: Image.Image) -> Image.Image:
    """Bring gray of 16 or 32 bits or floating point down to 8 bits.

    16 bits are divided by 257. Others have no white point: values within 0 to 1
    (floating point), 255 or 65535 are taken to use that range, all else is stretched
    to its own.
    """
    values = np.asarray(picture)
    if values.dtype.kind == "f":
        values = np.nan_to_num(values, posinf=0, neginf=0)
    low, high = float(values.min()), float(values.max())
    if picture.mode.startswith("I;16"):
        low, high = 0.0, 65535.0
    elif low >= 0:
        tops = (1.0, 255.0, 65535.0) if values.dtype.kind == "f" else (255.0, 65535.0)
        low, high = next(((0.0, top) for top in tops if high <= top), (low, high))
    scale = 255.0 / (high - low) if high > low else 0.0
    gray = np.empty(values.shape, np.uint8)
    for row in range(values.shape[0]):
        gray[row] = np.rint((values[row].astype(np.float64) - low) * scale)
    return Image.fromarray(gray)


def _exif_of(picture: ImageFile.ImageFile) -> exif.Exif:
    # what the picture shows counts more than its EXIF: whatever goes wrong, go on
    with contextlib.suppress(Exception):
        return exif.read(picture)
    return exif.EMPTY


def _upright(known: Inspection, found: exif.Exif, media_type: str) -> Inspection:
    known = replace(known, exif=found.entries)
    # Pillow's TIFF reader turns the picture itself
    if found.orientation in _SIDEWAYS and media_type != "image/tiff":
        return replace(known, width=known.height, height=known.width)
    return known


def _hashed(known: Inspection, square: Image.Image, orientation: int) -> Inspection:
    turn = None if known.media_type == "image/tiff" else _TURNS.get(orientation)
    upright = square if turn is None else square.transpose(turn)
    digest: PdqHash = pdq_of_rgb(np.asarray(upright), recipe=CANONICAL_RECIPE)
    return replace(
        known,
        outcome="ok",
        reason=None,
        pdq=digest.hex,
        pdq_quality=digest.quality,
        recipe=digest.recipe,
    )


def _reason_for(error: Exception) -> Reason:
    if isinstance(error, MemoryError):
        return Reason.MEMORY
    if isinstance(error, OutOfTimeError):
        return Reason.TIME
    if isinstance(error, Image.DecompressionBombError):
        return Reason.TOO_MANY_PIXELS
    words = str(error).lower()
    if isinstance(error, OSError) and any(word in words for word in _TRUNCATION_WORDS):
        return Reason.TRUNCATED
    return Reason.MALFORMED


def _skip_chunk(stream: PngImagePlugin.PngStream, position: int, length: int) -> bytes:
    """Read over a chunk that says nothing about the pixels.

    Compressed texts and profiles are where a PNG hides a bomb; unread they are
    harmless, and the picture is hashed all the same.
    """
    del position
    if stream.fp is None:
        raise ValueError("a closed file")
    return ImageFile._safe_read(stream.fp, length)  # noqa: SLF001 - Pillow has no other
