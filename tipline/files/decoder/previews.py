"""What the evidence gateway calls to have a preview drawn."""

from collections.abc import Iterable
from itertools import chain

from tipline.files.decoder import launch, limits, sniff
from tipline.files.decoder.client import MOVING, Decoder, killed_by, until
from tipline.files.decoder.preview_protocol import Drawn, NotDrawn, parse
from tipline.files.decoder.protocol import (
    Cause,
    Ending,
    JailReport,
    MalformedAnswerError,
    Reason,
)


class PreviewDecoder:
    """The gateway's way to two jails: of pictures, and of what moves.

    The second is started when the first video comes.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        most = limits.PREVIEW_ANSWER_BYTES
        self._pictures = Decoder(program=launch.PREVIEW_ZYGOTE, answer_bytes=most)
        self._moving = Decoder(
            parallel=2, program=launch.VIDEO_PREVIEW_ZYGOTE, answer_bytes=most
        )

    def start(self) -> JailReport:
        """Start the jail of pictures, and say which walls hold: as for `Decoder`."""
        return self._pictures.start()

    def draw(self, chunks: Iterable[bytes], *, size_bytes: int) -> Drawn | NotDrawn:
        """Draw a picture, or a sheet of frames, within 10 seconds.

        Raises: as for `Decoder.inspect`, never for what the file does.
        """
        pieces = iter(chunks)
        first = [*until(pieces, sniff.HEAD_BYTES)]
        media_type = sniff.media_type_of(b"".join(first)[: sniff.HEAD_BYTES])
        chosen = self._moving if media_type in MOVING else self._pictures
        return _read(*chosen.ask(chain(first, pieces), size_bytes=size_bytes))

    def close(self) -> None:
        """End both; a later call starts them anew."""
        self._pictures.close()
        self._moving.close()


def _read(answer: bytes, ending: Ending) -> Drawn | NotDrawn:
    if ending != Ending(Cause.EXIT, 0):
        return NotDrawn(killed_by(ending))
    try:
        return parse(answer)
    except MalformedAnswerError:
        return NotDrawn(Reason.BAD_ANSWER)
