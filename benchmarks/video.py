r"""Compare hashing a video with the vpdq package, in one run.

    apt-get install cmake libavcodec-dev libavformat-dev libavfilter-dev \
        libavdevice-dev libavutil-dev libswscale-dev libswresample-dev
    python -m pip install vpdq scikit-image
    python -m benchmarks.video [--seconds 20] [--rounds 3] [--json] [--write]

Both hash the same H.264 clips once a second in one thread, in turn. Clips are windows
that move over scikit-image's pictures. Without vpdq only our own times are printed: it
comes as source alone, and builds only where the development files of FFmpeg are.
"""

import argparse
import importlib
import io
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import av
import numpy as np
import skimage.data
from av.video.stream import VideoStream
from PIL import Image

from benchmarks import page
from tipline.files.decoder import video

SIZES = ((1280, 720), (1920, 1080))
RATE = 30
GOAL = 1.15
_SHOT_SECONDS = 6
_NAMES = ("astronaut", "coffee", "chelsea", "rocket", "hubble_deep_field")


def clip(width: int, height: int, seconds: int) -> bytes:
    """Write a film of windows that move over pictures."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = cast("VideoStream", container.add_stream("libx264", rate=RATE))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(seconds * RATE):
            shot, step = divmod(number, _SHOT_SECONDS * RATE)
            shown = scene(shot, width, height)
            left, top = step * width // 1000, step * height // 1000
            window = shown[top : top + height, left : left + width]
            pixels = np.ascontiguousarray(window)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def scene(shot: int, width: int, height: int) -> np.ndarray:
    """Give one of the pictures, a fifth larger than a frame."""
    drawn = Image.fromarray(getattr(skimage.data, _NAMES[shot % len(_NAMES)])())
    return np.asarray(drawn.convert("RGB").resize((width * 6 // 5, height * 6 // 5)))


def seconds_of(act: Callable[[], object]) -> float:
    """Return how much processor time `act` takes."""
    start = time.process_time()
    act()
    return time.process_time() - start


def reference() -> Callable[[Path], object] | None:
    """Return vpdq's function, if it is installed."""
    try:
        compute = importlib.import_module("vpdq").computeHash
    except ImportError:
        return None
    return lambda path: compute(str(path), seconds_per_hash=1, thread_count=1)


def measure(width: int, height: int, seconds: int, *, rounds: int) -> dict[str, object]:
    """Time both ways on one clip, in turn."""
    content = clip(width, height, seconds)
    hashed = reference()
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        path.write_bytes(content)
        for _ in range(rounds):
            ours.append(seconds_of(lambda: look_at(content)))
            if hashed:
                theirs.append(seconds_of(lambda: hashed(path)))
    row: dict[str, object] = {"width": width, "height": height, "seconds": seconds}
    row["ours_seconds"] = statistics.median(ours)
    if theirs:
        row["vpdq_seconds"] = statistics.median(theirs)
        row["times_as_fast"] = statistics.median(theirs) / statistics.median(ours)
        row["goal"] = GOAL
    return row


def look_at(content: bytes) -> None:
    """Do all that the jailed decoder does for a video, and insist that it worked."""
    found = video.inspect_video(io.BytesIO(content), "video/mp4", is_cut=False)
    if found.video is None or found.video.cut:
        raise SystemExit(f"The decoder answered {found}.")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one line for each clip")
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    video.prepare()
    rows = []
    for width, height in SIZES:
        row = measure(width, height, options.seconds, rounds=options.rounds)
        rows.append(row)
        if options.json:
            print(json.dumps(row), flush=True)
            continue
        said = (
            f"{width} x {height}, {options.seconds} s: ours {row['ours_seconds']:.2f} s"
        )
        if "vpdq_seconds" in row:
            said += f", vpdq {row['vpdq_seconds']:.2f} s"
            said += f", {row['times_as_fast']:.2f} times as fast (goal {GOAL})"
        else:
            said += "; vpdq is not installed: no ratio"
        print(said, flush=True)
    if options.write:
        page.write("video", table(rows))


def table(rows: list[dict[str, object]]) -> str:
    """Return the figures as Markdown."""
    lines = [
        page.machine("video"),
        (
            "| Clip, H.264, 30 frames a second | Processor time, s | vpdq, s"
            " | Times as fast | Goal |"
        ),
        "|---|---|---|---|---|",
    ]
    for row in rows:
        clip_of = f"{row['width']} x {row['height']}, {row['seconds']} s"
        times = (row["ours_seconds"], row.get("vpdq_seconds"), row.get("times_as_fast"))
        shown = ("not installed" if time is None else f"{time:.2f}" for time in times)
        lines.append(f"| {clip_of} | {' | '.join(shown)} | {GOAL} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
