"""Turn a draft's text into a document for a word processor.

A line that begins with `# ` is the title, with `## ` a heading, with `- ` a point of a
list; any other line is a paragraph. What stands in [brackets] is marked, since somebody
has to fill it in. Only the text's own marks count: a value is never read as one.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _lazy
from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tipline.foundation.languages import SOURCE
from tipline.paperwork.language import VALUE_BEGINS, VALUE_ENDS
from tipline.paperwork.scripts import complex_script, runs_to_the_left, turned
from tipline.referral.packet.wording import direction, utc

STYLES = (("## ", "Heading 2"), ("# ", "Title"), ("- ", "List Bullet"))
_PIECE = re.compile(
    rf"{VALUE_BEGINS}(?P<value>[^{VALUE_ENDS}]*){VALUE_ENDS}|(?P<blank>\[[^\[\]\n\v]+\])"
)
FONT, SIZE, MARGIN = "Liberation Serif", Pt(11), Cm(2.3)
DRAFT_MARK = _lazy(
    "DRAFT, made by a program from a report that nobody has verified. Check every"
    " statement, and have counsel check it, before anybody signs or sends it."
)
RED = RGBColor(0xA0, 0x10, 0x10)


@dataclass(frozen=True, kw_only=True)
class Titles:
    """What stands around a draft: its name, its maker, its report, and when."""

    title: str
    author: str
    footer: str
    at: datetime


def docx_of(text: str, titles: Titles) -> bytes:
    """Give the document; the same text at the same moment gives the same bytes."""
    made = Document()
    _prepare(made, titles)
    for style, line in _lines(text):
        paragraph = turned(made.add_paragraph(style=style))
        _fill(paragraph, line)
    buffer = io.BytesIO()
    made.save(buffer)
    return _dated(buffer.getvalue(), titles.at)


def _prepare(made: Docx, titles: Titles) -> None:
    at = utc(titles.at).replace(tzinfo=None)
    about = made.core_properties
    about.title, about.author, about.last_modified_by = titles.title, titles.author, ""
    about.created = about.modified = at
    about.comments, about.language = str(DRAFT_MARK), get_language() or SOURCE.code
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, SIZE
    complex_script(normal.font, get_language() or SOURCE.code, SIZE)
    page = made.sections[0]
    page.left_margin = page.right_margin = MARGIN
    mark = _run(turned(page.header.paragraphs[0]), str(DRAFT_MARK))
    mark.bold, mark.font.size, mark.font.color.rgb = True, Pt(9), RED
    mark.font.cs_bold = True
    _run(turned(page.footer.paragraphs[0]), titles.footer).font.size = Pt(8)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Give the style and the rest of each line; a value's own line breaks stay in it.

    A line feed within a value becomes a vertical tab, which `_fill` breaks at.
    """
    whole = _PIECE.sub(lambda found: found[0].replace("\n", "\v"), text)
    for line in whole.split("\n"):
        if not _unmarked(line).strip():
            continue
        for mark, style in STYLES:
            if line.startswith(mark):
                yield style, line.removeprefix(mark)
                break
        else:
            yield "Normal", line


def _fill(paragraph: Paragraph, line: str) -> None:
    place = 0
    for found in _PIECE.finditer(line):
        _runs(paragraph, line[place : found.start()])
        place = found.end()
        if found["blank"]:
            blank = _run(paragraph, _unmarked(found["blank"]))
            blank.font.highlight_color = WD_COLOR_INDEX.YELLOW
        else:
            _runs(paragraph, found["value"])
    _runs(paragraph, line[place:])


def _runs(paragraph: Paragraph, text: str) -> None:
    for number, part in enumerate(_unmarked(text).split("\v")):
        if number:
            paragraph.add_run().add_break()
        if part:
            _run(paragraph, part)


def _run(paragraph: Paragraph, text: str) -> Run:
    """Add text that runs in its own direction: a value does not turn what is around."""
    run = paragraph.add_run(text)
    if runs_to_the_left(text, otherwise=direction() == "rtl"):
        run.font.rtl = True
    return run


def _unmarked(text: str) -> str:
    return text.replace(VALUE_BEGINS, "").replace(VALUE_ENDS, "")


def _dated(docx: bytes, at: datetime) -> bytes:
    """Give every entry of the file the draft's own moment: else no two are equal."""
    moment = utc(at).timetuple()[:6]
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return buffer.getvalue()
