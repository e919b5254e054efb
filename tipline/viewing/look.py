"""How a preview looks: its variant, how strongly it is veiled, the viewer's code."""

import hashlib
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

# Letters and digits that nobody confuses; source: Crockford's base 32.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6


class Variant(StrEnum):
    """What is shown of a file; before both, only facts are."""

    VEILED = "veiled"
    CLEAR = "clear"


class Blur(StrEnum):
    """How little of a picture is left in its veiled preview; never all of it."""

    LIGHT = "light"
    MEDIUM = "medium"
    STRONG = "strong"


class Look(BaseModel):
    """How somebody wants previews: in grey or not, and how strongly veiled.

    Grey also holds for the clear preview: it is the person's wish, and costs nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    grey: bool = True
    blur: Blur = Blur.STRONG


def short_code(person_id: int) -> str:
    """Give the code that stands for a person in watermarks and packets.

    Not a secret: the page of loads says whose it is.
    """
    digest = hashlib.sha256(b"tipline viewer %d" % person_id).digest()
    number = int.from_bytes(digest[:8], "big")
    letters = (_ALPHABET[number >> (5 * at) & 31] for at in range(CODE_LENGTH))
    return "".join(letters)
