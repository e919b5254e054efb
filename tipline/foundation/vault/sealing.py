"""The format of a stored file: C2SP chunked encryption, as Cobblestone-256.

A header of 56 bytes (24 of salt, 32 of key commitment), then chunks of 16 KiB, each
sealed with AES-256-GCM under its number, so that none can be changed, moved or left
out. The last chunk is always shorter than 16 KiB, if need be empty, and thereby marks
the end. Key, nonce and commitment come from HKDF-Expand-SHA-512 over the file's own
key, the salt and the context, which names the format, the object and its owner.

Source: https://c2sp.org/chunked-encryption. Sealing is `cryptography`'s; it has no
random access yet, so opening is here.
"""

import hmac
from dataclasses import dataclass
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES: Final = 32
HEADER_BYTES: Final = 56
CHUNK_BYTES: Final = 16 * 1024
TAG_BYTES: Final = 16
SEALED_CHUNK_BYTES: Final = CHUNK_BYTES + TAG_BYTES

FORMAT: Final = b"tipline-vault-1"

_SALT_BYTES = 24
_NONCE_BYTES = 12
_COMMITMENT_BYTES = 32
_INFO = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"


class NotAuthenticError(Exception):
    """Bytes are not what was sealed with this key for this object."""


def framed(*parts: bytes) -> bytes:
    """Join parts, each behind its length, so that no two lists give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def sealing_context(object_id: str, context: str) -> bytes:
    """Return what a file's chunks are bound to: format, object and owner."""
    return framed(FORMAT, object_id.encode(), context.encode())


def sealed_size(size_bytes: int) -> int:
    """Return how long a file of `size_bytes` is once it is sealed."""
    chunks = size_bytes // CHUNK_BYTES + 1
    return HEADER_BYTES + size_bytes + chunks * TAG_BYTES


def sealed_offset(chunk: int) -> int:
    """Return where in the sealed file a chunk begins."""
    return HEADER_BYTES + chunk * SEALED_CHUNK_BYTES


@dataclass(frozen=True, slots=True)
class Opener:
    """Open the chunks of one sealed file, in any order."""

    _cipher: AESGCM
    _base_nonce: int

    @classmethod
    def for_file(cls, key: bytes, context: bytes, header: bytes) -> Self:
        """Return the opener of the file that starts with `header`.

        Raises:
            NotAuthenticError: the file was sealed with another key or context.
        """
        salt, commitment = header[:_SALT_BYTES], header[_SALT_BYTES:]
        derived = HKDFExpand(
            algorithm=hashes.SHA512(),
            length=KEY_BYTES + _NONCE_BYTES + _COMMITMENT_BYTES,
            info=_INFO + salt + context,
        ).derive(key)
        nonce_end = KEY_BYTES + _NONCE_BYTES
        if not hmac.compare_digest(derived[nonce_end:], commitment):
            raise NotAuthenticError
        base_nonce = int.from_bytes(derived[KEY_BYTES:nonce_end], "big")
        return cls(AESGCM(derived[:KEY_BYTES]), base_nonce)

    def open(self, chunk: int, sealed: bytes) -> bytes:
        """Return the plaintext of chunk number `chunk`.

        Raises:
            NotAuthenticError: the bytes are not that chunk of the file.
        """
        nonce = (self._base_nonce ^ chunk).to_bytes(_NONCE_BYTES, "big")
        try:
            return self._cipher.decrypt(nonce, sealed, None)
        except InvalidTag:
            raise NotAuthenticError from None
