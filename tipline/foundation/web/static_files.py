"""Styles and scripts: how long browsers keep them, and styles as one sheet.

Portals are worked with all day, on slow lines, too: their files have addresses that
name the content, and are kept until they change. What the public's pages link is kept
nowhere: they promise that nothing of a visit stays.
"""

import gzip
import hashlib
import posixpath
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

FOR_GOOD: Final = "public, max-age=31536000, immutable"
OF_PORTALS: Final = "tipline/css/tipline.css"
_OF_THE_PUBLIC: Final = ("public/", "take_it_down/")
_DIGITS: Final = 12
_PART: Final = re.compile(r'@import url\("([^"]+)"\)(?: layer\((\w+)\))?;\n')


class NamedStorage(StaticFilesStorage):
    """Static files as they are, under addresses that say which version it is."""

    def url(self, name: str | None) -> str:
        """Give the address of a static file."""
        address = super().url(name)
        digest = digest_of(name or "")
        return f"{address}?{digest}" if digest else address


@cache
def digest_of(name: str) -> str:
    """Give a static file's digest, 12 hex digits; empty if it is not to be kept."""
    found = None if name.startswith(_OF_THE_PUBLIC) else finders.find(name)
    return _digest(Path(found).read_bytes()) if found else ""


def keep(headers: dict[str, str], name: str) -> None:
    """Say how long browsers keep a static file: the public's are not written down."""
    if name.startswith(_OF_THE_PUBLIC):
        headers["Cache-Control"] = "no-store"
    elif digest_of(name):
        headers["Cache-Control"] = FOR_GOOD


@dataclass(frozen=True)
class Sheet:
    """Several styles in one file, plain and compressed."""

    plain: bytes
    small: bytes
    digest: str


@cache
def sheet(name: str = OF_PORTALS) -> Sheet:
    """Give the files that a style sheet names as one, each in its layer if it has one.

    Thirty of them would each wait for an answer before anything is shown.
    """

    def inlined(part: re.Match[str]) -> str:
        text = _text(posixpath.normpath(f"{posixpath.dirname(name)}/{part[1]}"))
        return f"@layer {part[2]} {{\n{text}}}\n" if part[2] else text

    plain = _PART.sub(inlined, _text(name)).encode()
    return Sheet(plain, gzip.compress(plain, mtime=0), _digest(plain))


def _text(name: str) -> str:
    return Path(str(finders.find(name))).read_text(encoding="utf-8")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGITS]
