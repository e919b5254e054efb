"""The printed packet: sections A to D as a PDF for people, courts and archives."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from importlib.resources import files
from typing import Literal

import typst
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tipline.referral.packet.agencies import section_d
from tipline.referral.packet.analysts import section_c
from tipline.referral.packet.automated import section_b
from tipline.referral.packet.contents import PacketContents
from tipline.referral.packet.cover import cover
from tipline.referral.packet.fonts import (
    FAMILIES,
    MARKS,
    MISSING,
    MONOSPACED,
    installed,
)
from tipline.referral.packet.layout import Section
from tipline.referral.packet.reported import section_a
from tipline.referral.packet.supplements import section_e
from tipline.referral.packet.wording import (
    cleaned,
    direction,
    in_words_of,
    numeral,
    utc,
)

Standard = Literal["a-2a"]

TEMPLATE = files("tipline.referral.packet") / "packet.typ"

# Archival and accessible: every character must have a font and a meaning, so that text
# can be searched, copied and read aloud.
ARCHIVAL: Standard = "a-2a"

# About thirty pages. A longer text would keep a worker busy for minutes and be read by
# nobody on paper.
LONGEST_PRINTED = 150_000
CUT = _lazy(
    "[Cut here: %(count)s more characters are in the JSON file and the originals.]"
)

# Source: Unicode CLDR, measurementData, paperSize US-Letter.
LETTER_COUNTRIES = frozenset(
    ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"]
)


class Paper(StrEnum):
    """The sizes of paper that agencies print on."""

    A4 = "a4"
    LETTER = "us-letter"


def paper_for(country: str | None) -> Paper:
    """Give the paper that agencies of this country print on."""
    return Paper.LETTER if country in LETTER_COUNTRIES else Paper.A4


def packet_pdf(contents: PacketContents, *, paper: Paper | None = None) -> bytes:
    """Print the packet; the same contents give the same bytes on the same machine.

    Without `paper` it is that of the recipient's country.

    The result conforms to PDF/A-2a. Where that cannot be, since no installed font has
    a character of the report, it is an ordinary PDF whose cover says so.

    Raises:
        typst.TypstError: the template is broken; no contents can cause it.
    """
    sheet = paper or paper_for(contents.prepared_for.country)
    try:
        return _compile(page_data(contents, sheet), contents.prepared_at, ARCHIVAL)
    except typst.TypstError as error:
        missing = MISSING in str(error)
    data = page_data(contents, sheet, glyphs_are_missing=missing)
    return _compile(data, contents.prepared_at, None)


def page_data(
    contents: PacketContents, paper: Paper, *, glyphs_are_missing: bool = False
) -> str:
    """Give everything that is printed as JSON, in the order of the pages.

    It is in the recipient's language, with times by the recipient's clock and in UTC.
    What others wrote is cleaned before anything of ours surrounds it.
    """
    with in_words_of(contents.prepared_for):
        known = cleaned(contents)
        pages = _pages(known, paper, glyphs_are_missing=glyphs_are_missing)
        return json.dumps(_fit(pages), ensure_ascii=False)


def _pages(
    contents: PacketContents, paper: Paper, *, glyphs_are_missing: bool
) -> dict[str, object]:
    sections = (
        section_a(contents),
        section_b(contents),
        section_c(contents),
        section_d(contents),
        *section_e(contents),
    )
    return {
        "paper": paper.value,
        "fonts": {"text": FAMILIES, "mono": MONOSPACED, "marks": MARKS},
        "language": {"code": get_language(), "direction": direction()},
        "title": _("Report %(number)s") % {"number": contents.report_id},
        "words": _words(),
        "is_test": contents.is_test,
        "date": _date(contents.prepared_at),
        "cover": asdict(cover(contents, glyphs_are_missing=glyphs_are_missing)),
        "sections": [_section(section) for section in sections],
    }


def _words() -> dict[str, str]:
    """Give what the template itself says; it fills in the numbers of pages."""
    return {
        "page": _("Page %(number)s of %(total)s"),
        "test": _("TEST REPORT"),
        "for_police": _("For law enforcement only"),
        "priority": _("PRIORITY"),
        "summary": _("Executive summary"),
        "contents": _("Contents"),
        "code": _("QR code of the address beside it"),
    }


def _section(section: Section) -> dict[str, object]:
    title = _("Section %(letter)s \N{EN DASH} %(title)s") % {
        "letter": section.letter,
        "title": section.title,
    }
    return {**asdict(section), "title": title}


def _compile(data: str, at: datetime, standard: Standard | None) -> bytes:
    return typst.compile(
        TEMPLATE.read_bytes(),
        sys_inputs={"data": data},
        font_paths=installed(),
        format="pdf",
        pdf_standards=standard,
        timestamp=utc(at),
    )


def _date(at: datetime) -> list[int]:
    moment = utc(at)
    return [
        moment.year,
        moment.month,
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
    ]


def _shortened(text: str) -> str:
    left_out = len(text) - LONGEST_PRINTED
    if left_out <= 0:
        return text
    return f"{text[:LONGEST_PRINTED]}\n{CUT % {'count': numeral(left_out)}}"


def _fit(value: object) -> object:
    """Make words of what is translated late, and shorten what no paper holds."""
    if isinstance(value, str | Promise):
        return _shortened(str(value))
    if isinstance(value, Mapping):
        return {key: _fit(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_fit(inner) for inner in value]
    return value
