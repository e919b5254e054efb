"""A case's code and PIN: made of what the browser invented, kept as keyed digests.

The browser invents a token and sends it with each file. Code and PIN follow from it by
the server's key: a request that is repeated has the same answer, and nobody without
the key can try codes against a copy of the database.
"""

import hmac
from dataclasses import dataclass
from typing import Final

# Crockford's: no I, L, O or U, that people take for others.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE: Final = str.maketrans(
    {"I": "1", "L": "1", "O": "0", "U": "V", "-": "", " ": ""}
)
_CODE_LETTERS: Final = 12  # 60 bits
_PIN_DIGITS: Final = 6
_GROUP: Final = 4
_ENTRY_DIGITS: Final = 32


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a person notes down: shown once, and not kept."""

    code: str
    pin: str


def receipt_of(token: str, *, key: bytes) -> Receipt:
    """Give code and PIN of a token.

    Args:
        token: 32 hexadecimal digits.
        key: the server's.
    """
    number = int.from_bytes(_keyed(key, "code", token)[:8], "big")
    letters = "".join(_LETTERS[number >> 5 * n & 31] for n in range(_CODE_LETTERS))
    groups = [letters[n : n + _GROUP] for n in range(0, _CODE_LETTERS, _GROUP)]
    pin = int.from_bytes(_keyed(key, "pin", token)[:8], "big") % 10**_PIN_DIGITS
    return Receipt(code="-".join(groups), pin=f"{pin:0{_PIN_DIGITS}}")


def code_digest(code: str, *, key: bytes) -> bytes:
    """Give what is kept of a code, however people write it."""
    return _keyed(key, "kept code", _plain(code))


def pin_digest(code: str, pin: str, *, key: bytes) -> bytes:
    """Give what is kept of a PIN: of each case another, though PINs are equal."""
    return _keyed(key, "kept pin", _plain(code), "".join(pin.split()))


def entry_id(code: str, md5: str, *, key: bytes) -> str:
    """Give the id of a case's file on the list, which tells nothing of the case."""
    return _keyed(key, "entry", _plain(code), md5).hex()[:_ENTRY_DIGITS]


def _plain(code: str) -> str:
    return code.upper().translate(_ALIKE)


def _keyed(key: bytes, *parts: str) -> bytes:
    return hmac.digest(key, "\0".join(parts).encode(), "sha256")
