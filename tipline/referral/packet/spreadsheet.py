"""Tables as sheets of a workbook: every cell is text, and none is ever a formula.

Where a text begins like a formula, its cell is marked so that it stays text when
somebody edits it. Characters that cannot be seen are written out, as on paper.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tipline.referral.packet.tables import FORMULA_STARTS, Cell
from tipline.referral.packet.wording import direction, printable, stamp, utc

# Source: Microsoft, Excel specifications and limits.
LONGEST_CELL = 32_767
WIDEST, NARROWEST = 60, 10

Rows = Iterable[tuple[Cell, ...]]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet with its name, its head, and a row for each line below."""

    name: str
    head: Sequence[str]
    rows: Rows


def workbook_of(sheets: Sequence[Sheet], *, title: str, at: datetime) -> bytes:
    """Give the workbook; the same tables at the same moment give the same bytes.

    It is laid out in the direction of the language in force.
    """
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": title, "created": utc(at).replace(tzinfo=None)})
    for sheet in sheets:
        _write(book, sheet)
    book.close()
    return buffer.getvalue()


def _write(book: Workbook, table: Sheet) -> None:
    sheet = book.add_worksheet(table.name)
    if direction() == "rtl":
        sheet.right_to_left()
    bold = book.add_format({"bold": True, "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    quoted = book.add_format(
        {"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True}
    )
    widths = [len(title) for title in table.head]
    for column, title in enumerate(table.head):
        sheet.write_string(0, column, title, bold)
    last = 0
    for last, cells in enumerate(table.rows, 1):
        for column, cell in enumerate(cells):
            text = _text(cell)
            widths[column] = max(widths[column], len(text))
            _put(sheet, (last, column), text, plain=plain, quoted=quoted)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(table.head) - 1)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))


def _put(
    sheet: Worksheet,
    place: tuple[int, int],
    text: str,
    *,
    plain: Format,
    quoted: Format,
) -> None:
    style = quoted if text.startswith(FORMULA_STARTS) else plain
    if text:
        sheet.write_string(*place, text, style)


def _text(cell: Cell) -> str:
    """Give a cell as text: numbers too, since report numbers are names and no sums."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return stamp(cell) or ""
    text = printable(str(cell))
    if len(text) > LONGEST_CELL:
        cut = cut_mark()
        return text[: LONGEST_CELL - len(cut)] + cut
    return text


def cut_mark() -> str:
    """Say at the end of a cell that it does not hold all of a text."""
    return " " + _("[cut here; the JSON file holds all of it]")
