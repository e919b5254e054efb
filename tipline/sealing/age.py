"""Encryption to an age X25519 recipient, piece by piece: age-encryption.org/v1."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile

import pyrage

from tipline.foundation.sentence import Sentence

PIECE_BYTES = 1 << 18
FINGERPRINT_DIGITS = 16


def problem_of(recipient: str, fingerprint: str) -> str | None:
    """Say why a key is not taken, or give None.

    The fingerprint is of the text of the key, and comes from where the key was made:
    so a key that was swapped on its way is noticed.
    """
    try:
        pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        return Sentence(
            "This is no public age key: it begins with age1 and has 62 characters."
        )
    said = "".join(fingerprint.lower().split())
    if said[:FINGERPRINT_DIGITS] != fingerprint_of(recipient)[:FINGERPRINT_DIGITS]:
        return Sentence(
            "The fingerprint is not that of this key. Compute it where the key was"
            " made: %(command)s",
            command="printf %s KEY | sha256sum",
        )
    return None


def fingerprint_of(recipient: str) -> str:
    """Give the SHA-256 of a key's text, in hexadecimal."""
    return hashlib.sha256(recipient.encode()).hexdigest()


def sealed(pieces: Iterable[bytes], recipient: str) -> Iterator[bytes]:
    """Encrypt to a recipient; what waits on the disk is encrypted already.

    An exception of `pieces` comes out as it is, and nothing was given before.
    """
    source = _Source(pieces)
    key = pyrage.x25519.Recipient.from_str(recipient)
    with TemporaryFile() as waiting:
        try:
            pyrage.encrypt_io(source, waiting, [key])
        except Exception as error:
            raise (source.failure or error) from error
        waiting.seek(0)
        yield from iter(lambda: waiting.read(PIECE_BYTES), b"")


class _Source(io.RawIOBase):
    """Reads pieces as if they were a file, and keeps what went wrong."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self._pieces = iter(pieces)
        self._rest = b""
        self.failure: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest:
                self._rest = next(self._pieces)
        except StopIteration:
            return b""
        except Exception as error:
            self.failure = error
            raise
        wanted = len(self._rest) if size < 0 else size
        given, self._rest = self._rest[:wanted], self._rest[wanted:]
        return given
