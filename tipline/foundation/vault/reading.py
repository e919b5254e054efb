"""Read a sealed file from any place in it."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tipline.foundation.vault.errors import ObjectDamagedError
from tipline.foundation.vault.sealing import (
    CHUNK_BYTES,
    HEADER_BYTES,
    TAG_BYTES,
    NotAuthenticError,
    Opener,
    sealed_offset,
    sealed_size,
)
from tipline.foundation.vault.storage import Published

if TYPE_CHECKING:
    # The buffer protocol has no name at run time before Python 3.12.
    from _typeshed import WriteableBuffer

_NO_CHUNK: Final = -1


class ObjectReader(io.RawIOBase):
    """Give out the plaintext of a stored file: a binary file that can only be read.

    Each chunk is authenticated whole before a byte of it is given out, the length of
    the file already when it is opened. Not for several threads at once.
    """

    def __init__(
        self, published: Published, opener: Opener, *, object_id: str, size_bytes: int
    ) -> None:
        """Read `published` with `opener`; callers use `Vault.open`."""
        self._published = published
        self._opener = opener
        self._object_id = object_id
        self._position = 0
        self._chunk = b""
        self._chunk_number = _NO_CHUNK
        self.size_bytes = size_bytes

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte of the plaintext; past the end, where nothing is read."""
        starts = {
            io.SEEK_SET: 0,
            io.SEEK_CUR: self._position,
            io.SEEK_END: self.size_bytes,
        }
        position = starts[whence] + offset
        if position < 0:
            message = f"negative position {position}"
            raise ValueError(message)
        self._position = position
        return position

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill the buffer as far as the present chunk goes; 0 at the end.

        Raises:
            ObjectDamagedError: the chunk is not what was stored.
        """
        self._checkClosed()
        if self._position >= self.size_bytes:
            return 0
        number, start = divmod(self._position, CHUNK_BYTES)
        target = memoryview(buffer).cast("B")
        piece = self._opened(number)[start : start + len(target)]
        target[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def pieces(self) -> Iterator[bytes]:
        """Yield the rest of the file, a chunk or less at a time, and close it."""
        with self:
            while piece := self.read(CHUNK_BYTES):
                yield piece

    def close(self) -> None:
        """Let go of the file and of the plaintext."""
        self._published.close()
        self._chunk, self._chunk_number = b"", _NO_CHUNK
        super().close()

    def _opened(self, number: int) -> bytes:
        if number != self._chunk_number:
            length = min(CHUNK_BYTES, self.size_bytes - number * CHUNK_BYTES)
            sealed = self._published.read_at(sealed_offset(number), length + TAG_BYTES)
            self._chunk = self._authentic(number, sealed)
            self._chunk_number = number
        return self._chunk

    def _authentic(self, number: int, sealed: bytes) -> bytes:
        try:
            return self._opener.open(number, sealed)
        except NotAuthenticError:
            raise ObjectDamagedError(
                object_id=self._object_id, reason=f"chunk {number} was altered"
            ) from None

    def authenticate_end(self) -> None:
        """Open the last chunk, which proves how long the file is.

        Raises:
            ObjectDamagedError: the file was cut, extended or altered at its end.
        """
        if self._published.size != sealed_size(self.size_bytes):
            raise ObjectDamagedError(
                object_id=self._object_id, reason="its length is not what was stored"
            )
        self._opened(self.size_bytes // CHUNK_BYTES)


def header_of(published: Published) -> bytes:
    """Return the first bytes of a sealed file; fewer if there are not enough."""
    return published.read_at(0, HEADER_BYTES)
