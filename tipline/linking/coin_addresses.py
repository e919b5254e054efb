"""Addresses to which crypto money is paid, each checked by what its format checks."""

import re
from hashlib import sha256

from tipline.linking.keccak import keccak_256
from tipline.linking.text_folding import visible
from tipline.linking.unreadable import Why

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
ADDRESS_MAX = 128

# The first byte of 25, and whose it is. A "3" is Bitcoin's and was Litecoin's, too.
_VERSIONS = {
    0x00: "bitcoin",
    0x05: "bitcoin",
    0x30: "litecoin",
    0x32: "litecoin",
    0x41: "tron",
}
_PREFIXES = {"bc": "bitcoin", "ltc": "litecoin"}
_MONERO_STANDARD, _MONERO_INTEGRATED, _MONERO_SUBADDRESS = 18, 19, 42
_MONERO_BYTES = {_MONERO_STANDARD: 69, _MONERO_INTEGRATED: 77, _MONERO_SUBADDRESS: 69}
# Eight bytes become eleven letters, and a shorter last block so many:
_MONERO_LETTERS = {0: 0, 2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}
_MONERO_FORM = re.compile(rf"[48][{BASE58}]{{94}}(?:[{BASE58}]{{11}})?")
_BECH32_FORM = re.compile(rf"(bc|ltc)1([{BECH32}]{{6,90}})", re.IGNORECASE)
_BECH32_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_CHECK, _BECH32M_CHECK = 1, 0x2BC830A3
_ETHEREUM = re.compile(r"0x[0-9a-fA-F]{40}")
_BASE58_FORM = re.compile(rf"[{BASE58}]{{25,36}}")
_URI = re.compile(r"(?:bitcoin|litecoin|ethereum|monero|tron):(?://)?", re.IGNORECASE)


def normalize_coin_address(raw: str) -> tuple[str, str] | Why:
    """Give `(address, network)` of Bitcoin, Litecoin, Ethereum, Monero or Tron.

    Letters keep their case where it counts (base58), and lose it where it only checks
    (bech32, EIP-55). What stands in front as a payment link, and behind as its amount,
    is dropped.
    """
    text = _URI.sub("", visible(raw), count=1).partition("?")[0].strip()
    if not text:
        return Why.EMPTY
    if len(text) > ADDRESS_MAX:
        return Why.TOO_LONG
    if _ETHEREUM.fullmatch(text):
        return _ethereum(text)
    bech32 = _BECH32_FORM.fullmatch(text)
    if bech32:
        return _bech32(text, bech32[1].lower())
    if _MONERO_FORM.fullmatch(text):
        return _monero(text)
    return _base58check(text) if _BASE58_FORM.fullmatch(text) else Why.MALFORMED


def _base58check(text: str) -> tuple[str, str] | Why:
    number = _number(text)
    zeros = len(text) - len(text.lstrip("1"))
    body = number.to_bytes((number.bit_length() + 7) // 8, "big")
    data = bytes(zeros) + body
    if len(data) != 25 or data[0] not in _VERSIONS:  # noqa: PLR2004 - version, hash, check
        return Why.MALFORMED
    if sha256(sha256(data[:-4]).digest()).digest()[:4] != data[-4:]:
        return Why.CHECKSUM
    return text, _VERSIONS[data[0]]


def _number(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 58 + BASE58.index(letter)
    return number


def _bech32(text: str, prefix: str) -> tuple[str, str] | Why:
    """Check by BIP 173 for version 0, and by BIP 350 for all later ones."""
    if text.lower() != text and text.upper() != text:
        return Why.MALFORMED
    letters = [BECH32.index(letter) for letter in text.lower()[len(prefix) + 1 :]]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    wanted = _BECH32M_CHECK if letters[0] else _BECH32_CHECK
    if _polymod(expanded + letters) != wanted:
        return Why.CHECKSUM
    return text.lower(), _PREFIXES[prefix]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for number, factor in enumerate(_BECH32_GENERATOR):
            check ^= factor if top >> number & 1 else 0
    return check


def _ethereum(text: str) -> tuple[str, str] | Why:
    digits = text[2:]
    plain = digits.lower()
    if len(set(plain)) == 1:
        return Why.PLACEHOLDER
    if digits not in {plain, digits.upper()} and digits != eip55(plain):
        return Why.CHECKSUM
    return "0x" + plain, "ethereum"


def eip55(digits: str) -> str:
    """Write forty lower-case hex digits with the capitals that check them (EIP-55)."""
    check = keccak_256(digits.encode("ascii")).hex()
    pairs = zip(digits, check, strict=False)
    return "".join(d.upper() if int(c, 16) >= 8 else d for d, c in pairs)  # noqa: PLR2004


def _monero(text: str) -> tuple[str, str] | Why:
    data = _monero_bytes(text)
    if data is None or _MONERO_BYTES.get(data[0]) != len(data):
        return Why.MALFORMED
    if keccak_256(data[:-4])[:4] != data[-4:]:
        return Why.CHECKSUM
    if data[0] == _MONERO_INTEGRATED:
        # Without the number of one payment it is the wallet's own address.
        whole = bytes([_MONERO_STANDARD]) + data[1:65]
        return _monero_text(whole + keccak_256(whole)[:4]), "monero"
    return text, "monero"


def _monero_bytes(text: str) -> bytes | None:
    found = b""
    for first in range(0, len(text), 11):
        block = text[first : first + 11]
        size, number = _MONERO_LETTERS.get(len(block)), _number(block)
        if size is None or number >= 256**size:
            return None
        found += number.to_bytes(size, "big")
    return found


def _monero_text(data: bytes) -> str:
    letters = {size: length for length, size in _MONERO_LETTERS.items()}
    found = ""
    for first in range(0, len(data), 8):
        block = data[first : first + 8]
        number, text = int.from_bytes(block, "big"), ""
        for _ in range(letters[len(block)]):
            number, rest = divmod(number, 58)
            text = BASE58[rest] + text
        found += text
    return found
