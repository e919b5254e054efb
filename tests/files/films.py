"""Draw short videos in many containers: moving blots from a seed, and nothing else."""

import tempfile
from functools import cache
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream
from PIL import Image

RATE = 10
WIDTH, HEIGHT = 320, 240

# what it is -> container, codec
KINDS = {
    "mp4": ("mp4", "libx264"),
    "mp4-hevc": ("mp4", "libx265"),
    "mp4-mpeg4": ("mp4", "mpeg4"),
    "mov": ("mov", "libx264"),
    "webm": ("webm", "libvpx"),
    "webm-vp9": ("webm", "libvpx-vp9"),
    "mkv": ("matroska", "libx264"),
    "avi": ("avi", "mpeg4"),
    "avi-mjpeg": ("avi", "mjpeg"),
    "gif": ("gif", "gif"),
}
MEDIA_TYPES = {
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "avi": "video/x-msvideo",
    "gif": "image/gif",
}


@cache
def scene(seed: int, number: int) -> np.ndarray:
    """A larger picture than a frame, for one shot of a film."""
    source = np.random.default_rng([seed, number])
    dots = source.integers(0, 255, (18, 24, 3), dtype=np.uint8)
    size = (WIDTH * 3 // 2, HEIGHT * 3 // 2)
    return np.asarray(Image.fromarray(dots).resize(size, Image.Resampling.BICUBIC))


def pixels(seed: int, number: int) -> np.ndarray:
    """One frame: a window that moves over a scene, another one every three seconds."""
    shot, step = divmod(number, 3 * RATE)
    left, top = step * 4, step * 2
    window = scene(seed, shot)[top : top + HEIGHT, left : left + WIDTH]
    return np.ascontiguousarray(window)


def film(
    kind: str = "mp4",
    *,
    seconds: int = 6,
    seed: int = 1,
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
    is_mirrored: bool = False,
) -> bytes:
    """Write a film of a kind."""
    form, codec = KINDS[kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film"
        with av.open(
            str(path), "w", format=form, options=container_options or {}
        ) as to:
            drawn = (pixels(seed, number) for number in range(seconds * RATE))
            shown = (np.fliplr(each) for each in drawn) if is_mirrored else drawn
            _fill(to, codec, shown, options=options or {})
        return path.read_bytes()


def _fill(container, codec: str, frames, *, options: dict[str, str]):
    stream = cast("VideoStream", container.add_stream(codec, rate=RATE))
    stream.width, stream.height = WIDTH, HEIGHT
    stream.pix_fmt = {"gif": "rgb8", "mjpeg": "yuvj420p"}.get(codec, "yuv420p")
    # The threads of some encoders wait for each other with whole processors.
    stream.options = {"g": "20", "threads": "1"} | options
    for drawn in frames:
        shown = np.ascontiguousarray(drawn)
        frame = av.VideoFrame.from_ndarray(shown, format="rgb24")
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
