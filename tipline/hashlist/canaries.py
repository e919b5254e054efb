"""Invented entries that only one member receives: a leaked feed names its source.

Each takes after a real item, so that nothing that a feed shows tells it from others.
"""

import math
import re
import secrets
import string
import uuid
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import Final, NamedTuple

from tipline.hashing.values import large_value

LEAST: Final = 20
SHARE: Final = 0.01
MOST: Final = 10_000  # a million items; more would weigh on the smaller members

_DIGESTS: Final = frozenset({"md5", "sha1"})
_BITS: Final = 256
# With fewer examples to mix, a value would repeat too much of a real one.
_EXAMPLES_LEAST: Final = 16
_CONTENTS_LEAST: Final = 4
_WORD: Final = 4  # bytes that stay together: the numbers of a large fingerprint
_UUID: Final = re.compile(r"[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}")
_ALPHABETS: Final = (
    string.digits,
    string.digits + "abcdef",
    string.digits + "ABCDEF",
    string.ascii_letters + string.digits + "+/",
)
_dice = secrets.SystemRandom()


class Print(NamedTuple):
    """A fingerprint, real or invented; `content` is that of a large one."""

    algorithm: str
    value: str
    recipe: str = ""
    quality: int | None = None
    content: bytes | None = None


Examples = Mapping[str, Sequence[Print]]  # by algorithm


def number_for(items: int) -> int:
    """Give how many canaries a member's feed of so many items carries.

    A leak of 1,000 lines from a feed with one canary in a hundred lacks all of them
    once in 23,000 times.
    """
    return min(MOST, max(LEAST, math.ceil(items * SHARE)))


def invent(like: Iterable[Print], examples: Examples) -> list[Print]:
    """Make fingerprints that no file will ever have, like those of a real item.

    Digests are random. A PDQ hash has as many bits set as the one it takes after, and
    is as far from the PDQ hash before it. What is not computed here is mixed, sign by
    sign, from what the list has of its kind.

    Args:
        like: those of the real item.
        examples: some of the list's, by algorithm.
    """
    made: list[Print] = []
    before: tuple[int, int] | None = None  # the last PDQ hash: real, and invented
    for real in like:
        if real.algorithm in _DIGESTS:
            value = secrets.token_hex(len(real.value) // 2)
            made.append(real._replace(value=value))
        elif real.algorithm == "pdq":
            bits = int(real.value, 16)
            before = bits, _moved(before, bits) if before else _with_bits(bits)
            made.append(real._replace(value=f"{before[1]:064x}"))
        else:
            made.append(_mixed(real, examples.get(real.algorithm, ())))
    return made


def entry_id_like(
    entry_id: str, prints: Iterable[tuple[Print, Print]], examples: Sequence[str]
) -> str:
    """Make an entry id as its source would have given it.

    Args:
        entry_id: that of the real item.
        prints: its fingerprints, each with the invented one.
        examples: some of the source's entry ids.
    """
    for real, invented in prints:
        if real.value in entry_id:
            return entry_id.replace(real.value, invented.value)
    if _UUID.fullmatch(entry_id):
        return uuid.uuid4().hex
    return _text_like(entry_id, examples)


def _with_bits(real: int) -> int:
    """Give 256 bits of which as many are set; of nearly every PDQ hash 128 are."""
    return sum(1 << bit for bit in _dice.sample(range(_BITS), real.bit_count()))


def _moved(before: tuple[int, int], real: int) -> int:
    """Turn as many bits of the invented hash each way as are turned in the real one."""
    last, invented = before
    changed: list[int] = []
    for value, number in (
        (1, (last & ~real).bit_count()),
        (0, (real & ~last).bit_count()),
    ):
        such = [bit for bit in range(_BITS) if invented >> bit & 1 == value]
        changed += _dice.sample(such, number)
    return invented ^ sum(1 << bit for bit in changed)


def _mixed(real: Print, examples: Sequence[Print]) -> Print:
    if real.content is None:
        texts = [each.value for each in examples if each.content is None]
        return real._replace(value=_text_like(real.value, texts))
    contents = [each.content for each in examples if each.content is not None]
    content = _content_like(real.content, contents)
    value = large_value(real.algorithm, content)
    return real._replace(value=value, content=content)


def _text_like(real: str, examples: Iterable[str]) -> str:
    """Take each sign from one of the examples that are as long.

    If they are few, from the alphabet that it is written in, where they differ.
    """
    alike = [each for each in examples if len(each) == len(real)]
    if len({*alike}) >= _EXAMPLES_LEAST:
        return "".join(_dice.choice(alike)[place] for place in range(len(real)))
    alike = [*{real, *alike}]
    columns = [*zip(*alike, strict=True)]
    varied = [len(alike) == 1 or len(set(column)) > 1 for column in columns]
    signs = {s for column in compress(columns, varied) for s in column}
    signs -= set(string.punctuation) - set("+/")
    alphabet = next((each for each in _ALPHABETS if signs <= set(each)), _ALPHABETS[-1])
    return "".join(
        _dice.choice(alphabet) if is_varied and sign in alphabet else sign
        for sign, is_varied in zip(real, varied, strict=True)
    )


def _content_like(real: bytes, examples: Iterable[bytes]) -> bytes:
    alike = [each for each in {*examples} if len(each) == len(real)]
    if len(alike) < _CONTENTS_LEAST:
        return secrets.token_bytes(len(real))
    words = range(0, len(real), _WORD)
    return b"".join(_dice.choice(alike)[word : word + _WORD] for word in words)
