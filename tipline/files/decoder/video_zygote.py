"""The zygote for videos: it loads FFmpeg, and gives each file more time.

One of its own, so that what holds still never meets the code of FFmpeg, and has all of
its memory for pixels. A GIF that moves comes here after it was looked at as a picture.
"""

from tipline.files.decoder import inmate, limits, video, zygote
from tipline.files.decoder.protocol import Inspection, Reason
from tipline.files.decoder.video_warmup import warm_up


def prepare() -> None:
    """Load and try all that a child will need, before the first fork.

    Raises:
        RuntimeError: a sample could not be read, so the set-up is broken.
    """
    inmate.prepare()
    video.prepare()
    for sample in warm_up():
        if sample.outcome != "ok":
            message = f"a {sample.media_type} sample could not be read: {sample.reason}"
            raise RuntimeError(message)


def look_at_video(head: bytes, size_bytes: int, media_type: str) -> Inspection:
    """Read the rest of a video, as far as there is room, and inspect it."""
    if media_type not in video.FORMATS:
        return Inspection("refused", Reason.UNSUPPORTED_FORMAT, media_type)
    content = inmate.whole(head, min(size_bytes, limits.FILE_BYTES))
    is_cut = size_bytes > limits.FILE_BYTES
    return video.inspect_video(content, media_type, is_cut=is_cut)


def main() -> None:
    """Serve as the other zygote does, with the limits of videos."""
    limits.CPU_SECONDS = limits.VIDEO_CPU_SECONDS
    limits.WALL_SECONDS = limits.VIDEO_WALL_SECONDS
    zygote.main(lambda: inmate.answer_one_file(look_at_video), prepare=prepare)


if __name__ == "__main__":
    main()
