"""The protocol's fingerprint types, and the algorithms they are stored as."""

from dataclasses import dataclass
from typing import Final

from tipline.foundation.errors import NotFoundError


class UnknownFingerprintTypeError(NotFoundError):
    """The protocol has no such fingerprint type."""

    code = "unknown-fingerprint-type"
    sentence = "There is no fingerprint type of this name. Known are: %(known)s."


@dataclass(frozen=True, kw_only=True)
class FingerprintType:
    """One type: in addresses, as an element, in feedback, and as it is stored.

    A large one is fetched by a link; its element has no text.
    """

    name: str
    element: str
    in_feedback: str
    algorithm: str
    is_large: bool = False


def _type(name: str, *, is_large: bool = False) -> FingerprintType:
    return FingerprintType(
        name=name,
        element=name.lower().replace("_", "-"),
        in_feedback=name.title().replace("_", ""),
        algorithm=name.lower(),
        is_large=is_large,
    )


# SHA-256 is not among them: the protocol has no element for it.
TYPES: Final = (
    _type("MD5"),
    _type("SHA1"),
    _type("PDNA"),
    _type("PDQ"),
    _type("NETCLEAN"),
    _type("VIDENTIFIER", is_large=True),
    _type("TMK_PDQF", is_large=True),
    _type("SSVH_PDNA", is_large=True),
    _type("SSVH_SAFER_HASH", is_large=True),
)
BY_ALGORITHM: Final = {each.algorithm: each for each in TYPES}
BY_ELEMENT: Final = {each.element: each for each in TYPES}
_BY_NAME: Final = {each.name: each for each in TYPES} | {
    "TMK_SAFER_HASH": BY_ALGORITHM["ssvh_safer_hash"]
}


def type_named(name: str) -> FingerprintType:
    """Give the type of a name in an address, in any case.

    Raises:
        UnknownFingerprintTypeError: there is none.
    """
    found = _BY_NAME.get(name.upper())
    if found is None:
        raise UnknownFingerprintTypeError(known=", ".join(t.name for t in TYPES))
    return found
