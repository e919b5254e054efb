"""Say how much of one video is in another, by the PDQ hashes of their frames.

The rule is that of vPDQ: a frame of good quality is found if any frame of the other
video is near to it. How many are found is counted both ways, since the two answer
different questions: a clip is wholly in the known video though it is little of it, and
a known video padded with another is wholly in the upload.

Source: the vPDQ README in facebook/ThreatExchange.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from tipline.hashing.distance import MATCH_RADIUS, PDQ_BYTES, QUALITY_MIN
from tipline.hashing.errors import MalformedHashError
from tipline.hashing.laid import laid
from tipline.hashing.pdq import PdqHash
from tipline.hashing.turns import Turn

# Frames so near to the last one that was kept say nothing new.
SAME_FRAME_RADIUS: Final = 2
LONGEST_MS: Final = 2**32 - 1

_PACKED = struct.Struct("!IIB32s")
_ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class FrameHash:
    """One kept frame: when it was shown, until when nothing new was, and its hash."""

    at_ms: int
    until_ms: int
    quality: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Interval:
    """A time in a video, from and to in milliseconds, both included."""

    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much of each of two videos is in the other, and when.

    The percentages are of kept frames, 0 to 100, and 0 for a video without any.
    `distance` is how far the frames that were found are from the nearest of the other
    video, in bits, the median of them; `found` are their places among the query's.
    """

    query_percent: float
    known_percent: float
    query_intervals: tuple[Interval, ...]
    known_intervals: tuple[Interval, ...]
    distance: int = field(default=0, compare=False)
    found: frozenset[int] = field(default=frozenset(), compare=False)


class MatchRule(BaseModel):
    """From what percentages on two videos match, and which of the two must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query_percent_min: float = Field(default=80.0, gt=0, le=100)
    known_percent_min: float = Field(default=80.0, gt=0, le=100)
    must_hold: Literal["either", "both", "query", "known"] = "either"

    def is_match(self, compared: Comparison) -> bool:
        """Say whether the percentages reach what this rule asks of them."""
        query = compared.query_percent >= self.query_percent_min
        known = compared.known_percent >= self.known_percent_min
        return {
            "either": query or known,
            "both": query and known,
            "query": query,
            "known": known,
        }[self.must_hold]


# Implementations disagree on which side counts, and one alone is evaded by padding.
EITHER_WAY: Final = MatchRule()


def kept_frames(sampled: Iterable[tuple[int, PdqHash]]) -> list[FrameHash]:
    """Keep the frames that say something new.

    Args:
        sampled: time in milliseconds and hash, in the order of time.

    Returns:
        Those of quality 50 or more that differ by more than 2 bits from the last kept;
        the others only prolong it.
    """
    kept: list[FrameHash] = []
    for at_ms, made in sampled:
        if made.quality < QUALITY_MIN:
            continue
        last = kept[-1] if kept else None
        if last and _distance(last.value, made.value) <= SAME_FRAME_RADIUS:
            kept[-1] = FrameHash(last.at_ms, at_ms, last.quality, last.value)
        else:
            kept.append(FrameHash(at_ms, at_ms, made.quality, made.value))
    return kept


def compare(
    query: Sequence[FrameHash],
    known: Sequence[FrameHash],
    *,
    radius: int = MATCH_RADIUS,
) -> Comparison:
    """Say how much of each video is in the other; poor frames do not count.

    Args:
        query: one video.
        known: the other.
        radius: bits up to which two frames are the same.
    """
    query = [frame for frame in query if frame.quality >= QUALITY_MIN]
    known = [frame for frame in known if frame.quality >= QUALITY_MIN]
    nearest, met = _near(_words(query), _words(known), radius)
    found = nearest <= radius
    return Comparison(
        query_percent=_percent(found),
        known_percent=_percent(met),
        query_intervals=_intervals(query, found),
        known_intervals=_intervals(known, met),
        distance=int(np.median(nearest[found])) if found.any() else 0,
        found=frozenset(np.flatnonzero(found).tolist()),
    )


def by_turn(frames: Sequence[FrameHash]) -> dict[Turn, tuple[FrameHash, ...]]:
    """Give a video as it is and as a mirror shows it, the latter nearly.

    Its hashes are turned without its pictures, which leaves them some 20 bits off: near
    enough for most frames of a copy, and nothing more has to be kept.
    """
    values = np.frombuffer(b"".join(f.value for f in frames), np.uint8)
    mirrored = laid(values, Turn.MIRRORED)
    pairs = zip(frames, mirrored, strict=True)
    return {
        Turn.UPRIGHT: tuple(frames),
        Turn.MIRRORED: tuple(replace(f, value=row.tobytes()) for f, row in pairs),
    }


def clock(milliseconds: int) -> str:
    """Write a time in a video: 1:02:03, or 2:03 where it is under an hour."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def clocked(times: Iterable[Sequence[int]]) -> tuple[str, ...]:
    """Write pairs of milliseconds, such as 0:05 to 1:20."""
    return tuple(f"{clock(start)}\N{EN DASH}{clock(end)}" for start, end in times)


def as_pairs(intervals: Iterable[Interval]) -> list[list[int]]:
    """Write intervals as pairs of milliseconds."""
    return [[each.from_ms, each.to_ms] for each in intervals]


def pack(frames: Sequence[FrameHash]) -> bytes:
    """Write frames as they are stored: 41 bytes each."""
    return b"".join(
        _PACKED.pack(frame.at_ms, frame.until_ms, frame.quality, frame.value)
        for frame in frames
    )


def unpack(packed: bytes) -> tuple[FrameHash, ...]:
    """Read frames as `pack` wrote them.

    Raises:
        MalformedHashError: the length is not that of whole frames.
    """
    if len(packed) % _PACKED.size:
        reason = f"its {len(packed)} bytes are no whole frames of {_PACKED.size}"
        raise MalformedHashError(algorithm="vpdq", reason=reason)
    return tuple(FrameHash(*fields) for fields in _PACKED.iter_unpack(packed))


def values_of(packed: bytes) -> NDArray[np.uint8]:
    """Give the hashes alone, (n, 32) uint8, of frames as `pack` wrote them."""
    rows = np.frombuffer(packed, np.uint8).reshape(-1, _PACKED.size)
    return rows[:, _PACKED.size - PDQ_BYTES :]


def _distance(left: bytes, right: bytes) -> int:
    return (int.from_bytes(left, "big") ^ int.from_bytes(right, "big")).bit_count()


def _words(frames: Sequence[FrameHash]) -> NDArray[np.uint64]:
    joined = b"".join(frame.value for frame in frames)
    return np.frombuffer(joined, np.uint64).reshape(len(frames), PDQ_BYTES // 8)


def _near(
    query: NDArray[np.uint64], known: NDArray[np.uint64], radius: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Say how far each frame is from the known ones, and which of those it met."""
    nearest = np.full(len(query), 8 * PDQ_BYTES + 1, np.int64)
    met = np.zeros(len(known), np.bool_)
    if not len(known):
        return nearest, met
    for start in range(0, len(query), _ROWS_AT_ONCE):
        rows = query[start : start + _ROWS_AT_ONCE, None, :]
        apart = np.bitwise_count(rows ^ known[None, :, :]).sum(axis=2, dtype=np.int64)
        nearest[start : start + _ROWS_AT_ONCE] = apart.min(axis=1)
        met |= (apart <= radius).any(axis=0)
    return nearest, met


def _percent(found: NDArray[np.bool_]) -> float:
    return 100.0 * float(found.mean()) if len(found) else 0.0


def _intervals(
    frames: Sequence[FrameHash], found: NDArray[np.bool_]
) -> tuple[Interval, ...]:
    """Join what is found in frames that follow each other."""
    joined: list[Interval] = []
    was_found = False
    for frame, is_found in zip(frames, found.tolist(), strict=True):
        if is_found:
            start = joined.pop().from_ms if was_found else frame.at_ms
            joined.append(Interval(start, frame.until_ms))
        was_found = is_found
    return tuple(joined)
