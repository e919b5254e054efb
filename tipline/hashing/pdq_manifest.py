"""What an index's folder consists of at one moment, in a small file of its own."""

import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tipline.hashing.atomic_file import written_whole
from tipline.hashing.errors import DamagedIndexError

FILE: Final = "manifest"
_VERSION: Final = 1


@dataclass(frozen=True)
class SegmentFiles:
    """The file of a segment, and that of the rows in it which are no more."""

    segment: str
    dead: str | None = None


@dataclass(frozen=True)
class Manifest:
    """The segments, the log of what came after them, and up to where they reach.

    `number` is the highest in any name so far: no name is given twice, so a reader may
    keep what it has of a name.
    """

    position: int
    log: str
    segments: tuple[SegmentFiles, ...] = ()
    number: int = 0

    def files(self) -> set[str]:
        """Name every file that is in use."""
        names = {self.log}
        for files in self.segments:
            names |= {files.segment, files.dead or files.segment}
        return names


def write(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the one before, whole or not at all."""
    body = json.dumps({"version": _VERSION, **asdict(manifest)})
    line = f"{zlib.crc32(body.encode()):08x} {body}\n"
    with written_whole(folder / FILE) as file:
        file.write(line.encode())


def read(text: str, path: Path) -> Manifest:
    """Read a manifest's text.

    Raises:
        DamagedIndexError: it was changed, or is of another version.
    """
    checksum, _, body = text.rstrip("\n").partition(" ")
    if checksum != f"{zlib.crc32(body.encode()):08x}":
        raise DamagedIndexError(path=path, reason="its manifest was changed")
    facts = json.loads(body)
    if facts["version"] != _VERSION:
        reason = f"its version is {facts['version']}, and {_VERSION} is read"
        raise DamagedIndexError(path=path, reason=reason)
    segments = tuple(SegmentFiles(**files) for files in facts["segments"])
    return Manifest(facts["position"], facts["log"], segments, facts["number"])
