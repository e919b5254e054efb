"""The zygote that draws sheets of frames of videos and GIF, with FFmpeg."""

from tipline.files.decoder import inmate, limits, preview_sheet, sniff, video, zygote
from tipline.files.decoder.preview_protocol import Drawn, NotDrawn, encode
from tipline.files.decoder.protocol import Reason
from tipline.files.decoder.video_warmup import samples


def prepare() -> None:
    """Load and try all that a child will need, before the first fork."""
    inmate.prepare()
    video.prepare()
    for content in samples():
        media_type = sniff.media_type_of(content)
        if isinstance(draw(content, len(content), media_type), NotDrawn):
            raise TypeError(f"a {media_type} sample could not be drawn")


def draw(head: bytes, size_bytes: int, media_type: str | None) -> Drawn | NotDrawn:
    """Read the video as far as there is room and draw a sheet; never raises for it."""
    if media_type not in sniff.VIDEOS | {"image/gif"}:
        return NotDrawn(Reason.UNSUPPORTED_FORMAT)
    try:
        content = inmate.whole(head, min(size_bytes, limits.FILE_BYTES))
        return preview_sheet.of_frames(content, media_type)
    except inmate.CallerLeftError:
        raise
    except Exception as error:  # noqa: BLE001 - as for pictures
        return NotDrawn(video.reason_for(error))


def main() -> None:
    """Serve until the end, with a little more time than pictures have."""
    limits.CPU_SECONDS = limits.SHEET_CPU_SECONDS
    zygote.main(
        lambda: inmate.answer(lambda *given: encode(draw(*given))), prepare=prepare
    )


if __name__ == "__main__":
    main()
