"""Names of cities and counties, and postal codes, in the forms that are compared."""

import re
import unicodedata

_LONG = {"st": "saint", "ft": "fort", "mt": "mount", "co": "county"}
_KIND_IN_FRONT = re.compile(r"(city|town|village|borough) of ")
_COUNTY_IN_FRONT = re.compile(r"county of (.+)")


def name_key(name: str) -> str:
    """Give the form in which names of cities and counties are compared.

    Case, accents, spaces, apostrophes, full stops and hyphens do not count, nor does
    what stands after a comma; St. is Saint, Ft. Fort, Mt. Mount, Co. County.
    """
    return "".join(_words(name))


def readings_of_name(name: str) -> tuple[str, ...]:
    """Give what a name may stand for in a list of cities and counties, best first.

    A name that no city of the list has may be that of a county, or carry the word
    city: Miami-Dade, County of Kern, Fairfax City, Town of Islip.
    """
    text = _COUNTY_IN_FRONT.sub(r"\1 county", " ".join(_words(name)))
    bare = _KIND_IN_FRONT.sub("", text)
    readings = (text, bare, bare.removesuffix(" city"), f"{bare} county")
    return tuple(map(name_key, readings))


def _words(name: str) -> list[str]:
    # Ornate letters are plain ones first: some of them have no small form.
    letters = unicodedata.normalize("NFKD", name.partition(",")[0]).casefold()
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    words = re.sub(r"[^\w\s-]", "", plain).replace("-", " ").split()
    return [_LONG.get(word, word) for word in words]


def readings_of_post_code(code: str) -> tuple[str, str]:
    """Give the digits of a US postal code, all five if known, and its first three."""
    found = re.search(r"[0-9]{3,5}", code)
    digits = found[0] if found else ""
    return digits, digits[:3]
