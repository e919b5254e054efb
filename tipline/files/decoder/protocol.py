"""What may pass through the wall of the jail, and how it is checked on the way out.

Parent and zygote share one SEQPACKET socket. For every file the parent sends an `ORDER`
with two descriptors: a stream socket for the jailed child and a pipe for the zygote.

    parent ──[size, 8 bytes][the file]──► child      one JSON object ──► parent
                                          zygote ──[cause][detail]────► parent

The child may have been taken over by the file it read. So its answer is parsed as
hostile input: bounded in size, an exact set of keys, exact types, known words, and
texts of printable characters only. What does not fit is no answer at all. How the child
ended comes from the zygote, by a way that the child cannot write to.
"""

import json
import re
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

from tipline.files.decoder import limits
from tipline.hashing.distance import QUALITY_MIN
from tipline.hashing.pdq import RECIPES, PdqHash
from tipline.hashing.turns import Turn
from tipline.hashing.video import LONGEST_MS, FrameHash

ORDER = b"inspect"
SIZE = struct.Struct("!Q")
ENDING = struct.Struct("!cB")

Outcome = Literal["ok", "refused", "killed"]


class Reason(StrEnum):
    """Why a file was not fully inspected: stable words for programs."""

    UNSUPPORTED_FORMAT = "unsupported-format"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY_PIXELS = "too-many-pixels"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    MEMORY = "memory"
    TIME = "time"
    TOO_LONG = "too-long"
    CRASH = "crash"
    BAD_ANSWER = "bad-answer"


REFUSALS = frozenset(Reason) - {Reason.CRASH, Reason.BAD_ANSWER}
"""The reasons a child may give itself; the others are the parent's findings."""


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What is known of a video beside its size.

    `length_ms` is what it says of itself, or as far as it was seen. `cut` says why the
    frames do not reach its end, None if they do.
    """

    length_ms: int
    cut: Reason | None = None
    frames: tuple[FrameHash, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known of one file after the decoder looked at it.

    `media_type` and `exif` may be known of a file that was refused. Every text in
    `exif` was chosen by whoever made the file: show it as data, never as markup.
    Width and height are those of the upright picture. `hashes` holds one for each
    recipe; a picture that is too much work at full size has the canonical one alone.
    A video has `video` instead, and a GIF that moves both. Of other pictures that move,
    such as WebP, only the first is looked at.
    """

    outcome: Outcome
    reason: Reason | None = None
    media_type: str | None = None
    width: int | None = None
    height: int | None = None
    frames: int | None = None
    exif: Mapping[str, str] = field(default_factory=dict)
    hashes: tuple[PdqHash, ...] = ()
    video: VideoFacts | None = None


class MalformedAnswerError(ValueError):
    """The child sent something that is not an answer."""


def encode_answer(inspection: Inspection) -> bytes:
    """Write an inspection as the child sends it."""
    fields = {name: getattr(inspection, name) for name in _FIELDS}
    exif, hashes = dict(inspection.exif), [*map(_hash_fields, inspection.hashes)]
    moving = {"video": inspection.video and _video_fields(inspection.video)}
    return json.dumps(fields | {"exif": exif, "hashes": hashes} | moving).encode()


def _video_fields(video: VideoFacts) -> dict[str, object]:
    frames = [
        [frame.at_ms, frame.until_ms, frame.quality, frame.value.hex()]
        for frame in video.frames
    ]
    return {"length_ms": video.length_ms, "cut": video.cut, "frames": frames}


def _hash_fields(made: PdqHash) -> dict[str, object]:
    turned = [value.hex() for value in made.turned]
    said = {"recipe": made.recipe, "quality": made.quality, "value": made.hex}
    return said | {"turned": turned}


def parse_answer(answer: bytes) -> Inspection:
    """Read what a child sent, believing nothing.

    Raises:
        MalformedAnswerError: anything at all is out of place.
    """
    if len(answer) > limits.ANSWER_BYTES:
        raise MalformedAnswerError("too long")
    try:
        fields = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise MalformedAnswerError("not JSON") from error
    if not isinstance(fields, dict) or set(fields) != _FIELDS:
        raise MalformedAnswerError("wrong keys")
    inspection = Inspection(
        outcome=_outcome(fields["outcome"]),
        reason=_reason(fields["reason"]),
        media_type=_text(fields["media_type"], _MEDIA_TYPE),
        width=_number(fields["width"], 1, limits.SIDE),
        height=_number(fields["height"], 1, limits.SIDE),
        frames=_number(fields["frames"], 1, limits.FRAMES),
        exif=_exif(fields["exif"]),
        hashes=_hashes(fields["hashes"]),
        video=_video(fields["video"]),
    )
    _check_whole(inspection)
    return inspection


_FIELDS = frozenset(Inspection.__dataclass_fields__)
_MEDIA_TYPE = re.compile(r"(image|video|audio|application|text)/[a-z0-9.+-]{1,60}")
_PDQ = re.compile(r"[0-9a-f]{64}")
_VIDEO_FIELDS = frozenset({"length_ms", "cut", "frames"})
_FRAME_FIELDS = 4
_HASH_FIELDS = frozenset({"recipe", "quality", "value", "turned"})


def _outcome(value: object) -> Outcome:
    if value == "ok":
        return "ok"
    if value == "refused":
        return "refused"
    raise MalformedAnswerError("outcome")


def _reason(value: object) -> Reason | None:
    if value is None:
        return None
    if not isinstance(value, str) or value not in REFUSALS:
        raise MalformedAnswerError("reason")
    return Reason(value)


def _text(value: object, pattern: re.Pattern[str]) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise MalformedAnswerError("text")
    return value


def _number(value: object, least: int, most: int) -> int | None:
    if value is None:
        return None
    # bool is an int to Python, but not to the protocol
    if type(value) is not int or not least <= value <= most:
        raise MalformedAnswerError("number")
    return value


def _hashes(value: object) -> tuple[PdqHash, ...]:
    if not isinstance(value, list) or len(value) > len(RECIPES):
        raise MalformedAnswerError("hashes")
    hashes = tuple(_hash(fields) for fields in value)
    if len({made.recipe for made in hashes}) != len(hashes):
        raise MalformedAnswerError("a recipe twice")
    return hashes


def _hash(fields: object) -> PdqHash:
    if not isinstance(fields, dict) or set(fields) != _HASH_FIELDS:
        raise MalformedAnswerError("hash")
    recipe, turned = fields["recipe"], fields["turned"]
    if recipe not in RECIPES or not isinstance(turned, list):
        raise MalformedAnswerError("hash")
    # none of a sliver, else all but the upright one
    if turned and len(turned) != len(Turn) - 1:
        raise MalformedAnswerError("turned")
    quality = _number(fields["quality"], 0, 100)
    if quality is None:
        raise MalformedAnswerError("quality")
    others = tuple(_digest(each) for each in turned)
    return PdqHash(_digest(fields["value"]), quality, recipe, others)


def _video(value: object) -> VideoFacts | None:
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) != _VIDEO_FIELDS:
        raise MalformedAnswerError("video")
    length_ms, frames = _number(value["length_ms"], 0, LONGEST_MS), value["frames"]
    is_list = isinstance(frames, list) and len(frames) <= limits.FRAMES_HASHED
    if length_ms is None or not is_list:
        raise MalformedAnswerError("video")
    kept = tuple(_frame(each) for each in frames)
    for earlier, later in pairwise(kept):
        if later.at_ms <= earlier.until_ms:
            raise MalformedAnswerError("frames out of order")
    return VideoFacts(length_ms, _reason(value["cut"]), kept)


def _frame(value: object) -> FrameHash:
    if not isinstance(value, list) or len(value) != _FRAME_FIELDS:
        raise MalformedAnswerError("frame")
    at_ms = _number(value[0], 0, LONGEST_MS)
    until_ms = _number(value[1], at_ms or 0, LONGEST_MS)
    quality = _number(value[2], QUALITY_MIN, 100)
    if at_ms is None or until_ms is None or quality is None:
        raise MalformedAnswerError("frame")
    return FrameHash(at_ms, until_ms, quality, _digest(value[3]))


def _digest(value: object) -> bytes:
    if not isinstance(value, str) or not _PDQ.fullmatch(value):
        raise MalformedAnswerError("value")
    return bytes.fromhex(value)


def _exif(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict) or len(value) > limits.EXIF_ENTRIES:
        raise MalformedAnswerError("exif")
    for name, text in value.items():
        _check_exif_text(name, limits.EXIF_NAME_LENGTH)
        _check_exif_text(text, limits.EXIF_VALUE_LENGTH)
    return MappingProxyType(value)


def _check_exif_text(text: object, longest: int) -> None:
    if not isinstance(text, str) or len(text) > longest or not text.isprintable():
        raise MalformedAnswerError("exif text")


def _check_whole(inspection: Inspection) -> None:
    """Refuse answers whose parts are well-formed but do not belong together."""
    needed = (
        inspection.media_type,
        inspection.width,
        inspection.height,
        inspection.frames,
    )
    if inspection.outcome == "ok":
        is_known = bool(inspection.hashes or inspection.video)
        if None in needed or not is_known or inspection.reason is not None:
            raise MalformedAnswerError("an ok without its facts")
    elif inspection.reason is None or inspection.hashes or inspection.video:
        raise MalformedAnswerError("a refusal without a reason")


class Cause(StrEnum):
    """How a child ended, as the zygote saw it."""

    EXIT = "x"
    SIGNAL = "s"
    CLOCK = "t"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a child ended; `detail` is the exit status or the signal's number."""

    cause: Cause
    detail: int

    def encode(self) -> bytes:
        return ENDING.pack(self.cause.value.encode(), self.detail)

    @classmethod
    def parse(cls, message: bytes) -> "Ending":
        letter, detail = ENDING.unpack(message)
        return cls(Cause(letter.decode()), detail)


@dataclass(frozen=True, slots=True)
class JailReport:
    """Which walls hold on this machine, found by running into them.

    `landlock`, `seccomp` and `rlimits` were each tried alone by a child that attempted
    a forbidden act. `landlock_abi` 0 means that the kernel has none.
    """

    landlock: bool
    landlock_abi: int
    seccomp: bool
    rlimits: bool
    namespaces: tuple[str, ...]
    empty_root: bool
    unprivileged: bool

    @property
    def works(self) -> bool:
        """Say whether the jail may be trusted: one kernel filter must truly hold."""
        return self.landlock or self.seccomp

    def lines(self) -> list[str]:
        """Describe every layer for an operator, one line each."""
        landlock = f"ABI {self.landlock_abi}" if self.landlock else "does not work"
        return [
            f"landlock: {landlock}",
            f"seccomp: {_holds(holds=self.seccomp)}",
            f"resource limits: {_holds(holds=self.rlimits)}",
            f"namespaces: {', '.join(self.namespaces) or 'none'}",
            f"empty root directory: {_holds(holds=self.empty_root)}",
            f"without privileges: {_holds(holds=self.unprivileged)}",
        ]

    def encode(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def parse(cls, message: bytes) -> "JailReport":
        fields = json.loads(message)
        return cls(**fields | {"namespaces": tuple(fields["namespaces"])})


def _holds(*, holds: bool) -> str:
    return "works" if holds else "does not work"
