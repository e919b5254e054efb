import re

from tipline.referral.places import us_state

# Military post offices: the Americas, Europe and its neighbors, the Pacific (USPS
# Publication 28, section 235 and appendix B).
_POST_OFFICE_STATES = frozenset({"AA", "AE", "AP"})
_POST_CODE = re.compile(r"(09[0-8]|340|96[2-6])\d{2}(-?\d{4})?")
_MAIL_DOMAIN = ".mil"


def is_military_email(address: str) -> bool:
    """Say whether an e-mail address belongs to the United States military."""
    return address.strip().casefold().rstrip(".").endswith(_MAIL_DOMAIN)


def is_military_address(*, state: str, post_code: str, country: str = "US") -> bool:
    """Say whether a postal address is one of a military post office (APO, FPO, DPO).

    The codes mean other things abroad: an address elsewhere is never one.
    """
    if country.strip().upper() not in {"", "US"} or us_state(state):
        return False
    named = state.strip().upper() in _POST_OFFICE_STATES
    return named or bool(_POST_CODE.fullmatch(post_code.strip()))
