"""Identifiers that stand in free text, as far as they prove themselves by a checksum.

Bios and conversations name where to pay. Only what its own check digits confirm is
taken: a wrong guess would link strangers. No e-mail address or phone number is taken
from free text, since nothing there says whose it is.
"""

import re
from collections.abc import Iterator

from tipline.linking.bank_accounts import normalize_bank_account
from tipline.linking.coin_addresses import ADDRESS_MAX, normalize_coin_address
from tipline.linking.unreadable import Why

TEXT_MAX = 100_000  # characters of one text that are looked at
FOUND_MAX = 20  # of one text; more are a list of somebody else's
_WORD = re.compile(rf"[0-9A-Za-z]{{25,{ADDRESS_MAX}}}")
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")


def coin_addresses_in(text: str) -> Iterator[str]:
    """Give the addresses of crypto money in a text, as they are written."""
    words = dict.fromkeys(_WORD.findall(text[:TEXT_MAX]))
    found = (w for w in words if not isinstance(normalize_coin_address(w), Why))
    yield from _first(found)


def bank_accounts_in(text: str) -> Iterator[str]:
    """Give the international bank account numbers in a text, as they are written."""
    words = dict.fromkeys(_IBAN.findall(text[:TEXT_MAX]))
    found = (w for w in words if not isinstance(normalize_bank_account(w), Why))
    yield from _first(found)


def _first(found: Iterator[str]) -> Iterator[str]:
    for _, word in zip(range(FOUND_MAX), found, strict=False):
        yield word
