"""Read a multipart form as it arrives, piece by piece, in bounded memory.

Django's own parser leaves out a part whose file name is empty and takes a form that
breaks off for a whole one; evidence may have no name, and half a file is none.

Source: RFC 7578 (forms), RFC 2046 section 5.1 (multipart), RFC 8187 (`filename*`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote_to_bytes

CHUNK_BYTES = 256 * 1024
_HEAD_BYTES_MAX = 64 * 1024
_PARTS_MAX = 100
_BOUNDARY_BYTES_MAX = 200  # RFC 2046 allows 70; some clients do not know
_FILE_NAME_MAX = 2056  # as long as a platform may say that a name is

_BOUNDARY = re.compile(r'\bboundary\s*=\s*(?:"([^"]+)"|([^\s;,"]+))', re.IGNORECASE)
_PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*("(?:\\.|[^"\\])*"|[^;\s]*)')
_ESCAPED = re.compile(r'\\(["\\])')


class BrokenFormError(Exception):
    """The body is not a multipart form, or it ends before the form does."""


class Readable(Protocol):
    """A request's body."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class PartHead:
    """What a part of a form says of itself; the file name is safe to show."""

    name: str
    file_name: str


def read_parts(body: Readable, content_type: str) -> Iterator[PartHead | bytes]:
    """Yield each part of a form: its head, then its content in pieces.

    Ends only after the form's closing delimiter was read; what follows is left unread.

    Raises:
        BrokenFormError: also after pieces were given, when the form breaks off.
    """
    # As if a line had ended before: the first delimiter may open the body.
    source = _Source(body, b"\r\n")
    delimiter = b"\r\n--" + _boundary(content_type)
    for _skipped in source.until(delimiter):
        pass
    for _ in range(_PARTS_MAX):
        if source.peek(2) == b"--":
            return
        yield _head(source.head())
        yield from source.until(delimiter)
    raise BrokenFormError


class _Source:
    """A body with a little of it in hand."""

    def __init__(self, body: Readable, held: bytes) -> None:
        self._body = body
        self._held = held

    def until(self, delimiter: bytes) -> Iterator[bytes]:
        """Yield everything before the delimiter, and go past it."""
        while (at := self._held.find(delimiter)) < 0:
            # The last bytes may be the delimiter's beginning.
            sure = len(self._held) - len(delimiter) + 1
            if sure > 0:
                yield self._held[:sure]
                self._held = self._held[sure:]
            self._more()
        piece, self._held = self._held[:at], self._held[at + len(delimiter) :]
        if piece:
            yield piece

    def peek(self, size: int) -> bytes:
        """Give the next bytes, and leave them there."""
        while len(self._held) < size:
            self._more()
        return self._held[:size]

    def head(self) -> bytes:
        """Take the lines between a delimiter and the empty line after them."""
        while (at := self._held.find(b"\r\n\r\n")) < 0:
            if len(self._held) > _HEAD_BYTES_MAX:
                raise BrokenFormError
            self._more()
        lines, self._held = self._held[:at], self._held[at + 4 :]
        if lines.partition(b"\r\n")[0].strip(b" \t"):
            raise BrokenFormError  # something stands on the delimiter's own line
        return lines

    def _more(self) -> None:
        piece = self._body.read(CHUNK_BYTES)
        if not piece:
            raise BrokenFormError
        self._held += piece


def _boundary(content_type: str) -> bytes:
    kind, _, parameters = content_type.partition(";")
    found = _BOUNDARY.search(parameters)
    if kind.strip().lower() != "multipart/form-data" or found is None:
        raise BrokenFormError
    boundary = (found[1] or found[2]).encode("latin-1", errors="replace")
    if len(boundary) > _BOUNDARY_BYTES_MAX:
        raise BrokenFormError
    return boundary


def _head(lines: bytes) -> PartHead:
    said: dict[str, str] = {}
    for line in lines.decode(errors="replace").split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-disposition":
            said = {key.lower(): raw for key, raw in _PARAMETER.findall(value)}
    return PartHead(_unquoted(said.get("name", "")), clean_file_name(_file_name(said)))


def _file_name(said: dict[str, str]) -> str:
    charset, _, rest = _unquoted(said.get("filename*", "")).partition("'")
    if charset.lower() == "utf-8":
        encoded = rest.partition("'")[2]
        return unquote_to_bytes(encoded).decode(errors="replace")
    return _unquoted(said.get("filename", ""))


def _unquoted(value: str) -> str:
    if len(value) > 1 and value.startswith('"'):
        return _ESCAPED.sub(r"\1", value[1:-1])
    return value


def clean_file_name(name: str) -> str:
    """Give a file's own name: without folders, and without what cannot be printed."""
    own = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(each for each in own if each.isprintable()).strip()
    return "" if printable in {".", ".."} else printable[:_FILE_NAME_MAX]
