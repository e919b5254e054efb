from enum import IntEnum

from tipline.linking.identifiers import Kind
from tipline.linking.phone_numbers import NATIONAL


class Strength(IntEnum):
    """What a shared identifier says about two reports."""

    NOTHING = 0
    WEAK = 1
    STRONG = 2


# (strong up to, weak up to) this many reports that share it; beyond, it links nothing.
# An address behind one router serves a household, behind a carrier a town; a file that
# hundreds sent is viral and says nothing about who knows whom. An account is one
# account however often it was reported. Two people may have one name, and two pictures
# of one thing be nearly the same: never strong.
LIMITS: dict[Kind, tuple[float, float]] = {
    Kind.PLATFORM_USER: (float("inf"), float("inf")),
    Kind.EMAIL: (50, 500),
    Kind.PHONE: (50, 500),
    Kind.DEVICE: (30, 300),
    Kind.HANDLE: (20, 200),
    Kind.FILE_HASH: (10, 100),
    Kind.NEAR_FILE: (0, 100),
    Kind.URL: (5, 50),
    Kind.IP: (3, 10),
    Kind.IP_PREFIX: (3, 10),
    Kind.IP_PORT: (3, 10),
    Kind.COIN_ADDRESS: (50, 500),
    Kind.BANK_ACCOUNT: (50, 500),
    Kind.NAME: (0, 20),
}


def link_strength(kind: Kind, reports_sharing: int, *, scope: str = "") -> Strength:
    """Say how strongly an identifier links the reports that share it.

    Args:
        kind: what the identifier is; of kinds that are PASSED_ON count only uses
            within the window.
        reports_sharing: reports that hold it, the two being linked included.
        scope: the identifier's scope; national telephone digits are never strong.
    """
    strong, weak = LIMITS[kind]
    if reports_sharing < 2 or reports_sharing > weak:  # noqa: PLR2004 -- it takes two
        return Strength.NOTHING
    if reports_sharing > strong or (kind is Kind.PHONE and scope == NATIONAL):
        return Strength.WEAK
    return Strength.STRONG
