"""Read a picture's EXIF as plain data: names and short printable texts.

Runs inside the jail only. Whoever made the file chose these texts.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PIL import ExifTags, Image

from tipline.files.decoder import limits

_LONGEST_LIST = 16
_UPRIGHT = 1
_ORIENTATIONS = range(1, 9)
_COMMENT_CHARSET_BYTES = 8
_NOT_TOLD = frozenset(ExifTags.IFD) | {
    ExifTags.Base.ImageWidth,
    ExifTags.Base.ImageLength,
    ExifTags.Base.BitsPerSample,
    ExifTags.Base.Compression,
    ExifTags.Base.PhotometricInterpretation,
    ExifTags.Base.StripOffsets,
    ExifTags.Base.SamplesPerPixel,
    ExifTags.Base.RowsPerStrip,
    ExifTags.Base.StripByteCounts,
    ExifTags.Base.PlanarConfiguration,
    ExifTags.Base.Predictor,
    ExifTags.Base.ColorMap,
    ExifTags.Base.TileWidth,
    ExifTags.Base.TileLength,
    ExifTags.Base.TileOffsets,
    ExifTags.Base.TileByteCounts,
    ExifTags.Base.ExtraSamples,
    ExifTags.Base.SampleFormat,
    ExifTags.Base.JPEGTables,
}
"""Pointers, and how a TIFF lays out its pixels: nothing about who, when or where."""

_PLACES = (
    (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, 90),
    (ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, 180),
)


@dataclass(frozen=True, slots=True)
class Exif:
    """A picture's EXIF: how it must be turned (1 to 8), and everything as text."""

    orientation: int
    entries: Mapping[str, str]


EMPTY = Exif(_UPRIGHT, {})


def read(picture: Image.Image) -> Exif:
    """Read what is there, bounded in number and length.

    Latitude and longitude become decimal degrees, south and west negative. Maker notes
    and other binary values are named with their size only.
    """
    # a packet of XMP must not turn the picture: viewers look at EXIF alone
    picture.info.pop("xmp", None)
    # not picture.getexif(): PNG's own would decode the whole picture
    tags = Image.Image.getexif(picture)
    orientation = tags.get(ExifTags.Base.Orientation, _UPRIGHT)
    if orientation not in _ORIENTATIONS:
        orientation = _UPRIGHT
    return Exif(int(orientation), _bounded(_texts(tags)))


def _texts(tags: Image.Exif) -> Iterator[tuple[str, str]]:
    for directory in (tags, tags.get_ifd(ExifTags.IFD.Exif)):
        for tag, value in directory.items():
            if tag not in _NOT_TOLD:
                yield _name(tag, ExifTags.TAGS), _text(value)
    yield from _gps_texts(tags.get_ifd(ExifTags.IFD.GPSInfo))


def _gps_texts(gps: Mapping[int, object]) -> Iterator[tuple[str, str]]:
    told = set()
    for tag, reference, most in _PLACES:
        degrees = _degrees(gps.get(tag), gps.get(reference), most)
        if degrees is not None:
            told |= {tag, reference}
            yield _name(tag, ExifTags.GPSTAGS), f"{degrees:.6f}"
    for other, value in gps.items():
        if other not in told:
            yield _name(other, ExifTags.GPSTAGS), _text(value)


def _degrees(parts: object, reference: object, most: int) -> float | None:
    """Turn degrees, minutes and seconds with N, S, E or W into one number."""
    if not isinstance(parts, tuple) or not isinstance(reference, str):
        return None
    value = math.fsum(float(part) / 60**i for i, part in enumerate(parts[:3]))
    if not math.isfinite(value) or not 0 <= value <= most:
        return None
    return -value if reference[:1].upper() in ("S", "W") else value


def _name(tag: int, names: Mapping[int, str]) -> str:
    return names.get(tag, f"0x{tag:04x}")


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return _bytes_text(value)
    if isinstance(value, tuple):
        return ", ".join(_text(part) for part in value[:_LONGEST_LIST])
    return _printable(str(value))


def _bytes_text(value: bytes) -> str:
    text = value.strip(b"\0 ")
    if text.startswith(b"ASCII\0\0\0"):
        text = text[_COMMENT_CHARSET_BYTES:]
    if text.isascii() and text.decode("ascii").isprintable():
        return text.decode("ascii")[: limits.EXIF_VALUE_LENGTH]
    return f"({len(value)} bytes)"


def _printable(text: str) -> str:
    cut = text.strip("\0 ")[: limits.EXIF_VALUE_LENGTH]
    return "".join(c if c.isprintable() else "\ufffd" for c in cut)


def _bounded(texts: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Keep the first texts, as many as an answer may carry."""
    kept: dict[str, str] = {}
    room = limits.EXIF_TOTAL_BYTES
    for name, text in texts:
        short = text[: limits.EXIF_VALUE_LENGTH]
        room -= len(json.dumps([name, short]))
        if room < 0 or len(kept) == limits.EXIF_ENTRIES:
            break
        kept.setdefault(name, short)
    return kept
