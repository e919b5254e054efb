"""The one thing that the browser may send: a small JSON of hexadecimal digits.

    {"version": "1", "token": 32 digits, "age": "13",
     "image": {"md5": 32, "sha256": 64 or none, "quality": "87", "pdq": [64, …]}}

or, for a video, `"video": {"md5": 32, "frames": [64, …]}`. There is no place in it for
a name, a text or a picture. A browser that hides pixels from pages sends no PDQ hash,
and then no quality: the exact file is known, and nothing that looks like it. Of such a
picture there must be a SHA-256: an MD5 alone can be made to be another file's.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from tipline.hashing.distance import FLAT_BITS, QUALITY_MIN
from tipline.hashlist.states import Media
from tipline.takeitdown.errors import NoHashesError, TooMuchSentError, TooPlainError
from tipline.takeitdown.states import AgeRange

BYTES_MOST: Final = 8192
VERSION: Final = "1"
PDQ_MOST: Final = 16  # eight turns and six crops, and room for two
FRAMES_MOST: Final = 60
_MD5, _SHA256, _PDQ, _TOKEN = 32, 64, 64, 32
_HEX = re.compile(r"[0-9a-f]*")
_QUALITY = re.compile(r"[0-9]{1,3}")
_FLAT_LEAST, _FLAT_MOST = FLAT_BITS


@dataclass(frozen=True, kw_only=True)
class Print:
    """The hashes of one file: all lower case; `pdq` begins with the picture as it lies.

    `sha256` is empty where the browser could not make one, and for videos; `pdq` where
    it hides pixels from pages.
    """

    media: str
    md5: str
    sha256: str = ""
    pdq: tuple[str, ...]
    quality: int | None = None

    @property
    def values(self) -> list[tuple[str, str]]:
        """All hashes as algorithms and values, the whole picture's PDQ hash last.

        Programs that read one PDQ hash of an entry take the last.
        """
        exact = [("md5", self.md5), *([("sha256", self.sha256)] if self.sha256 else [])]
        return [*exact, *(("pdq", value) for value in reversed(self.pdq))]


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One file's hashes, the age that somebody chose, and the token of their case."""

    token: str
    age: AgeRange
    made: Print


def read(body: bytes) -> Submission:
    """Read what was sent.

    Raises:
        TooMuchSentError: it is longer than hashes are.
        NoHashesError: it is anything else than the JSON above.
        TooPlainError: nothing in it says enough to recognize a picture by.
    """
    if len(body) > BYTES_MOST:
        raise TooMuchSentError(most=BYTES_MOST)
    try:
        sent = json.loads(body.decode("ascii"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise NoHashesError(problem="it is not JSON in ASCII") from error
    media = Media.VIDEO if isinstance(sent, dict) and "video" in sent else Media.IMAGE
    fields = _fields(sent, {"version", "token", "age", media.value}, "the request")
    if fields["version"] != VERSION:
        raise NoHashesError(problem=f"the version is not {VERSION}")
    if fields["age"] not in AgeRange.values:
        raise NoHashesError(problem="the age is none of the ranges")
    made = (_video if media == Media.VIDEO else _image)(fields[media.value])
    return Submission(
        token=_hex(fields["token"], _TOKEN, "token"),
        age=AgeRange(fields["age"]),
        made=made,
    )


def _image(sent: object) -> Print:
    fields = _fields(sent, {"md5", "sha256", "quality", "pdq"}, "image")
    quality = fields["quality"]
    exact = Print(
        media=Media.IMAGE,
        md5=_hex(fields["md5"], _MD5, "md5"),
        sha256=_hex(fields["sha256"], _SHA256, "sha256") if fields["sha256"] else "",
        pdq=(),
    )
    if (quality, fields["pdq"]) == ("", []):
        if not exact.sha256:
            raise NoHashesError(problem="there is neither SHA-256 nor PDQ")
        return exact
    if not isinstance(quality, str) or not _QUALITY.fullmatch(quality):
        raise NoHashesError(problem="the quality is not 0 to 100")
    if not QUALITY_MIN <= int(quality) <= 100:  # noqa: PLR2004 - of a hundred
        raise TooPlainError
    pdq = _telling(fields["pdq"], PDQ_MOST, "pdq")
    return replace(exact, pdq=pdq, quality=int(quality))


def _video(sent: object) -> Print:
    fields = _fields(sent, {"md5", "frames"}, "video")
    frames = fields["frames"]
    return Print(
        media=Media.VIDEO,
        md5=_hex(fields["md5"], _MD5, "md5"),
        pdq=_telling(frames, FRAMES_MOST, "frames") if frames != [] else (),
    )


def _telling(sent: object, most: int, name: str) -> tuple[str, ...]:
    """Read PDQ hashes, each once; refuse if the first is flat, and drop others."""
    if not isinstance(sent, list) or not 1 <= len(sent) <= most:
        raise NoHashesError(problem=f"{name} is not a list of 1 to {most} hashes")
    values = tuple(dict.fromkeys(_hex(value, _PDQ, name) for value in sent))
    telling = tuple(value for value in values if not is_flat(value))
    if not telling or telling[0] != values[0]:
        raise TooPlainError
    return telling


def is_flat(value: str) -> bool:
    """Tell whether a PDQ hash is that of a picture of nearly one color."""
    return not _FLAT_LEAST <= int(value, 16).bit_count() <= _FLAT_MOST


def _fields(sent: object, wanted: set[str], name: str) -> Mapping[str, object]:
    if not isinstance(sent, dict) or set(sent) != wanted:
        raise NoHashesError(problem=f"{name} does not have just its fields")
    return sent


def _hex(value: object, digits: int, name: str) -> str:
    if not isinstance(value, str) or len(value) != digits or not _HEX.fullmatch(value):
        raise NoHashesError(
            problem=f"{name} is not {digits} hexadecimal digits in lower case"
        )
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a field is there twice")
    return dict(pairs)
