import re

from tipline.linking.text_folding import folded
from tipline.linking.unreadable import Why

HEX_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128, "pdq": 64}
HEX_MIN, HEX_MAX = 16, 512  # for algorithms that are not in the table

# Hashes of a file without content: every failed upload has them.
_OF_NOTHING = frozenset(
    {
        "d41d8cd98f00b204e9800998ecf8427e",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
)
_APART = " ~"  # bits of 256 stand behind it
_SEPARATORS = re.compile(r"[^0-9a-z]+")
_HEX = re.compile(r"[0-9a-f]+")


def normalize_file_hash(raw: str, algorithm: str) -> tuple[str, str] | Why:
    """Give `(hex digits, algorithm)`, both in lower case and without separators."""
    name = _SEPARATORS.sub("", folded(algorithm))
    value = folded(raw).removeprefix("0x")
    value = re.sub(r"[\s:-]+", "", value)
    if not value:
        return Why.EMPTY
    if not name:
        return Why.SCOPE_MISSING
    if not _HEX.fullmatch(value) or not _fits(len(value), name):
        return Why.MALFORMED
    if value in _OF_NOTHING or len(set(value)) == 1:
        return Why.PLACEHOLDER
    return value, name


def near_file(sha256: str, *, bits: int) -> str:
    """Write whom a file is nearly the same as, and how far from it."""
    return f"{sha256}{_APART}{bits}"


def bits_apart(near: str) -> int:
    """Read how far a file is from what `near_file` names."""
    bits = near.rpartition(_APART)[2]
    return int(bits) if bits.isascii() and bits.isdecimal() else 0


def normalize_near_file(raw: str) -> str | Why:
    """Give the SHA-256 that `near_file` names: how far each is from it may differ."""
    found = normalize_file_hash(raw.partition(_APART)[0], "sha256")
    return found if isinstance(found, Why) else found[0]


def _fits(digits: int, algorithm: str) -> bool:
    expected = HEX_DIGITS.get(algorithm)
    if expected is not None:
        return digits == expected
    return HEX_MIN <= digits <= HEX_MAX and len(algorithm) <= 64  # noqa: PLR2004
