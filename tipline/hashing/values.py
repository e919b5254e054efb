"""Bring a hash, as somebody wrote it, into the one form that is stored and compared."""

import re

from tipline.hashing.errors import MalformedHashError

_HEX_LENGTHS = {"md5": 32, "sha1": 40, "sha256": 64, "pdq": 64}
_HEX = re.compile(r"[0-9a-f]+")


def canonical_algorithm(name: str) -> str:
    """Return the stored name of an algorithm: `MD5`, `Md5`, `SHA-1` become md5, sha1.

    Names of algorithms that are not computed here (PhotoDNA, NetClean, …) come back in
    lower case with their punctuation.
    """
    lowered = name.strip().lower()
    plain = lowered.replace("-", "").replace("_", "")
    return plain if plain in _HEX_LENGTHS else lowered


def canonical_value(algorithm: str, value: str) -> str:
    """Return the stored form of a hash: lower-case hexadecimal without white space.

    The value of an algorithm that is not computed here is opaque: only the white space
    around it goes, since upper and lower case may differ in meaning (base64).

    Args:
        algorithm: in any spelling, see `canonical_algorithm`.
        value: as it was sent.

    Raises:
        MalformedHashError: the value is empty, of a wrong length or not hexadecimal.
    """
    name = canonical_algorithm(algorithm)
    stripped = value.strip()
    if not stripped:
        raise MalformedHashError(algorithm=name, reason="it is empty")
    if name not in _HEX_LENGTHS:
        return stripped
    return _canonical_hex(name, stripped.lower())


def _canonical_hex(name: str, value: str) -> str:
    wanted = _HEX_LENGTHS[name]
    if len(value) != wanted:
        reason = f"it has {len(value)} characters and should have {wanted}"
        raise MalformedHashError(algorithm=name, reason=reason)
    if not _HEX.fullmatch(value):
        reason = "it holds characters other than 0-9 and a-f"
        raise MalformedHashError(algorithm=name, reason=reason)
    return value
