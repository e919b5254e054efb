"""Take the three cryptographic digests of a file in one pass over its bytes."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Digests:
    """Name a file by its content, in lower-case hexadecimal."""

    md5: str
    sha1: str
    sha256: str
    size_bytes: int


class DigestStream:
    """Digest a file that arrives piece by piece, however the pieces are cut."""

    def __init__(self) -> None:
        # MD5 and SHA-1 are what partners' lists are keyed by; nothing trusts them.
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        self._sha256 = hashlib.sha256()
        self._size_bytes = 0

    def update(self, piece: bytes | bytearray | memoryview) -> None:
        """Add the next bytes of the file."""
        self._md5.update(piece)
        self._sha1.update(piece)
        self._sha256.update(piece)
        self._size_bytes += memoryview(piece).nbytes

    def result(self) -> Digests:
        """Return the digests of everything added so far; more may follow."""
        return Digests(
            md5=self._md5.hexdigest(),
            sha1=self._sha1.hexdigest(),
            sha256=self._sha256.hexdigest(),
            size_bytes=self._size_bytes,
        )
