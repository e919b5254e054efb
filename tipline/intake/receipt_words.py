"""A receipt as words that somebody can write on paper: 128 bits and a checksum.

Twelve words of 2048 hold 132 bits: the key, and four bits of its hash, which catch most
slips of the pen. The words are ours, chosen so that none can hurt a child who reads it.
"""

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

KEY_BYTES = 16
WORDS = 12
_FILE = Path(__file__).with_name("receipt_words.txt")
_BITS_A_WORD = 11
_CHECK_BITS = 4
_SUGGESTED_MOST = 3


@dataclass(frozen=True, kw_only=True)
class UnknownWord:
    """A word that no receipt has: its place from 1, and those that look like it."""

    place: int
    word: str
    near: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReadWords:
    """What was understood of typed words; `key` only if they are a whole receipt.

    `count` is how many words there are. If all are known and the key is missing, two of
    them are mixed up, or one is another word of the list.
    """

    key: bytes | None
    count: int
    unknown: tuple[UnknownWord, ...] = ()


@cache
def words() -> tuple[str, ...]:
    """Give the 2048 words in their order; a receipt's bits are places in it."""
    return tuple(_FILE.read_text(encoding="ascii").split())


@cache
def _places() -> dict[str, int]:
    return {word: place for place, word in enumerate(words())}


def to_words(key: bytes) -> tuple[str, ...]:
    """Write a key of 16 bytes as twelve words."""
    number = int.from_bytes(key) << _CHECK_BITS | _check(key)
    places = (
        number >> _BITS_A_WORD * left & len(words()) - 1 for left in range(WORDS)[::-1]
    )
    return tuple(words()[place] for place in places)


def read_words(text: str) -> ReadWords:
    """Read what somebody typed, whatever its case, spaces, line breaks and commas."""
    letters = (each if each.isalpha() else " " for each in text.casefold())
    typed = "".join(letters).split()[: 2 * WORDS]
    unknown = tuple(_unknown(typed))
    if unknown or len(typed) != WORDS:
        return ReadWords(key=None, count=len(typed), unknown=unknown)
    number = 0
    for word in typed:
        number = number << _BITS_A_WORD | _places()[word]
    key = (number >> _CHECK_BITS).to_bytes(KEY_BYTES)
    is_whole = _check(key) == number & (1 << _CHECK_BITS) - 1
    return ReadWords(key=key if is_whole else None, count=WORDS)


def _unknown(typed: Sequence[str]) -> list[UnknownWord]:
    return [
        UnknownWord(
            place=place,
            word=word,
            near=tuple(
                difflib.get_close_matches(word, words(), n=_SUGGESTED_MOST, cutoff=0.7)
            ),
        )
        for place, word in enumerate(typed, 1)
        if word not in _places()
    ]


def _check(key: bytes) -> int:
    return hashlib.sha256(key).digest()[0] >> 8 - _CHECK_BITS
