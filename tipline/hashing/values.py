"""Bring a hash, as somebody wrote it, into the one form that is stored and compared.

Four algorithms are computed here and known by their form. The values of all others are
opaque: they are kept, shared and matched for equality, and never taken apart.
"""

import base64
import binascii
import hashlib
import re
from typing import Final

from tipline.hashing.errors import MalformedHashError

# Longer values are known by their digest; what they were is kept by whoever needs it.
LONGEST_TEXT: Final = 512
DIGEST: Final = "sha256:"
# Twice the largest that is exchanged: TMK+PDQF takes 263,344 bytes for any video.
LARGEST_BYTES: Final = 512 * 1024

_HEX_LENGTHS = {"md5": 32, "sha1": 40, "sha256": 64, "pdq": 64}
_HEX = re.compile(r"[0-9a-f]+")
_NAME = re.compile(r"[a-z0-9][a-z0-9_.+-]{0,31}")
_SEPARATORS = re.compile(r"[\s_.+-]+")

# As the hash-sharing interface spells it in lower case; other spellings without signs.
_FOREIGN = {
    "pdna": ("photodna", "microsoftphotodna"),
    "netclean": (),
    "videntifier": (),
    "tmk_pdqf": ("tmk",),
    "ssvh_pdna": ("ssvh", "ssvhphotodna"),
    "ssvh_safer_hash": ("tmksaferhash", "ssvhsafer"),
}
_NAMES = {
    _SEPARATORS.sub("", spelling): name
    for name, others in _FOREIGN.items()
    for spelling in (name, *others)
} | {name: name for name in _HEX_LENGTHS}


def canonical_algorithm(name: str) -> str:
    """Return the stored name of an algorithm.

    `MD5`, `SHA-1` and `TMK+PDQF` become md5, sha1 and tmk_pdqf; `PhotoDNA` is pdna, and
    `TMK_SAFER_HASH` an older name of ssvh_safer_hash. What is not known here comes back
    in lower case with its punctuation.

    Raises:
        MalformedHashError: no algorithm is called so: over 32 characters, or others
            than letters, digits and `_.+-`.
    """
    lowered = name.strip().lower()
    if lowered in _NAMES:
        return _NAMES[lowered]
    if not _NAME.fullmatch(lowered):
        reason = "its algorithm must be named by up to 32 letters, digits and _.+-"
        raise MalformedHashError(algorithm="named", reason=reason)
    return _NAMES.get(_SEPARATORS.sub("", lowered), lowered)


def canonical_value(algorithm: str, value: str) -> str:
    """Return the stored form of a hash: lower-case hexadecimal without white space.

    The value of an algorithm that is not computed here is opaque: only the white space
    around it goes, since upper and lower case may differ in meaning (base64). One of
    more than 512 characters must be base64 and becomes the digest of its bytes.

    Args:
        algorithm: in any spelling, see `canonical_algorithm`.
        value: as it was sent.

    Raises:
        MalformedHashError: the value is empty, too long, of a wrong length, not
            hexadecimal, or holds white space or what cannot be printed.
    """
    name = canonical_algorithm(algorithm)
    stripped = value.strip()
    if not stripped:
        raise MalformedHashError(algorithm=name, reason="it is empty")
    if name in _HEX_LENGTHS:
        return _canonical_hex(name, stripped.lower())
    if len(stripped) > LONGEST_TEXT:
        return large_value(name, _bytes_of(name, stripped))
    if not stripped.isascii() or not stripped.isprintable() or " " in stripped:
        reason = "it holds white space or characters other than printable ASCII"
        raise MalformedHashError(algorithm=name, reason=reason)
    return stripped


def large_value(algorithm: str, content: bytes) -> str:
    """Return the stored form of a hash that is exchanged as bytes: their SHA-256.

    Args:
        algorithm: in any spelling; TMK+PDQF and Videntifier are of this kind.
        content: the whole of it.

    Raises:
        MalformedHashError: there is none of it, or over 512 KiB.
    """
    name = canonical_algorithm(algorithm)
    if not 0 < len(content) <= LARGEST_BYTES:
        reason = f"it has {len(content)} bytes and may have 1 to {LARGEST_BYTES}"
        raise MalformedHashError(algorithm=name, reason=reason)
    return f"{DIGEST}{hashlib.sha256(content).hexdigest()}"


def _bytes_of(name: str, text: str) -> bytes:
    # Base64 is longer than its bytes by a third, and may be broken into lines.
    if len(text) > 2 * LARGEST_BYTES:
        raise MalformedHashError(algorithm=name, reason="it is too long")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        reason = f"it is longer than {LONGEST_TEXT} characters and is not base64"
        raise MalformedHashError(algorithm=name, reason=reason) from error


def _canonical_hex(name: str, value: str) -> str:
    wanted = _HEX_LENGTHS[name]
    if len(value) != wanted:
        reason = f"it has {len(value)} characters and should have {wanted}"
        raise MalformedHashError(algorithm=name, reason=reason)
    if not _HEX.fullmatch(value):
        reason = "it holds characters other than 0-9 and a-f"
        raise MalformedHashError(algorithm=name, reason=reason)
    return value
