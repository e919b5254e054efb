"""Read the file of a list: algorithm, value and, if any, classification."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tipline.hashing.errors import MalformedHashError
from tipline.hashing.values import canonical_algorithm, canonical_value
from tipline.hashlist.errors import MalformedHashListError


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a list, in the stored spelling."""

    algorithm: str
    value: str
    classification: str


def read_lines(lines: Iterable[str]) -> Iterator[Line]:
    """Read a CSV file whose first line may name the columns.

    Raises:
        MalformedHashListError: a line is no hash; says which, and what is expected.
    """
    for number, row in enumerate(csv.reader(lines), start=1):
        if not row or (number == 1 and row[0].strip().lower() == "algorithm"):
            continue
        if len(row) < 2:  # noqa: PLR2004 - an algorithm and a value
            raise MalformedHashListError(
                line=number, problem="it needs an algorithm and a value"
            )
        try:
            algorithm = canonical_algorithm(row[0])
            value = canonical_value(algorithm, row[1])
        except MalformedHashError as error:
            raise MalformedHashListError(line=number, problem=error) from error
        classification = row[2].strip()[:100] if len(row) > 2 else ""  # noqa: PLR2004 - the third column
        yield Line(algorithm=algorithm, value=value, classification=classification)
