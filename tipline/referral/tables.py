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

    def __init__(self, path: Path, line: int, cells: dict[str, str]) -> None:
        """Keep the cells by column, without surrounding spaces."""
        self.path, self.line, self._cells = path, line, cells

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def refuse(self, problem: str) -> NoReturn:
        """Say what is wrong with this line."""
        raise MalformedTableError(file=self.path.name, line=self.line, problem=problem)

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
    """Give the lines of a CSV file (UTF-8, comma, first line the column names).

    Raises:
        MalformedTableError: no such file, another encoding, other columns, or a line
            with more or fewer cells than columns.
    """
    reader = csv.reader(io.StringIO(_text(path)), strict=True)
    try:
        header = tuple(cell.strip() for cell in next(reader, []))
        if header != columns:
            Row(path, 1, {}).refuse(f"the columns must be: {','.join(columns)}")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(path, reader.line_num, (columns, cells))
    except csv.Error as error:
        Row(path, reader.line_num, {}).refuse(str(error))


def _row(path: Path, line: int, named: tuple[tuple[str, ...], list[str]]) -> Row:
    columns, cells = named
    if len(cells) != len(columns):
        Row(path, line, {}).refuse(
            f"it has {len(cells)} cells, but there are {len(columns)} columns"
        )
    stripped = (cell.strip() for cell in cells)
    return Row(path, line, dict(zip(columns, stripped, strict=True)))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if len(data) > FILE_MAX_BYTES:
            Row(path, 0, {}).refuse("it is larger than 4 MiB")
        # Spreadsheet programs put a byte order mark in front.
        return data.decode("utf-8-sig")
    except OSError as error:
        Row(path, 0, {}).refuse(error.strerror or "it cannot be read")
    except UnicodeDecodeError:
        Row(path, 0, {}).refuse("it is not encoded in UTF-8")
