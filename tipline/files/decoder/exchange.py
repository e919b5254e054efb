"""Hand one file to one child and take its answer, waiting for nobody too long."""

import os
import select
import socket
import time
from collections.abc import Iterable

from tipline.files.decoder import limits
from tipline.files.decoder.errors import DecoderDiedError, FileSizeMismatchError
from tipline.files.decoder.protocol import ENDING, SIZE, Ending

_PIECE_BYTES = 256 * 1024


class Exchange:
    """One file's way to a child and back.

    Attributes:
        source_seconds: how long the caller's own iterator took so far.
    """

    def __init__(
        self, data: socket.socket, status_fd: int, *, patience_seconds: float
    ) -> None:
        """Start the clock on a child that was just ordered."""
        self._data = data
        self._status_fd = status_fd
        self._deadline = time.monotonic() + patience_seconds
        self.source_seconds = 0.0

    def send(self, chunks: Iterable[bytes], size_bytes: int) -> None:
        """Send the size and the file, or as much of it as the child wants.

        Raises:
            FileSizeMismatchError: more or fewer bytes came than were announced.
            DecoderDiedError: the child neither reads nor ends.
        """
        self._push(SIZE.pack(size_bytes))
        received = 0
        waited_since = time.monotonic()
        for chunk in chunks:
            self.source_seconds += time.monotonic() - waited_since
            received += len(chunk)
            if received > size_bytes:
                break
            if not self._push(chunk):
                return
            waited_since = time.monotonic()
        self.source_seconds += time.monotonic() - waited_since
        if received != size_bytes:
            raise FileSizeMismatchError(announced=size_bytes, received=received)
        self._finish_sending()

    def receive(self, most: int = limits.ANSWER_BYTES) -> bytes:
        """Read the child's answer, or one byte more than an answer may have."""
        answer = bytearray()
        while len(answer) <= most:
            self._await(self._data.fileno(), select.POLLIN)
            try:
                piece = self._data.recv(most + 1 - len(answer))
            except ConnectionResetError:
                # it ended with part of the file unread
                break
            if not piece:
                break
            answer += piece
        # a child that floods must not wait for a reader until its time is over
        self._data.close()
        return bytes(answer)

    def ending(self) -> Ending:
        """Learn from the zygote how the child ended.

        Raises:
            DecoderDiedError: the zygote is gone or silent.
        """
        self._await(self._status_fd, select.POLLIN)
        message = os.read(self._status_fd, ENDING.size)
        if len(message) != ENDING.size:
            raise DecoderDiedError
        return Ending.parse(message)

    def _push(self, chunk: bytes) -> bool:
        """Send all of it; False if the child has answered or ended already."""
        rest = memoryview(chunk)
        while rest:
            events = self._await(self._data.fileno(), select.POLLIN | select.POLLOUT)
            if events != select.POLLOUT:
                return False
            try:
                sent = self._data.send(rest[:_PIECE_BYTES], socket.MSG_DONTWAIT)
            except (BrokenPipeError, ConnectionResetError):
                return False
            rest = rest[sent:]
        return True

    def _finish_sending(self) -> None:
        self._data.shutdown(socket.SHUT_WR)

    def _await(self, descriptor: int, events: int) -> int:
        """Wait until something of `events` or an end of the connection shows."""
        watched = select.poll()
        watched.register(descriptor, events)
        left = max(0.0, self._deadline - time.monotonic())
        ready = watched.poll(left * 1000)
        if not ready:
            raise DecoderDiedError
        return ready[0][1]
