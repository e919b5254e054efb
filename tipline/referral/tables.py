import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NoReturn

from tipline.referral.errors import MalformedTableError

FILE_MAX_BYTES = 4 * 1024 * 1024
NUMBER_DIGITS_MAX = 9


class Row:
    """One line of a table; remembers where it stands, for errors people can act on."""

    def __init__(self, table: str, line: int, cells: dict[str, str]) -> None:
        """Keep the cells by column, without surrounding spaces; `table` is its name."""
        self.table, self.line, self._cells = table, line, cells

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def fill(self, columns: tuple[str, ...]) -> None:
        """Give columns that the table does not have an empty cell."""
        self._cells = dict.fromkeys(columns, "") | self._cells

    @property
    def cells(self) -> dict[str, str]:
        """All its cells by column."""
        return dict(self._cells)

    def refuse(self, problem: str) -> NoReturn:
        """Say what is wrong with this line."""
        raise MalformedTableError(file=self.table, line=self.line, problem=problem)

    def required(self, column: str) -> str:
        """Give a cell that must not be empty."""
        return self[column] or self.refuse(f"the column {column} is empty")

    def one_of(self, column: str, allowed: frozenset[str]) -> str:
        """Give a cell that must be one of a few words."""
        if self[column] not in allowed:
            choices = ", ".join(sorted(word or "(empty)" for word in allowed))
            self.refuse(f"{column} is {self[column]!r}, but must be one of: {choices}")
        return self[column]

    def day(self, column: str) -> date | None:
        """Give a date written as 2026-12-31, None if the cell is empty."""
        try:
            return date.fromisoformat(self[column]) if self[column] else None
        except ValueError:
            self.refuse(f"{column} is {self[column]!r}, but must look like 2026-12-31")

    def number(self, column: str) -> int:
        """Give a whole number."""
        text = self[column]
        if not (text.isascii() and text.isdecimal() and len(text) <= NUMBER_DIGITS_MAX):
            self.refuse(f"{column} is {text!r}, but must be a whole number")
        return int(text)


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Give the lines of a CSV file; see `read_rows`.

    Raises:
        MalformedTableError: no such file, or as for its text.
    """
    return read_rows(text_of(path), columns, table=path.name)


def read_rows(
    text: str, columns: tuple[str, ...], *, table: str, added: tuple[str, ...] = ()
) -> Iterator[Row]:
    """Give the lines of a table as CSV (comma, first line the column names).

    Args:
        text: the whole table.
        columns: what the first line must name, in this order.
        table: its name in what is refused.
        added: columns that came later, in their order: a table without the last of
            them is read as if each of their cells were empty.

    Raises:
        MalformedTableError: other columns, or a line with more or fewer cells.
    """
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = tuple(cell.strip() for cell in next(reader, []))
        if header not in {columns + added[:n] for n in range(len(added) + 1)}:
            wanted = ",".join(columns + added)
            Row(table, 1, {}).refuse(f"the columns must be: {wanted}")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = _row(table, reader.line_num, (header, cells))
                row.fill(added)
                yield row
    except csv.Error as error:
        Row(table, reader.line_num, {}).refuse(str(error))


def _row(table: str, line: int, named: tuple[tuple[str, ...], list[str]]) -> Row:
    columns, cells = named
    if len(cells) != len(columns):
        Row(table, line, {}).refuse(
            f"it has {len(cells)} cells, but there are {len(columns)} columns"
        )
    stripped = (cell.strip() for cell in cells)
    return Row(table, line, dict(zip(columns, stripped, strict=True)))


def text_of(path: Path) -> str:
    """Give the text of a table's file.

    Raises:
        MalformedTableError: it cannot be read, is too large, or not UTF-8.
    """
    try:
        return decoded(path.read_bytes(), table=path.name)
    except OSError as error:
        Row(path.name, 0, {}).refuse(error.strerror or "it cannot be read")


def decoded(data: bytes, *, table: str) -> str:
    """Give the text of a table's bytes, or raise MalformedTableError."""
    if len(data) > FILE_MAX_BYTES:
        Row(table, 0, {}).refuse("it is larger than 4 MiB")
    try:
        # Spreadsheet programs put a byte order mark in front.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        Row(table, 0, {}).refuse("it is not encoded in UTF-8")
