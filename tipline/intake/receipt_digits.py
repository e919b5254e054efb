"""A receipt as digits, for those who read no Latin letters: the same 128 bits.

Eight groups of six digits. Five of a group say sixteen bits of the key, and the sixth
checks them and their place, so that a page can say which group is wrong. They are read
in the digits of every script.
"""

from dataclasses import dataclass

from tipline.intake.receipt_words import KEY_BYTES

GROUPS = 8
GROUP_DIGITS = 6
_BYTES = KEY_BYTES // GROUPS
# Without a factor of ten: every single wrong digit shows, and every two groups swapped.
_WEIGHTS = (1, 3, 7, 9, 3)
_PLACE_WEIGHT = 7


@dataclass(frozen=True, kw_only=True)
class ReadDigits:
    """What was understood of typed digits; `key` only if they are a whole receipt.

    `count` is how many digits there are; `wrong` are the groups, from 1, that no
    receipt has in their place.
    """

    key: bytes | None
    count: int
    wrong: tuple[int, ...] = ()


def to_digits(key: bytes) -> tuple[str, ...]:
    """Write a key of 16 bytes as eight groups of digits."""
    parts = (key[_BYTES * place : _BYTES * (place + 1)] for place in range(GROUPS))
    said = (f"{int.from_bytes(part):05d}" for part in parts)
    return tuple(five + _check(place, five) for place, five in enumerate(said))


def is_in_digits(text: str) -> bool:
    """Tell whether somebody typed digits and no words."""
    return any(map(str.isdecimal, text)) and not any(map(str.isalpha, text))


def read_digits(text: str) -> ReadDigits:
    """Read what somebody typed, in whatever script and with whatever between."""
    typed = "".join(str(int(each)) if each.isdecimal() else " " for each in text)
    groups, whole = typed.split(), typed.replace(" ", "")
    if len(groups) != GROUPS:
        if len(whole) != GROUPS * GROUP_DIGITS:
            return ReadDigits(key=None, count=len(whole))
        starts = range(0, len(whole), GROUP_DIGITS)
        groups = [whole[start : start + GROUP_DIGITS] for start in starts]
    parts = [_part(place, group) for place, group in enumerate(groups)]
    wrong = tuple(place for place, part in enumerate(parts, 1) if part is None)
    key = b"".join(part for part in parts if part is not None)
    return ReadDigits(key=None if wrong else key, count=len(whole), wrong=wrong)


def _part(place: int, group: str) -> bytes | None:
    five, check = group[:-1], group[-1:]
    if len(group) != GROUP_DIGITS or check != _check(place, five):
        return None
    number = int(five)
    return number.to_bytes(_BYTES) if number < 1 << 8 * _BYTES else None


def _check(place: int, five: str) -> str:
    weighed = (w * int(digit) for w, digit in zip(_WEIGHTS, five, strict=True))
    return str((sum(weighed) + _PLACE_WEIGHT * place) % 10)
