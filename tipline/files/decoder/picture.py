"""Decode a picture and hash it by both recipes.

Imported by the zygote only; everything here runs inside the jail. Both recipes, named
in `tipline.hashing.pdq`, take the first frame with transparent parts on white, turned
upright as EXIF says. The canonical one makes it 512 x 512 before, by a bilinear filter.
Color profiles are ignored, as the reference implementations do.
"""

import contextlib
import io
import warnings
from dataclasses import replace

from PIL import AvifImagePlugin, Image, ImageCms, ImageFile, PngImagePlugin

from tipline.files.decoder import exif, frames, limits
from tipline.files.decoder.pixels import SIDEWAYS, Pixels
from tipline.files.decoder.protocol import Inspection, Reason
from tipline.hashing.pdq import RECIPES, PdqHash

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
    pixels = Pixels(content, media_type)
    picture: ImageFile.ImageFile | None = None
    is_loaded = False
    try:
        picture = pixels.opened()
        known = _measured(known, picture, content)
        if picture.width * picture.height > limits.PIXELS:
            known = replace(known, reason=Reason.TOO_MANY_PIXELS)
        else:
            pixels.load(picture)
            is_loaded = True
    # a decoder fed with rubbish raises everything there is, even AttributeError
    except Exception as error:  # noqa: BLE001 - see above
        known = replace(known, reason=reason_for(error))
    found = exif.EMPTY if picture is None else _exif_of(picture)
    # its own pixels may be all the memory that hashing at full size needs
    del picture
    if is_loaded:
        # Pillow's TIFF reader turns the picture itself
        orientation = 1 if media_type == "image/tiff" else found.orientation
        known = _hashed(known, pixels, orientation)
    return _upright(known, found, media_type)


def _hashed(known: Inspection, pixels: Pixels, orientation: int) -> Inspection:
    """Hash by every recipe; what is known already counts more than what is missing."""
    hashes: list[PdqHash] = []
    try:
        for recipe in RECIPES:
            hashes.append(pixels.hash_by(recipe, orientation))  # noqa: PERF401 - keeps some
    except Exception as error:  # noqa: BLE001 - as above
        if not hashes:
            return replace(known, reason=reason_for(error))
    return replace(known, outcome="ok", reason=None, hashes=tuple(hashes))


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


def _exif_of(picture: ImageFile.ImageFile) -> exif.Exif:
    # what the picture shows counts more than its EXIF: whatever goes wrong, go on
    with contextlib.suppress(Exception):
        return exif.read(picture)
    return exif.EMPTY


def _upright(known: Inspection, found: exif.Exif, media_type: str) -> Inspection:
    known = replace(known, exif=found.entries)
    # Pillow's TIFF reader turns the picture itself
    if found.orientation in SIDEWAYS and media_type != "image/tiff":
        return replace(known, width=known.height, height=known.width)
    return known


def reason_for(error: Exception) -> Reason:
    """Say in a known word what a decoder raised."""
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
