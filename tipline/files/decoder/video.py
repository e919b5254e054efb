"""Decode a video and hash about one frame a second.

Imported by the zygote for videos only; everything here runs inside the jail. A first
pass looks at key frames alone, in a small part of the time, so that there is something
to tell of the whole video when time ends during the second. The second takes one frame
for each second; where frames follow fast, those that no other refers to are left out.
"""

import errno
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av import Packet, VideoFrame
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream
from numpy.typing import NDArray

from tipline.files.decoder import limits
from tipline.files.decoder.picture import OutOfTimeError
from tipline.files.decoder.protocol import Inspection, Reason, VideoFacts
from tipline.hashing.pdq import (
    CANONICAL_RECIPE,
    CANONICAL_SIDE,
    PdqHash,
    pdq_of_luma,
)
from tipline.hashing.video import LONGEST_MS, FrameHash, kept_frames

FORMATS = {
    "image/gif": "gif",
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/webm": "matroska",
    "video/x-matroska": "matroska",
    "video/x-msvideo": "avi",
}
"""What a file's first bytes show -> the one demultiplexer that may read it."""

_GIF = "image/gif"
_OPTIONS = {"probesize": "5000000", "analyzeduration": "5000000"}
# From this rate on, a frame that no other refers to is near to one that is decoded.
_RATE_TO_SKIP = 20
_MOST_ERRORS = 50
_SECOND_MS = 1000
# A container's length is rounded, and the last frame is shown for a while.
_SLACK_MS = 2000
# Some writers fill up the last block of a file behind the end of the GIF.
_GIF_PADDING = 4096


if TYPE_CHECKING:
    # subscripted for the type checker alone
    _Packet = Packet[Any]
else:
    _Packet = Packet


class _NoVideoError(Exception):
    """There is no moving picture in it."""


class _TooManyPixelsError(Exception):
    """A frame is larger than any that is decoded here."""


@dataclass
class _Pass:
    """What one pass over the video found, and why it ended before the end, if so."""

    has_key_frames_alone: bool
    ends_at: float
    sampled: list[tuple[int, PdqHash]] = field(default_factory=list)
    decoded: int = 0
    errors: int = 0
    end_ms: int = 0
    is_sideways: bool = False
    cut: Reason | None = None


def prepare() -> None:
    """Set FFmpeg up for hostile input. Once, before the first fork."""
    av.logging.set_level(None)


def inspect_video(content: io.BytesIO, media_type: str, *, is_cut: bool) -> Inspection:
    """Find out all that is told of a video; never raises for what the file does.

    Args:
        content: the file, or as much of it as is looked at.
        media_type: a key of `FORMATS`, as the file's first bytes show.
        is_cut: whether there is more of the file than `content`.
    """
    known = Inspection("refused", Reason.MALFORMED, media_type)
    passes: list[_Pass] = []
    ends_at = time.process_time() + limits.VIDEO_SECONDS
    # a demultiplexer fed with rubbish raises everything there is
    try:
        with _opened(content, media_type) as container:
            known = _measured(known, container)
            _refuse_large(known.width or 0, known.height or 0)
        for has_key_frames_alone in (True, False):
            content.seek(0)
            passes.append(_Pass(has_key_frames_alone, ends_at))
            with _opened(content, media_type) as container:
                _watch(container, passes[-1])
    except Exception as error:  # noqa: BLE001 - see above
        known = replace(known, reason=reason_for(error))
        if passes:
            passes[-1].cut = passes[-1].cut or known.reason
    if passes and _lacks_bytes(content):
        passes[-1].cut = passes[-1].cut or Reason.TRUNCATED
    return _told(known, passes, is_cut=is_cut)


def shown_frames(content: io.BytesIO, media_type: str) -> Iterator[NDArray[np.uint8]]:
    """Give small upright frames in color: key frames, of GIF all, while time is left.

    What is broken ends the frames, and raises only if there was none.
    """
    seen = _Pass(media_type != _GIF, time.process_time() + limits.SHEET_SECONDS)
    with _opened(content, media_type) as container:
        stream = _stream(container)
        codec = stream.codec_context
        codec.thread_count, codec.thread_type = 1, "NONE"
        if seen.has_key_frames_alone:
            codec.skip_frame = "NONKEY"
        codec.options = {"max_pixels": str(limits.VIDEO_PIXELS)}
        for frame in _frames(container, stream, seen):
            yield _small(frame)


def _small(frame: VideoFrame) -> NDArray[np.uint8]:
    scale = min(1.0, limits.PREVIEW_SIDE / max(frame.width, frame.height))
    small = frame.reformat(
        width=max(1, int(frame.width * scale)),
        height=max(1, int(frame.height * scale)),
        format="rgb24",
        interpolation="BILINEAR",
        threads=1,
    )
    colors = np.asarray(small.to_ndarray(), np.uint8)
    return np.ascontiguousarray(np.rot90(colors, round(frame.rotation / 90) % 4))


def _lacks_bytes(content: io.BytesIO) -> bool:
    """Say whether an AVI is shorter than it says, or a GIF has no end.

    The other kinds show it by time.
    """
    with content.getbuffer() as view:
        if bytes(view[:3]) == b"GIF":
            return not bytes(view[-_GIF_PADDING:]).rstrip(b"\0").endswith(b";")
        said = int.from_bytes(view[4:8], "little") + 8
        return bytes(view[:4]) == b"RIFF" and said > len(view)


def _opened(content: io.BytesIO, media_type: str) -> InputContainer:
    return av.open(
        content, mode="r", format=FORMATS[media_type], options=dict(_OPTIONS)
    )


def _stream(container: InputContainer) -> VideoStream:
    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            return stream
    raise _NoVideoError


def _measured(known: Inspection, container: InputContainer) -> Inspection:
    stream = _stream(container)
    width, height = stream.codec_context.width, stream.codec_context.height
    if not 1 <= width <= limits.SIDE or not 1 <= height <= limits.SIDE:
        raise ValueError("a side that no video has")
    length_ms = _length_ms(container, stream)
    count = max(1, min(stream.frames or 1, limits.FRAMES))
    known = replace(known, width=width, height=height, frames=count)
    return replace(known, video=VideoFacts(length_ms))


def _refuse_large(width: int, height: int) -> None:
    if width * height > limits.VIDEO_PIXELS:
        raise _TooManyPixelsError


def _length_ms(container: InputContainer, stream: VideoStream) -> int:
    """Give how long the video says it is, 0 where it does not."""
    length = 0.0
    if stream.duration and stream.time_base:
        length = float(stream.duration * stream.time_base)
    elif container.duration:
        length = container.duration / av.time_base
    return int(min(max(length * _SECOND_MS, 0), LONGEST_MS))


def _watch(container: InputContainer, seen: _Pass) -> None:
    """Go through the video once and hash the first frame of every second."""
    stream = _stream(container)
    codec = stream.codec_context
    codec.thread_count, codec.thread_type = 1, "NONE"
    if seen.has_key_frames_alone:
        codec.skip_frame = "NONKEY"
    elif float(stream.average_rate or 0) >= _RATE_TO_SKIP:
        codec.skip_frame = "NONREF"
    codec.options = {"max_pixels": str(limits.VIDEO_PIXELS)}
    due_ms = 0
    for frame in _frames(container, stream, seen):
        at_ms = _time_of(frame, stream, seen)
        seen.decoded += 1
        seen.is_sideways = round(frame.rotation / 90) % 2 == 1
        if at_ms < due_ms:
            continue
        seen.sampled.append((at_ms, _hash_of(frame)))
        due_ms = at_ms - at_ms % _SECOND_MS + _SECOND_MS
        if len(seen.sampled) >= limits.FRAMES_HASHED:
            seen.cut = Reason.TOO_LONG
            return
    if seen.errors and seen.cut is None:
        seen.cut = Reason.TRUNCATED


def _frames(
    container: InputContainer, stream: VideoStream, seen: _Pass
) -> Iterator[VideoFrame]:
    """Decode past what is broken, until time or errors are too many."""
    for packet in _packets(container, seen):
        if time.process_time() > seen.ends_at:
            seen.cut = Reason.TIME
            return
        _note_end(packet, seen)
        if packet.stream.index == stream.index:
            yield from _decoded(packet, seen)
        if seen.errors > _MOST_ERRORS:
            return


def _decoded(packet: _Packet, seen: _Pass) -> list[VideoFrame]:
    try:
        frames = packet.decode()
    except FFmpegError as error:
        _refuse_hopeless(error)
        seen.errors += 1
        return []
    for frame in frames:
        _refuse_large(frame.width, frame.height)
    return frames


def _packets(container: InputContainer, seen: _Pass) -> Iterator[_Packet]:
    try:
        yield from container.demux()
    except FFmpegError as error:
        _refuse_hopeless(error)
        seen.errors += 1


def _refuse_hopeless(error: FFmpegError) -> None:
    if error.errno == errno.ENOMEM:
        raise error


def _note_end(packet: _Packet, seen: _Pass) -> None:
    if packet.pts is not None and packet.time_base:
        end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
        seen.end_ms = max(seen.end_ms, int(min(max(end * _SECOND_MS, 0), LONGEST_MS)))


def _time_of(frame: VideoFrame, stream: VideoStream, seen: _Pass) -> int:
    """Give when a frame is shown; never before the last one that was hashed."""
    if frame.pts is not None:
        seconds = float(frame.time)
        if stream.start_time and stream.time_base:
            seconds -= float(stream.start_time * stream.time_base)
    else:
        seconds = seen.decoded / float(stream.average_rate or 25)
    earliest = seen.sampled[-1][0] if seen.sampled else 0
    return int(min(max(seconds * _SECOND_MS, earliest), LONGEST_MS))


def _hash_of(frame: VideoFrame) -> PdqHash:
    """Hash a frame's brightness in the full range, upright as the container says."""
    square = frame.reformat(
        width=CANONICAL_SIDE,
        height=CANONICAL_SIDE,
        format="gray",
        dst_color_range="JPEG",
        interpolation="BILINEAR",
        threads=1,
    )
    luma = np.asarray(square.to_ndarray(), np.uint8)
    turned = np.rot90(luma, round(frame.rotation / 90) % 4)
    return pdq_of_luma(np.ascontiguousarray(turned), recipe=CANONICAL_RECIPE)


def _told(known: Inspection, passes: list[_Pass], *, is_cut: bool) -> Inspection:
    """Tell what the second pass found, and behind its end what the first did."""
    sampled = [] if len(passes) < 2 else passes[1].sampled  # noqa: PLR2004 - both passes
    reached = sampled[-1][0] if sampled else -1
    rest = passes[0].sampled if passes else []
    sampled = sampled + [(at, made) for at, made in rest if at > reached]
    # who asks believes no more than so many
    sampled = sampled[: limits.FRAMES_HASHED]
    if not sampled or known.video is None:
        cut = next((each.cut for each in passes if each.cut), None)
        return replace(known, video=None, reason=cut or known.reason)
    frames = tuple(kept_frames(sampled))
    length_ms = known.video.length_ms or max(each.end_ms for each in passes)
    cut = _cut(passes, length_ms, is_cut=is_cut)
    facts = VideoFacts(max(length_ms, _last_ms(frames)), cut, frames)
    if any(each.is_sideways for each in passes):
        known = replace(known, width=known.height, height=known.width)
    return replace(known, outcome="ok", reason=None, video=facts)


def _cut(passes: list[_Pass], length_ms: int, *, is_cut: bool) -> Reason | None:
    if is_cut:
        return Reason.TOO_LARGE
    for each in reversed(passes):
        if each.cut:
            return each.cut
    ended_ms = max(each.end_ms for each in passes)
    return Reason.TRUNCATED if ended_ms + _SLACK_MS < length_ms else None


def _last_ms(frames: tuple[FrameHash, ...]) -> int:
    return frames[-1].until_ms if frames else 0


def reason_for(error: Exception) -> Reason:
    """Say in a known word what a decoder raised."""
    is_memory = isinstance(error, FFmpegError) and error.errno == errno.ENOMEM
    if is_memory or isinstance(error, MemoryError):
        return Reason.MEMORY
    if isinstance(error, _TooManyPixelsError):
        return Reason.TOO_MANY_PIXELS
    if isinstance(error, _NoVideoError):
        return Reason.UNSUPPORTED_FORMAT
    if isinstance(error, OutOfTimeError):
        return Reason.TIME
    return (
        Reason.TRUNCATED if isinstance(error, av.error.EOFError) else Reason.MALFORMED
    )
