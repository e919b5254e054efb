"""Decode one small video of several kinds before the first hostile one arrives.

What FFmpeg and its wrapper load or fill in when they are first used is there
afterwards; inside the jail, which has no files and no threads, it would be too late.
"""

import io
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream

from tipline.files.decoder.protocol import Inspection
from tipline.files.decoder.sniff import media_type_of
from tipline.files.decoder.video import inspect_video

_SIDE = 64
_FRAMES = 12
_KINDS = (("mp4", "mpeg4"), ("matroska", "mpeg4"), ("avi", "mpeg4"), ("gif", "gif"))


def sample(form: str, codec: str) -> bytes:
    """Draw a moving gradient in a container."""
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = cast("VideoStream", container.add_stream(codec, rate=4))
        stream.width = stream.height = _SIDE
        stream.pix_fmt = "rgb8" if codec == "gif" else "yuv420p"
        stream.codec_context.thread_count = 1
        for number in range(_FRAMES):
            values = np.arange(_SIDE * _SIDE * 3, dtype=np.uint32) * (number + 1) // 9
            pixels = values.astype(np.uint8).reshape(_SIDE, _SIDE, 3)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def samples() -> list[bytes]:
    """Draw one video of every kind."""
    return [sample(form, codec) for form, codec in _KINDS]


def warm_up() -> list[Inspection]:
    """Inspect every sample and return what was found, all of it ok if all is well."""
    found = []
    for content in samples():
        media_type = media_type_of(content)
        if media_type is None:
            raise ValueError("a sample is not recognized")
        found.append(inspect_video(io.BytesIO(content), media_type, is_cut=False))
    return found
