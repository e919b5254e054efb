"""What a worker calls to have a file inspected."""

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Self

import structlog

from tipline.files.decoder import launch, limits, sniff
from tipline.files.decoder.errors import DecoderDiedError, SlowSourceError
from tipline.files.decoder.exchange import Exchange
from tipline.files.decoder.protocol import (
    Cause,
    Ending,
    Inspection,
    JailReport,
    MalformedAnswerError,
    Reason,
    parse_answer,
)

log = structlog.get_logger()

_PARALLEL = 4
_PARALLEL_VIDEOS = 1
_GIF = "image/gif"
MOVING = sniff.VIDEOS | {_GIF}


class MediaDecoder:
    """A worker's way to both jails: of pictures, and of what moves.

    The second is started when the first video comes. A file that holds still never gets
    there, and one that moves does not keep those waiting.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self._pictures = Decoder()
        self._videos = Decoder(
            parallel=_PARALLEL_VIDEOS,
            program=launch.VIDEO_ZYGOTE,
            wall_seconds=limits.VIDEO_WALL_SECONDS,
            patience_seconds=limits.VIDEO_PATIENCE_SECONDS,
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> JailReport:
        """Start the jail of pictures, and say which walls hold: as for `Decoder`."""
        return self._pictures.start()

    def inspect(
        self, opened: Callable[[], Iterable[bytes]], *, size_bytes: int
    ) -> Inspection:
        """Find out what a file is and what it looks like, in motion too.

        Takes up to 105 seconds for a video, and waits while another thread has one
        looked at. Errors are those of `Decoder.inspect`.

        Args:
            opened: gives the file in clear from its beginning, in order.
            size_bytes: how long the file is.
        """
        found = self._inspect_still(opened(), size_bytes=size_bytes)
        if found and not _moves(found):
            return found
        moving = self._videos.inspect(opened(), size_bytes=size_bytes)
        return replace(found, video=moving.video) if found else moving

    def inspect_still(
        self, chunks: Iterable[bytes], *, size_bytes: int
    ) -> Inspection | None:
        """Find out what a file is and what it looks like, or None if it moves.

        Takes up to 10 seconds; arguments and errors are those of `Decoder.inspect`.
        """
        found = self._inspect_still(chunks, size_bytes=size_bytes)
        return None if found and _moves(found) else found

    def _inspect_still(
        self, chunks: Iterable[bytes], *, size_bytes: int
    ) -> Inspection | None:
        """Have a picture looked at, the first of a GIF too; give None for a video."""
        pieces = iter(chunks)
        first = [*until(pieces, sniff.HEAD_BYTES)]
        head = b"".join(first)[: sniff.HEAD_BYTES]
        if sniff.media_type_of(head) in sniff.VIDEOS:
            return None
        return self._pictures.inspect(chain(first, pieces), size_bytes=size_bytes)

    def close(self) -> None:
        """End both; a later call starts them anew."""
        self._pictures.close()
        self._videos.close()


def _moves(found: Inspection) -> bool:
    is_gif = found.outcome == "ok" and found.media_type == _GIF
    return is_gif and found.frames != 1


def until(pieces: Iterator[bytes], size_bytes: int) -> Iterator[bytes]:
    """Take pieces until there are so many bytes."""
    taken = 0
    for piece in pieces:
        taken += len(piece)
        yield piece
        if taken >= size_bytes:
            return


class Decoder:
    """A worker's way to the jail; any of its threads may use it at any time.

    Each file gets a child of its own, so that none waits for another as long as fewer
    than `parallel` are at work. A zygote that died is replaced without a word.
    """

    def __init__(
        self,
        *,
        parallel: int = _PARALLEL,
        program: tuple[str, ...] = launch.ZYGOTE,
        wall_seconds: float | None = None,
        patience_seconds: float = limits.PATIENCE_SECONDS,
        answer_bytes: int = limits.ANSWER_BYTES,
    ) -> None:
        """Start nothing yet; each file at work may take up to 768 MB."""
        self._answer_bytes = answer_bytes
        self._program = program
        self._wall_seconds = wall_seconds
        self._patience_seconds = patience_seconds
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(parallel)
        self._zygote: launch.Zygote | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> JailReport:
        """Start the zygote if there is none, and say which walls hold.

        Raises:
            NoWorkingJailError: nothing may be decoded on this machine.
        """
        return self._running().report

    def inspect(self, chunks: Iterable[bytes], *, size_bytes: int) -> Inspection:
        """Find out what a file is and what it looks like.

        Takes no longer than `patience_seconds`, once fewer than `parallel` files are at
        work.

        Args:
            chunks: the file in clear, in order; read only as far as it is needed.
            size_bytes: how long the file is.

        Returns:
            What is known. Whatever the file does, this is an answer and no exception.

        Raises:
            NoWorkingJailError: nothing may be decoded on this machine.
            DecoderDiedError: the zygote ended for another reason; asking again is safe.
            SlowSourceError: `chunks` took most of the time; asking again is safe.
            FileSizeMismatchError: `chunks` held more or fewer bytes than announced.
        """
        return verdict(*self.ask(chunks, size_bytes=size_bytes))

    def ask(self, chunks: Iterable[bytes], *, size_bytes: int) -> tuple[bytes, Ending]:
        """Give what a child answered to a file, unread, and how it ended.

        Raises: as for `inspect`.
        """
        with self._slots:
            answer, ending, source_seconds = self._exchange(chunks, size_bytes)
        slow = (self._wall_seconds or limits.WALL_SECONDS) / 2
        if ending.cause is Cause.CLOCK and source_seconds > slow:
            raise SlowSourceError
        return answer, ending

    def close(self) -> None:
        """End the zygote; a later call starts another."""
        with self._lock:
            if self._zygote is not None:
                self._zygote.end()
                self._zygote = None

    def _running(self) -> launch.Zygote:
        with self._lock:
            if self._zygote is None:
                self._zygote = launch.launch(self._program)
            return self._zygote

    def _exchange(
        self,
        chunks: Iterable[bytes],
        size_bytes: int,
    ) -> tuple[bytes, Ending, float]:
        zygote, data, status_fd = self._order()
        try:
            exchange = Exchange(
                data, status_fd, patience_seconds=self._patience_seconds
            )
            exchange.send(chunks, size_bytes)
            answer = exchange.receive(self._answer_bytes)
            return answer, exchange.ending(), exchange.source_seconds
        except DecoderDiedError:
            self._bury(zygote)
            raise
        finally:
            # a child whose caller gave up reads the end of its file, and ends
            data.close()
            os.close(status_fd)

    def _order(self) -> tuple[launch.Zygote, socket.socket, int]:
        """Order a child; when the zygote has died since, from a new one."""
        with contextlib.suppress(DecoderDiedError):
            return self._order_once()
        return self._order_once()

    def _order_once(self) -> tuple[launch.Zygote, socket.socket, int]:
        zygote = self._running()
        data, answers = socket.socketpair()
        status_fd, their_status_fd = os.pipe()
        try:
            zygote.order(answers, their_status_fd)
        except DecoderDiedError:
            data.close()
            os.close(status_fd)
            self._bury(zygote)
            raise
        finally:
            answers.close()
            os.close(their_status_fd)
        return zygote, data, status_fd

    def _bury(self, zygote: launch.Zygote) -> None:
        with self._lock:
            # another thread may have replaced it already
            if self._zygote is zygote:
                self._zygote = None
            zygote.kill()


def verdict(answer: bytes, ending: Ending) -> Inspection:
    """Judge what a child sent by how it ended."""
    if ending == Ending(Cause.EXIT, 0):
        try:
            return parse_answer(answer)
        except MalformedAnswerError as error:
            # whose file took the child over, or who changed one end alone, must be told
            log.exception("files.bad_answer", error_code=str(error))
            return Inspection("killed", Reason.BAD_ANSWER)
    return Inspection("killed", killed_by(ending))


def killed_by(ending: Ending) -> Reason:
    """Say why a child ended that did not end by itself."""
    if ending.cause is Cause.CLOCK:
        return Reason.TIME
    # the zygote kills for time alone, so this was the kernel, out of memory
    is_memory = ending == Ending(Cause.SIGNAL, signal.SIGKILL)
    return Reason.MEMORY if is_memory else Reason.CRASH


def probe(program: tuple[str, ...] = launch.ZYGOTE) -> JailReport:
    """Find out which walls hold on this machine, by running into each of them.

    Args:
        program: whose walls: of the jail for pictures, or `launch.VIDEO_ZYGOTE`.

    Raises:
        NoWorkingJailError: none that counts, or the decoder cannot start at all.
    """
    zygote = launch.launch(program)
    zygote.end()
    return zygote.report
