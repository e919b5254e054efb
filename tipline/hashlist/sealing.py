"""Encrypt an answer to a member's public key, so that its programs alone read it.

Hybrid public key encryption (RFC 9180) in base mode: X25519, HKDF-SHA256, AES-256-GCM.
A sealed answer is the encapsulated key, 32 bytes, then the ciphertext with its tag.
"""

import hashlib
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from tipline.hashlist.errors import MalformedKeyError

_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def read_key(pem: str) -> bytes:
    """Give the 32 bytes of an X25519 public key, as `openssl pkey -pubout` writes it.

    Raises:
        MalformedKeyError: it is none; a private key is none either.
    """
    try:
        key = load_pem_public_key(pem.strip().encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise MalformedKeyError from error
    if not isinstance(key, X25519PublicKey):
        raise MalformedKeyError
    return key.public_bytes_raw()


def fingerprint_of(key: bytes) -> str:
    """Give what two people compare to be sure of a key: its SHA-256, 64 digits."""
    return hashlib.sha256(key).hexdigest()


def seal(content: bytes, *, key: bytes, slug: str) -> bytes:
    """Encrypt what a list answers to a member's key.

    Args:
        content: the answer.
        key: the member's, 32 bytes.
        slug: the list's path name, bound in as RFC 9180's `info`: an answer of one list
            cannot be passed off as one of another.
    """
    public = X25519PublicKey.from_public_bytes(key)
    return _SUITE.encrypt(content, public, _info(slug))


def _info(slug: str) -> bytes:
    return f"tipline hash list {slug}".encode()
