"""What a jailed child does with its one descriptor: read a file, write an answer."""

import io
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Never

from tipline.files.decoder import limits, picture, sniff, warmup
from tipline.files.decoder.protocol import SIZE, Inspection, Reason, encode_answer
from tipline.files.decoder.seccomp import ANSWER_FD

_PIECE_BYTES = 256 * 1024


class CallerLeftError(Exception):
    """The other end closed before the whole file was handed over."""


Look = Callable[[bytes, int, str], Inspection]
"""What is made of a file's first bytes, its size and its media type."""


def prepare() -> None:
    """Load and try all that a child will need, before the first fork.

    Raises:
        RuntimeError: a sample picture could not be read, so the set-up is broken.
    """
    picture.prepare()
    signal.signal(signal.SIGXCPU, _stop_in_time)
    for sample in warmup.warm_up():
        if sample.outcome != "ok":
            message = f"a {sample.media_type} sample could not be read: {sample.reason}"
            raise RuntimeError(message)


def look_at_picture(head: bytes, size_bytes: int, media_type: str) -> Inspection:
    """Read the rest of a picture and inspect it."""
    if media_type not in sniff.DECODABLE:
        return Inspection("refused", Reason.UNSUPPORTED_FORMAT, media_type)
    if size_bytes > limits.FILE_BYTES:
        return Inspection("refused", Reason.TOO_LARGE, media_type)
    return picture.inspect_picture(whole(head, size_bytes), media_type)


def answer_one_file(look: Look = look_at_picture) -> None:
    """Read one file, inspect it, and write the answer."""

    def make(head: bytes, size_bytes: int, media_type: str | None) -> bytes:
        found = _inspected(look, head, size_bytes, media_type=media_type)
        return encode_answer(found)

    answer(make)


def answer(make: Callable[[bytes, int, str | None], bytes]) -> None:
    """Send what `make` gives for a file's first bytes, its size and its media type.

    A file that cannot be decoded anyhow is answered after its first bytes, so that a
    long video is not piped through for nothing.
    """
    size_bytes = SIZE.unpack(_read_exactly(SIZE.size))[0]
    head = _read_exactly(min(size_bytes, sniff.HEAD_BYTES))
    _write(make(head, size_bytes, sniff.media_type_of(head)))


def _inspected(
    look: Look, head: bytes, size_bytes: int, *, media_type: str | None
) -> Inspection:
    if not size_bytes:
        return Inspection("refused", Reason.EMPTY)
    if media_type is None:
        return Inspection("refused", Reason.UNSUPPORTED_FORMAT)
    return look(head, size_bytes, media_type)


def whole(head: bytes, size_bytes: int) -> io.BytesIO:
    """Read on until there are so many bytes."""
    content = io.BytesIO()
    # all of it at once: a buffer that grows needs twice the memory for a moment
    content.seek(size_bytes - 1)
    content.write(b"\0")
    content.seek(0)
    content.write(head)
    while content.tell() < size_bytes:
        content.write(_read(size_bytes - content.tell()))
    content.seek(0)
    return content


def _read_exactly(size_bytes: int) -> bytes:
    read = b""
    while len(read) < size_bytes:
        read += _read(size_bytes - len(read))
    return read


def _read(most: int) -> bytes:
    piece = os.read(ANSWER_FD, min(most, _PIECE_BYTES))
    if not piece:
        raise CallerLeftError
    return piece


def _write(message: bytes) -> None:
    rest = memoryview(message)
    while rest:
        rest = rest[os.write(ANSWER_FD, rest) :]


def _stop_in_time(signal_number: int, frame: FrameType | None) -> Never:
    del signal_number, frame
    raise picture.OutOfTimeError
