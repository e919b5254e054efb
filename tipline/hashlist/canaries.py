"""Invented entries that only one member receives: a leaked feed names its source."""

import hashlib
import math
import secrets
from dataclasses import dataclass
from typing import Final

LEAST: Final = 20
SHARE: Final = 0.01
MOST: Final = 10_000  # a million items; more would weigh on the smaller members


@dataclass(frozen=True, kw_only=True)
class Fingerprint:
    """The fingerprints of a canary, in hexadecimal; of nothing that exists."""

    md5: str
    sha1: str
    pdq: str


def number_for(items: int) -> int:
    """Give how many canaries a member's feed of so many items carries.

    A leak of 1,000 lines from a feed with one canary in a hundred lacks all of them
    once in 23,000 times.
    """
    return min(MOST, max(LEAST, math.ceil(items * SHARE)))


def invent() -> Fingerprint:
    """Make fingerprints that no file will ever have: hashes of random bytes."""
    secret = secrets.token_bytes(32)
    half = hashlib.sha256(b"pdq" + secret).digest()
    return Fingerprint(
        md5=hashlib.md5(secret, usedforsecurity=False).hexdigest(),
        sha1=hashlib.sha1(secret, usedforsecurity=False).hexdigest(),
        pdq=_balanced(half),
    )


def _balanced(noise: bytes) -> str:
    """Give 64 hex digits with exactly 128 bits set, as nearly every PDQ hash has."""

    def drawn(bit: int) -> bytes:
        return hashlib.sha256(noise + bytes([bit])).digest()

    half = sorted(range(256), key=drawn)[:128]
    return f"{sum(1 << bit for bit in half):064x}"
