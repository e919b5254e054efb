"""Names of countries in the language of the page, from Unicode's CLDR."""

import re

from babel import Locale
from django.utils.translation import get_language

# What CLDR names with two letters that is no place: unions, tests, "unknown".
_NO_PLACE = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def is_territory(code: str) -> bool:
    """Tell whether this is the code of a country or territory, in capital letters."""
    is_code = re.fullmatch("[A-Z]{2}", code) and code not in _NO_PLACE
    return bool(is_code) and code in Locale("en").territories


def territory(code: str | None) -> str:
    """Name a country or territory; what is no ISO 3166 code is given as it is."""
    if not code or not is_territory(code.upper()):
        return code or ""
    locale = Locale.parse(get_language() or "en", sep="-")
    return str(locale.territories.get(code.upper(), code))
