"""Make a preview of pixels: grey, veiled, marked with who looks and when, as PNG.

Pure, and without any image library: the pixels come from the jail, and nothing here
reads a format. The mark is drawn here, so that a child that was taken over cannot leave
it out; the veil keeps so few pixels that nothing brings the others back.
"""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from tipline.files.decoder.preview_protocol import Drawn
from tipline.viewing.look import Blur, Look, Variant

_Array = NDArray[np.uint8]

# The longer side of a veiled preview before it is drawn large again.
VEILED_PIXELS = {Blur.LIGHT: 48, Blur.MEDIUM: 28, Blur.STRONG: 14}
# Source: ITU-R BT.601, the luma weights.
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_STRENGTH = 0.34
_SMALLEST = 96
_COMPRESSION = 1

# Five columns and seven rows a letter, one number a row, the leftmost column first.
_LETTERS = {
    "0": (14, 17, 19, 21, 25, 17, 14),
    "1": (4, 12, 4, 4, 4, 4, 14),
    "2": (14, 17, 1, 6, 8, 16, 31),
    "3": (31, 2, 4, 2, 1, 17, 14),
    "4": (2, 6, 10, 18, 31, 2, 2),
    "5": (31, 16, 30, 1, 1, 17, 14),
    "6": (6, 8, 16, 30, 17, 17, 14),
    "7": (31, 1, 2, 4, 8, 8, 8),
    "8": (14, 17, 17, 14, 17, 17, 14),
    "9": (14, 17, 17, 15, 1, 2, 12),
    "A": (14, 17, 17, 31, 17, 17, 17),
    "B": (30, 17, 17, 30, 17, 17, 30),
    "C": (14, 17, 16, 16, 16, 17, 14),
    "D": (30, 17, 17, 17, 17, 17, 30),
    "E": (31, 16, 16, 30, 16, 16, 31),
    "F": (31, 16, 16, 30, 16, 16, 16),
    "G": (14, 17, 16, 23, 17, 17, 15),
    "H": (17, 17, 17, 31, 17, 17, 17),
    "J": (7, 2, 2, 2, 2, 18, 12),
    "K": (17, 18, 20, 24, 20, 18, 17),
    "M": (17, 27, 21, 21, 17, 17, 17),
    "N": (17, 25, 21, 19, 17, 17, 17),
    "P": (30, 17, 17, 30, 16, 16, 16),
    "Q": (14, 17, 17, 17, 21, 18, 13),
    "R": (30, 17, 17, 30, 20, 18, 17),
    "S": (15, 16, 16, 14, 1, 1, 30),
    "T": (31, 4, 4, 4, 4, 4, 4),
    "V": (17, 17, 17, 17, 17, 10, 4),
    "W": (17, 17, 17, 21, 21, 27, 17),
    "X": (17, 17, 10, 4, 10, 17, 17),
    "Y": (17, 17, 10, 4, 4, 4, 4),
    "Z": (31, 1, 2, 4, 8, 16, 31),
    "-": (0, 0, 0, 31, 0, 0, 0),
    ":": (0, 4, 0, 0, 0, 4, 0),
    " ": (0, 0, 0, 0, 0, 0, 0),
}
_LETTER_WIDTH, _LETTER_HEIGHT = 6, 7


def render(drawn: Drawn, variant: Variant, look: Look, *, mark: str) -> bytes:
    """Give a preview as PNG.

    Args:
        drawn: pixels from the jail.
        variant: veiled or clear.
        look: the viewer's wishes.
        mark: who looks and when; capital letters, digits, hyphen, colon and space.
    """
    shape = (drawn.height, drawn.width, 3)
    pixels = np.frombuffer(drawn.pixels, np.uint8).reshape(shape)
    if look.grey:
        pixels = grey(pixels)
    if variant is Variant.VEILED:
        pixels = veil(pixels, look.blur)
    return png(marked(_padded(pixels), mark))


def grey(pixels: _Array) -> _Array:
    """Give the brightness of pixels in all three channels."""
    luma: _Array = np.rint(pixels.astype(np.float32) @ _LUMA).astype(np.uint8)
    return np.repeat(luma[:, :, None], 3, axis=2)


def veil(pixels: _Array, blur: Blur) -> _Array:
    """Keep a few pixels, each the mean of its part, and draw them large again."""
    height, width = pixels.shape[:2]
    scale = VEILED_PIXELS[blur] / max(height, width)
    rows, columns = max(1, round(height * scale)), max(1, round(width * scale))
    row_of = np.arange(height) * min(rows, height) // height
    column_of = np.arange(width) * min(columns, width) // width
    sums = np.add.reduceat(pixels.astype(np.float32), _starts(row_of), axis=0)
    sums = np.add.reduceat(sums, _starts(column_of), axis=1)
    counts = np.outer(np.bincount(row_of), np.bincount(column_of))[:, :, None]
    few: _Array = np.rint(sums / counts).astype(np.uint8)
    large: _Array = few[row_of[:, None], column_of[None, :]]
    return large


def _starts(part_of: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.flatnonzero(np.diff(part_of, prepend=-1))


def marked(pixels: _Array, mark: str) -> _Array:
    """Draw a mark over all of a picture, light with a dark edge, in tiles."""
    height, width = pixels.shape[:2]
    scale = max(1, max(height, width) // 512)
    line = np.kron(_line(mark), np.ones((scale, scale), bool))
    light = _tiled(line, height, width)
    dark = np.roll(light, (scale, scale), (0, 1)) & ~light
    shown = pixels.astype(np.float32)
    shown[light] += (255 - shown[light]) * _STRENGTH
    shown[dark] *= 1 - _STRENGTH
    return shown.astype(np.uint8)


def png(pixels: _Array) -> bytes:
    """Write pixels as PNG; source: the PNG specification, third edition."""
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + width * 3), np.uint8)
    rows[:, 1:] = pixels.reshape(height, width * 3)
    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"IDAT", zlib.compress(rows.tobytes(), _COMPRESSION)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return (
        struct.pack("!I", len(content)) + kind + content + struct.pack("!I", checksum)
    )


def _padded(pixels: _Array) -> _Array:
    """Put a tiny picture on a larger ground, so that the mark can be read."""
    height, width = pixels.shape[:2]
    if height >= _SMALLEST and width >= _SMALLEST:
        return pixels
    shape = (max(height, _SMALLEST), max(width, _SMALLEST), 3)
    ground = np.full(shape, 128, np.uint8)
    ground[:height, :width] = pixels
    return ground


def _line(mark: str) -> NDArray[np.bool_]:
    line = np.zeros((_LETTER_HEIGHT, _LETTER_WIDTH * len(mark)), bool)
    for place, letter in enumerate(mark):
        for row, bits in enumerate(_LETTERS[letter]):
            start = place * _LETTER_WIDTH
            line[row, start : start + 5] = [bits >> 4 - at & 1 for at in range(5)]
    return line


def _tiled(line: NDArray[np.bool_], height: int, width: int) -> NDArray[np.bool_]:
    """Repeat a line over the whole, every second row of tiles shifted by half."""
    tall, long = line.shape
    tile = np.zeros((tall * 4, long + tall * 2), bool)
    tile[tall : tall * 2, :long] = line
    both = np.vstack([tile, np.roll(tile, tile.shape[1] // 2, 1)])
    times = (-(-height // both.shape[0]), -(-width // both.shape[1]))
    return np.tile(both, times)[:height, :width]
