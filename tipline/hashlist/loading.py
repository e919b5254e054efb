"""Read the file of a list: algorithm, value and, if any, class, media and recipe."""

import csv
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from tipline.hashing.errors import MalformedHashError
from tipline.hashing.values import canonical_algorithm, canonical_value
from tipline.hashlist.errors import MalformedHashListError
from tipline.hashlist.states import Media

# What a spreadsheet would take for a formula; an export writes an apostrophe before it.
FORMULA_SIGNS: Final = frozenset("=+-@\t\r'")
_MEDIA: Final = frozenset(Media.values)


class Line(NamedTuple):
    """One line of a list, in the stored spelling."""

    algorithm: str
    value: str
    classification: str
    media: str = Media.IMAGE
    recipe: str = ""


def read_lines(lines: Iterable[str]) -> Iterator[Line]:
    """Read a CSV file whose first line may name the columns.

    Raises:
        MalformedHashListError: a line is no hash; says which, and what is expected.
    """
    for number, row in enumerate(_rows(lines), start=1):
        if not row or (number == 1 and row[0].strip().lower() == "algorithm"):
            continue
        if len(row) < 2:  # noqa: PLR2004 - an algorithm and a value
            raise MalformedHashListError(
                line=number, problem="it needs an algorithm and a value"
            )
        try:
            algorithm = canonical_algorithm(row[0])
            value = canonical_value(algorithm, _unquoted(row[1]))
        except MalformedHashError as error:
            raise MalformedHashListError(line=number, problem=error) from error
        classification, media, recipe = [*row[2:5], "", "", ""][:3]
        media = media.strip().lower() or Media.IMAGE
        if media not in _MEDIA:
            raise MalformedHashListError(line=number, problem="media is image or video")
        yield Line(
            algorithm,
            value,
            _unquoted(classification.strip())[:100],
            media,
            _unquoted(recipe.strip())[:64],
        )


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    rows = csv.reader(lines)
    try:
        for row in rows:
            if any("\0" in each for each in row):
                problem = "it has a character of code 0"
                raise MalformedHashListError(line=rows.line_num, problem=problem)
            yield row
    except csv.Error as error:
        raise MalformedHashListError(line=rows.line_num, problem=error) from error


def check_lines(lines: Iterable[str]) -> int:
    """Read a whole file and keep nothing; give how many hashes it has.

    Raises:
        MalformedHashListError: as `read_lines`.
    """
    return sum(1 for _ in read_lines(lines))


def _unquoted(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_SIGNS else text
