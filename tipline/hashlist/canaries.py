"""Invented entries that only one member receives: a leaked feed names its source."""

import hashlib
import math
import secrets
from collections.abc import Iterable, Iterator
from typing import Final

LEAST: Final = 20
SHARE: Final = 0.01
INVENTED: Final = frozenset({"md5", "sha1", "pdq"})
MOST: Final = 10_000  # a million items; more would weigh on the smaller members


def number_for(items: int) -> int:
    """Give how many canaries a member's feed of so many items carries.

    A leak of 1,000 lines from a feed with one canary in a hundred lacks all of them
    once in 23,000 times.
    """
    return min(MOST, max(LEAST, math.ceil(items * SHARE)))


def invent(algorithms: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Make fingerprints that no file will ever have: hashes of random bytes.

    Args:
        algorithms: of `INVENTED`. PDQ may be there twice, since a picture has a hash by
            each recipe: the second is then some bits off the first.

    Yields:
        Each algorithm with its value in hexadecimal.
    """
    secret = secrets.token_bytes(32)
    pdq = _balanced(hashlib.sha256(b"pdq" + secret).digest())
    for algorithm in algorithms:
        if algorithm == "pdq":
            yield algorithm, f"{pdq:064x}"
            pdq = _shaken(pdq)
        else:
            made = hashlib.new(algorithm, secret, usedforsecurity=False)
            yield algorithm, made.hexdigest()


def _balanced(noise: bytes) -> int:
    """Give 256 bits of which exactly 128 are set, as in nearly every PDQ hash."""

    def drawn(bit: int) -> bytes:
        return hashlib.sha256(noise + bytes([bit])).digest()

    half = sorted(range(256), key=drawn)[:128]
    return sum(1 << bit for bit in half)


def _shaken(pdq: int) -> int:
    """Exchange some set bits for others: two recipes differ by about a dozen."""
    dice = secrets.SystemRandom()
    number = dice.randint(1, 8)
    by_value: tuple[list[int], list[int]] = ([], [])
    for bit in range(256):
        by_value[pdq >> bit & 1].append(bit)
    changed = [bit for bits in by_value for bit in dice.sample(bits, number)]
    return pdq ^ sum(1 << bit for bit in changed)
