"""The languages that people read Tipline in, in one place.

Every language here awaits a native reader until its `reader` names one. Which pages a
language covers is what its catalogs hold: see COMPLETE and docs/translation.
"""

from dataclasses import dataclass
from enum import StrEnum


class Script(StrEnum):
    """What a language is written in."""

    LATIN = "Latin"
    ARABIC = "Arabic"
    DEVANAGARI = "Devanagari"
    THAI = "Thai"
    GREEK = "Greek"
    CYRILLIC = "Cyrillic"
    HEBREW = "Hebrew"
    BENGALI = "Bengali"
    JAPANESE = "Japanese"


class Audience(StrEnum):
    """Whose pages a language is for."""

    AGENCIES = "agencies"
    PUBLIC = "public"


_BOTH = frozenset(Audience)
_PUBLIC = frozenset({Audience.PUBLIC})
_RIGHT_TO_LEFT = frozenset({Script.ARABIC, Script.HEBREW})


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language: its code on the web, its own name, and for whom it is.

    `reader` is the native reader who has read all of it, empty while it awaits one.
    """

    code: str
    own_name: str
    english_name: str
    script: Script = Script.LATIN
    audiences: frozenset[Audience] = _PUBLIC
    reader: str = ""

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML has it."""
        return "rtl" if self.script in _RIGHT_TO_LEFT else "ltr"


SOURCE = Language(
    code="en",
    own_name="English",
    english_name="English",
    audiences=_BOTH,
    reader="the authors",
)

LANGUAGES: tuple[Language, ...] = (
    SOURCE,
    Language(code="es", own_name="Español", english_name="Spanish", audiences=_BOTH),
    Language(code="fr", own_name="Français", english_name="French", audiences=_BOTH),
    Language(code="de", own_name="Deutsch", english_name="German", audiences=_BOTH),
    Language(
        code="pt", own_name="Português", english_name="Portuguese", audiences=_BOTH
    ),
    Language(
        code="ar",
        own_name="العربية",
        english_name="Arabic",
        script=Script.ARABIC,
        audiences=_BOTH,
    ),
    Language(
        code="hi",
        own_name="हिन्दी",
        english_name="Hindi",
        script=Script.DEVANAGARI,
        audiences=_BOTH,
    ),
    Language(
        code="th",
        own_name="ไทย",
        english_name="Thai",
        script=Script.THAI,
        audiences=_BOTH,
    ),
    Language(code="it", own_name="Italiano", english_name="Italian"),
    Language(code="nl", own_name="Nederlands", english_name="Dutch"),
    Language(code="pl", own_name="Polski", english_name="Polish"),
    Language(code="ro", own_name="Română", english_name="Romanian"),
    Language(
        code="uk",
        own_name="Українська",
        english_name="Ukrainian",
        script=Script.CYRILLIC,
    ),
    Language(
        code="ru", own_name="Русский", english_name="Russian", script=Script.CYRILLIC
    ),
    Language(code="tr", own_name="Türkçe", english_name="Turkish"),
    Language(code="el", own_name="Ελληνικά", english_name="Greek", script=Script.GREEK),
    Language(code="sv", own_name="Svenska", english_name="Swedish"),
    Language(code="he", own_name="עברית", english_name="Hebrew", script=Script.HEBREW),
    Language(code="fa", own_name="فارسی", english_name="Persian", script=Script.ARABIC),
    Language(code="ur", own_name="اردو", english_name="Urdu", script=Script.ARABIC),
    Language(code="bn", own_name="বাংলা", english_name="Bengali", script=Script.BENGALI),
    Language(code="fil", own_name="Filipino", english_name="Tagalog"),
    Language(code="id", own_name="Bahasa Indonesia", english_name="Indonesian"),
    Language(code="vi", own_name="Tiếng Việt", english_name="Vietnamese"),
    Language(
        code="ja", own_name="日本語", english_name="Japanese", script=Script.JAPANESE
    ),
)

# The packages whose catalogs hold what an audience reads, as paths under the package.
# A text that several of them show is in the first that has it.
CATALOGS: dict[Audience, tuple[str, ...]] = {
    Audience.AGENCIES: (
        "foundation/web",
        "foundation/accounts",
        "intake",
        "triage",
        "review",
        "referral",
        "viewing",
        "clearance",
        "alerting",
        "casework",
        "paperwork",
        "feedback",
        "exchange",
        "deconfliction",
        "sealing",
        "portals/duty",
        "portals/agencies",
    ),
    Audience.PUBLIC: ("foundation/web", "intake", "portals/public"),
}

# What is translated whole, by audience: paths under the package. A string of such a
# path without a translation fails the tests; what is in no path here is in English.
COMPLETE: dict[Audience, tuple[str, ...]] = {
    Audience.AGENCIES: (
        "foundation/web",
        "foundation/accounts",
        "intake",
        "triage",
        "review/wording.py",
        "referral/assembly.py",
        "referral/data",
        "referral/evidence_words.py",
        "referral/geolocation.py",
        "referral/national_law.py",
        "referral/packet",
        "referral/packet_files.py",
        "referral/priority_reasons.py",
        "referral/reasons.py",
        "referral/routing.py",
        "viewing/gate.py",
        "clearance",
        "alerting",
        "casework",
        "paperwork",
        "feedback",
        "exchange",
        "deconfliction",
        "sealing",
        "portals/duty",
        "portals/agencies",
    ),
    Audience.PUBLIC: (
        "foundation/web/templates/web/_languages.html",
        "foundation/web/templates/web/base.html",
        "foundation/web/templates/web/error.html",
        "foundation/web/templates/web/errors",
        "intake/public_form.py",
        "intake/public_pages.py",
        "portals/public",
    ),
}


def offered_to(audience: Audience) -> tuple[Language, ...]:
    """Give the languages in which this audience's pages can be read.

    An audience that nothing is translated for is offered English alone.
    """
    if not COMPLETE[audience]:
        return (SOURCE,)
    return tuple(each for each in LANGUAGES if audience in each.audiences)
