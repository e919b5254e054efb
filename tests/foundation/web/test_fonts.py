"""Each script has a font on every system.

Whether all letters are in it a browser tells: tests/portals/pages/test_languages.py.
"""

import re

import pytest

from tests.foundation.web.test_stylesheets import STYLES
from tipline.foundation.languages import LANGUAGES, Script

# What Apple's and Windows' systems, and Debian's packages of Noto, bring for a script.
# Android's have no names of their own: its browsers take `sans-serif` by language.
LATIN = ("-apple-system", "Segoe UI", "Noto Sans")
MADE_FOR = {
    Script.LATIN: LATIN,
    Script.GREEK: LATIN,
    Script.CYRILLIC: LATIN,
    Script.ARABIC: ("Geeza Pro", "Tahoma", "Noto Sans Arabic"),
    Script.HEBREW: ("Arial Hebrew", "Arial", "Noto Sans Hebrew"),
    Script.DEVANAGARI: ("Kohinoor Devanagari", "Nirmala UI", "Noto Sans Devanagari"),
    Script.BENGALI: ("Kohinoor Bangla", "Nirmala UI", "Noto Sans Bengali"),
    Script.THAI: ("Thonburi", "Leelawadee UI", "Noto Sans Thai"),
    Script.JAPANESE: ("Hiragino Sans", "Yu Gothic UI", "Noto Sans CJK JP"),
}
RULE = re.compile(r"^([:\[][^{}@]*)\{([^{}]*)\}", re.MULTILINE)
FAMILY = re.compile(r'"([^"]+)"|([\w-]+)')


def properties(code):
    """Give the tokens of a page in a language, by day."""
    found = {}
    text = (STYLES / "tokens.css").read_text().partition("@media")[0]
    for selectors, body in RULE.findall(text):
        if selectors.startswith(":root") or f":lang({code})" in selectors:
            found |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
    return found


def families(code, name):
    """Give the fonts of a token in their order."""
    tokens = properties(code)
    text = tokens[name]
    while "var(" in text:
        text = re.sub(r"var\(--([\w-]+)\)", lambda used: tokens[used[1]], text)
    return [quoted or bare for quoted, bare in FAMILY.findall(text)]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.code)
def test_every_system_has_a_font_for_the_script(language):
    text = families(language.code, "font-text")
    assert set(MADE_FOR[language.script]) <= set(text)
    assert text[-1] == "sans-serif"
    # Which font it is depends on the machine's language, not on the page's.
    assert "system-ui" not in text
    made_for_others = {
        family
        for script, made in MADE_FOR.items()
        for family in made
        if family not in (*LATIN, *MADE_FOR[language.script], "Arial", "Tahoma")
    }
    assert not made_for_others & set(text)


def test_headings_are_of_one_family_with_a_text_that_has_no_serifs():
    for language in LANGUAGES:
        title = families(language.code, "font-title")
        has_serifs = language.script in (Script.LATIN, Script.GREEK, Script.CYRILLIC)
        if has_serifs and language.code != "vi":
            assert title[-1] == "serif"
        else:
            assert title == families(language.code, "font-text")
