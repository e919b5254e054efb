"""What a child that draws previews may send: pixels and their size, or why not.

The child may have been taken over. So nothing of a picture format is read outside of
the jail: a header of fixed length, and exactly width times height times three bytes.
"""

import struct
from dataclasses import dataclass

from tipline.files.decoder import limits
from tipline.files.decoder.protocol import REFUSALS, MalformedAnswerError, Reason

_HEADER = struct.Struct("!cHHH")
_PIXELS, _REFUSED = b"P", b"R"
_CHANNELS = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """A preview's pixels, red, green and blue row by row; `frames` tells a sheet."""

    width: int
    height: int
    frames: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """Why there is no preview."""

    reason: Reason


def encode(answer: Drawn | NotDrawn) -> bytes:
    """Write an answer as the child sends it."""
    if isinstance(answer, NotDrawn):
        return _HEADER.pack(_REFUSED, 0, 0, 0) + answer.reason.value.encode()
    size = (answer.width, answer.height, answer.frames)
    return _HEADER.pack(_PIXELS, *size) + answer.pixels


def parse(message: bytes) -> Drawn | NotDrawn:
    """Read what a child sent, believing nothing.

    Raises:
        MalformedAnswerError: anything at all is out of place.
    """
    if len(message) < _HEADER.size:
        raise MalformedAnswerError("too short")
    kind, width, height, frames = _HEADER.unpack_from(message)
    rest = message[_HEADER.size :]
    if kind == _REFUSED and not (width or height or frames):
        return NotDrawn(_reason(rest))
    sides = 1 <= width <= limits.PREVIEW_SIDE and 1 <= height <= limits.PREVIEW_SIDE
    if kind != _PIXELS or not sides or not 1 <= frames <= limits.PREVIEW_FRAMES * 2 + 1:
        raise MalformedAnswerError("wrong header")
    if len(rest) != width * height * _CHANNELS:
        raise MalformedAnswerError("wrong number of pixels")
    return Drawn(width, height, frames, rest)


def _reason(text: bytes) -> Reason:
    for reason in REFUSALS:
        if reason.value.encode() == text:
            return reason
    raise MalformedAnswerError("reason")
