"""Which country a visitor is likely in, by the browser's language alone."""

from tipline.foundation.web.territories import is_territory

# Where one country alone is likely behind a browser's language without a region.
_BY_LANGUAGE = {
    "bg": "BG",
    "bn": "BD",
    "cs": "CZ",
    "da": "DK",
    "de": "DE",
    "el": "GR",
    "et": "EE",
    "fi": "FI",
    "he": "IL",
    "hi": "IN",
    "hr": "HR",
    "hu": "HU",
    "id": "ID",
    "it": "IT",
    "ja": "JP",
    "ko": "KR",
    "lt": "LT",
    "lv": "LV",
    "nb": "NO",
    "nl": "NL",
    "pl": "PL",
    "ro": "RO",
    "sk": "SK",
    "sl": "SI",
    "sv": "SE",
    "th": "TH",
    "tr": "TR",
    "uk": "UA",
    "ur": "PK",
    "vi": "VN",
}


def guessed(accepted: str) -> str:
    """Guess a country from what a browser says of its languages; empty if unknown.

    Args:
        accepted: the header Accept-Language. Nothing else is asked: an address would
            tell where somebody is, and must not even be looked at.
    """
    first = accepted.partition(",")[0].partition(";")[0].strip().replace("_", "-")
    language, _sep, rest = first.partition("-")
    region = rest.rpartition("-")[2].upper()
    if is_territory(region):
        return region
    return "" if region else _BY_LANGUAGE.get(language.lower(), "")
