import re
import unicodedata

from tipline.linking.calling_codes import COUNTRIES, calling_code_of
from tipline.linking.text_folding import folded
from tipline.linking.unreadable import Why

E164, NATIONAL = "e164", "national"
DIGITS_MIN, DIGITS_MAX = 7, 15  # E.164: fifteen digits with the calling code

# What people dial before a national number and nobody dials from abroad. Elsewhere the
# national number may begin with any digit, zero included (Italy keeps it).
_TRUNK_PREFIXES = {"1": ("1",), "7": ("8",), "36": ("06",)}
NATIONAL_DIGITS = {"1": 10, "7": 10, "36": 9}  # without the prefix, at most
_ZERO_STAYS = frozenset({"39", "378", "225", "229", "241", "242"})

_EXTENSION = re.compile(r"(?:;ext=|ext\.?|extension|x|#)\s*\d{1,10}$")
_PUNCTUATION = re.compile(r"[\s().\-/\u2010-\u2015\u2212]+")
_NANP = re.compile(r"1[2-9]\d{2}[2-9]\d{6}")


def normalize_phone(raw: str, calling_code: str = "") -> tuple[str, str] | Why:
    """Give `(value, scope)`: E.164 with "+", or bare national digits.

    National digits are only comparable among numbers of one country, which is unknown:
    they are kept apart under the scope "national" and never make a strong link.
    """
    text = _EXTENSION.sub("", _digits(folded(raw).removeprefix("tel:"))).strip()
    if not text:
        return Why.EMPTY
    code = _digits(folded(calling_code)).lstrip("+").removeprefix("00")
    if code and code not in COUNTRIES:
        return Why.UNKNOWN_CALLING_CODE
    text = text.replace("(0)", "") if text.startswith(("+", "00")) else text
    number = _PUNCTUATION.sub("", text)
    plus, digits = number.startswith("+"), number.removeprefix("+")
    if not digits.isdecimal() or not digits.isascii():
        return Why.MALFORMED
    return _international(digits, plus=plus, code=code)


def _digits(text: str) -> str:
    """Write every script's digits as 0 to 9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _international(digits: str, *, plus: bool, code: str) -> tuple[str, str] | Why:
    prefix = "011" if code == "1" and digits.startswith("011") else "00"
    if plus:
        return _e164(digits)
    if digits.startswith(prefix) and len(digits) > len(prefix) + DIGITS_MIN:
        return _e164(digits.removeprefix(prefix))
    if code:
        return _e164(code + _without_trunk(digits, code))
    if DIGITS_MIN <= len(digits) <= DIGITS_MAX:
        return digits, NATIONAL
    return Why.MALFORMED


def _without_trunk(digits: str, code: str) -> str:
    if code in _ZERO_STAYS:
        return digits
    for prefix in _TRUNK_PREFIXES.get(code, ()):
        if digits.startswith(prefix) and len(digits) > NATIONAL_DIGITS[code]:
            return digits.removeprefix(prefix)
    return digits if code in _TRUNK_PREFIXES else digits.removeprefix("0")


def _e164(digits: str) -> tuple[str, str] | Why:
    code = calling_code_of(digits)
    if code is None:
        return Why.UNKNOWN_CALLING_CODE
    if code == "1" and not _NANP.fullmatch(digits):
        return Why.MALFORMED
    if not DIGITS_MIN <= len(digits) <= DIGITS_MAX:
        return Why.MALFORMED
    return "+" + digits, E164
