"""The printed packet: sections A to D as a PDF for people, courts and archives."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from importlib.resources import files
from typing import Literal

import typst

from tipline.referral.packet.agencies import section_d
from tipline.referral.packet.analysts import section_c
from tipline.referral.packet.automated import section_b
from tipline.referral.packet.contents import PacketContents
from tipline.referral.packet.cover import cover
from tipline.referral.packet.reported import section_a
from tipline.referral.packet.supplements import section_e
from tipline.referral.packet.wording import printable, utc

Standard = Literal["a-2a"]

TEMPLATE = files("tipline.referral.packet") / "packet.typ"

# Archival and accessible: every character must have a font and a meaning, so that text
# can be searched, copied and read aloud.
ARCHIVAL: Standard = "a-2a"

# About thirty pages. A longer text would keep a worker busy for minutes and be read by
# nobody on paper.
LONGEST_PRINTED = 150_000
CUT = "[Cut here: %(count)s more characters are in the JSON file and the originals.]"

# Source: Unicode CLDR, measurementData, paperSize US-Letter.
LETTER_COUNTRIES = frozenset(
    ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"]
)

MISSING_FONT = "could not be displayed"


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
        missing = MISSING_FONT in str(error)
    data = page_data(contents, sheet, glyphs_are_missing=missing)
    return _compile(data, contents.prepared_at, None)


def page_data(
    contents: PacketContents, paper: Paper, *, glyphs_are_missing: bool = False
) -> str:
    """Give everything that is printed as JSON, in the order of the pages."""
    sections = (
        section_a(contents),
        section_b(contents),
        section_c(contents),
        section_d(contents),
        *section_e(contents),
    )
    pages = {
        "paper": paper.value,
        "title": f"Report {contents.report_id}",
        "is_test": contents.is_test,
        "date": _date(contents.prepared_at),
        "cover": asdict(cover(contents, glyphs_are_missing=glyphs_are_missing)),
        "sections": [asdict(section) for section in sections],
    }
    return json.dumps(_printable(pages), ensure_ascii=False)


def _compile(data: str, at: datetime, standard: Standard | None) -> bytes:
    return typst.compile(
        TEMPLATE.read_bytes(),
        sys_inputs={"data": data},
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
    return f"{text[:LONGEST_PRINTED]}\n{CUT % {'count': f'{left_out:,}'}}"


def _printable(value: object) -> object:
    if isinstance(value, str):
        return printable(_shortened(value))
    if isinstance(value, Mapping):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value
