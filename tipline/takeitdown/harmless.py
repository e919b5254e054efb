"""Famous and test pictures, that nobody can have blocked, and what is near to them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tipline.foundation.statements import first_row
from tipline.hashing.distance import MATCH_RADIUS
from tipline.hashing.errors import MalformedHashError
from tipline.hashing.values import canonical_value
from tipline.takeitdown.errors import MalformedHarmlessHashError

_ALGORITHMS: Final = ("md5", "sha256", "pdq")
# The list is short: to compare each costs less than an index of bits.
_NEAR: Final = """
SELECT EXISTS (
    SELECT FROM takeitdown_harmlesshash h
    JOIN unnest(%(algorithms)s::text[], %(values)s::text[]) g(algorithm, value)
      ON g.algorithm = h.algorithm
    WHERE h.value = g.value
       OR (h.algorithm = 'pdq' AND bit_count(
            ('x' || h.value)::bit(256) # ('x' || g.value)::bit(256)) <= %(bits)s))
"""


def is_known(values: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a file with these hashes is harmless, or looks like one that is.

    Args:
        values: algorithms and values, in the stored spelling.
    """
    row = first_row(
        _NEAR,
        {
            "algorithms": [algorithm for algorithm, _ in values],
            "values": [value for _, value in values],
            "bits": MATCH_RADIUS,
        },
    )
    return bool(row and row[0])


def read_lines(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Read algorithm, value and name from lines of CSV; a head is left out.

    Raises:
        MalformedHarmlessHashError: a line is none of these.
    """
    for number, row in enumerate(csv.reader(lines), start=1):
        if not row or (number == 1 and row[0] == "algorithm"):
            continue
        if len(row) != 3 or row[0] not in _ALGORITHMS:  # noqa: PLR2004 - its columns
            problem = f"write one of {', '.join(_ALGORITHMS)}, the value, and a name."
            raise MalformedHarmlessHashError(line=number, problem=problem)
        try:
            yield row[0], canonical_value(row[0], row[1].strip()), row[2][:200]
        except MalformedHashError as error:
            raise MalformedHarmlessHashError(line=number, problem=error) from error
