"""International bank account numbers (ISO 13616), checked by their two digits."""

import re

from tipline.linking.text_folding import visible
from tipline.linking.unreadable import Why

IBAN = "iban"
_FORM = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_SPACES = re.compile(r"[\s.\-]+")
# How long the numbers of each country are, from SWIFT's registry.
_LENGTHS = """
15 NO  16 BE  18 DK FI FK FO GL NL SD  19 MK SI  20 AT BA EE KZ LT LU MN XK
21 CH HR LI LV  22 BG BH CR DE GB GE IE ME RS VA  23 AE GI IL IQ OM SO TL
24 AD CZ ES MD PK RO SA SE SK TN VG  25 LY PT ST  26 IS TR
27 BI DJ FR GR IT MC MR SM  28 AL AZ BY CY DO GT HU LB NI PL SV  29 BR EG PS QA UA
30 JO KW MU YE  31 MT SC  32 LC  33 RU
"""


def _read_lengths() -> dict[str, int]:
    found, length = {}, 0
    for word in _LENGTHS.split():
        if word.isdecimal():
            length = int(word)
        else:
            found[word] = length
    return found


LENGTHS = _read_lengths()


def normalize_bank_account(raw: str) -> tuple[str, str] | Why:
    """Give `(number, "iban")` in capitals without spaces; the check digits must fit."""
    text = _SPACES.sub("", visible(raw)).upper()
    text = text.removeprefix("IBAN").lstrip(":")
    if not text:
        return Why.EMPTY
    if not _FORM.fullmatch(text) or LENGTHS.get(text[:2]) != len(text):
        return Why.MALFORMED
    # Letters count as 10 to 35, and the number is one more than a multiple of 97.
    digits = "".join(str(int(letter, 36)) for letter in text[4:] + text[:4])
    return (text, IBAN) if int(digits) % 97 == 1 else Why.CHECKSUM
