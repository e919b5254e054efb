"""Directions and fonts of a word processor's document, as Office Open XML has them.

Source: ECMA-376, part 1: `w:bidi` of a paragraph, `w:rtl` of a run, `w:cs` of fonts.
"""

import unicodedata

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length
from docx.text.font import Font
from docx.text.paragraph import Paragraph

from tipline.referral.packet.wording import direction

FONTS = {
    "ar": "Noto Sans Arabic",
    "hi": "Noto Sans Devanagari",
    "th": "Noto Sans Thai",
}
_TO_THE_LEFT = frozenset({"R", "AL"})


def turned(paragraph: Paragraph) -> Paragraph:
    """Let a paragraph run in the direction of the language in force."""
    if direction() == "rtl":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 - has no other door
    return paragraph


def runs_to_the_left(text: str, *, otherwise: bool) -> bool:
    """Tell by its first letter whether a text runs from right to left."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return False
        if kind in _TO_THE_LEFT:
            return True
    return otherwise


def complex_script(font: Font, code: str, size: Length) -> None:
    """Name the font and the language for scripts whose letters join or stack."""
    properties = font.element.get_or_add_rPr()
    if code in FONTS:
        properties.get_or_add_rFonts().set(qn("w:cs"), FONTS[code])
    half_points = OxmlElement("w:szCs")
    half_points.set(qn("w:val"), str(int(size.pt * 2)))
    properties.append(half_points)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), code)
    language.set(qn("w:bidi"), code)
    properties.append(language)
