"""Styles and scripts under addresses that name their content: kept until they change.

Portals are worked with all day, on slow lines, too. What the public's pages link is
left out: they promise that nothing of a visit stays.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

FOR_GOOD: Final = "public, max-age=31536000, immutable"
_SHEET: Final = "tipline/css/tipline.css"
# The public's pages link these one by one, or have modules that import each other.
_OF_THE_PUBLIC: Final = ("public/", "take_it_down/", "tipline/css/")
_DIGITS: Final = 12
_PART: Final = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);\n')


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
    """Let browsers keep a static file whose address has its digest."""
    if digest_of(name):
        headers["Cache-Control"] = FOR_GOOD


@dataclass(frozen=True)
class Sheet:
    """The portals' styles in one file, plain and compressed."""

    plain: bytes
    small: bytes
    digest: str


@cache
def sheet() -> Sheet:
    """Give the files that tipline.css names as one, each in its layer.

    Thirty of them would each wait for an answer before anything is shown.
    """
    whole = Path(str(finders.find(_SHEET)))

    def inlined(part: re.Match[str]) -> str:
        text = (whole.parent / part[1]).read_text(encoding="utf-8")
        return f"@layer {part[2]} {{\n{text}}}\n"

    plain = _PART.sub(inlined, whole.read_text(encoding="utf-8")).encode()
    return Sheet(plain, gzip.compress(plain, mtime=0), _digest(plain))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGITS]
