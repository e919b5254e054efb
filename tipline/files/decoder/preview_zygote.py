"""The zygote that draws previews of pictures; as `zygote`, and no FFmpeg in it."""

from tipline.files.decoder import inmate, limits, preview, sniff, warmup, zygote
from tipline.files.decoder.picture import reason_for
from tipline.files.decoder.preview_protocol import Drawn, NotDrawn, encode
from tipline.files.decoder.protocol import Reason


def prepare() -> None:
    """Load and try all that a child will need, before the first fork."""
    inmate.prepare()
    for content in warmup.samples().values():
        media_type = sniff.media_type_of(content)
        answer = draw(content, len(content), str(media_type))
        if isinstance(answer, NotDrawn):
            raise TypeError(f"a {media_type} sample could not be drawn")


def draw(head: bytes, size_bytes: int, media_type: str | None) -> Drawn | NotDrawn:
    """Read the rest of a picture and draw it; never raises for what the file does."""
    if media_type not in sniff.DECODABLE:
        return NotDrawn(Reason.UNSUPPORTED_FORMAT)
    if size_bytes > limits.FILE_BYTES:
        return NotDrawn(Reason.TOO_LARGE)
    try:
        content = inmate.whole(head, size_bytes)
        return preview.of_picture(content, media_type)
    except inmate.CallerLeftError:
        raise
    except preview.TooManyPixelsError:
        return NotDrawn(Reason.TOO_MANY_PIXELS)
    except Exception as error:  # noqa: BLE001 - a decoder fed with rubbish raises all
        return NotDrawn(reason_for(error))


def main() -> None:
    """Serve until the end."""
    zygote.main(
        lambda: inmate.answer(lambda *given: encode(draw(*given))), prepare=prepare
    )


if __name__ == "__main__":
    main()
