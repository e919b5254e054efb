"""What differs between two editions of a table, line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """What became of a line."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that differs; of two lists, `before` and `after` are what differs."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that differs: the value of its key column, and its cells that differ."""

    key: str
    what: What
    cells: tuple[Cell, ...]


Lines = Iterable[Mapping[str, str]]


def changes_between(before: Lines, after: Lines, *, key: str) -> tuple[LineChange, ...]:
    """Compare two tables by a column that names each line once.

    The order of lines does not count. What is gone comes first, then what changed, then
    what is new, each by its key.
    """
    old = {line[key]: line for line in before}
    new = {line[key]: line for line in after}
    gone = (_change(old[name], {}, key=key) for name in sorted(old.keys() - new))
    both = (_change(old[n], new[n], key=key) for n in sorted(old.keys() & new.keys()))
    added = (_change({}, new[name], key=key) for name in sorted(new.keys() - old))
    return tuple(change for part in (gone, both, added) for change in part if change)


def _change(
    old: Mapping[str, str], new: Mapping[str, str], *, key: str
) -> LineChange | None:
    columns = dict.fromkeys((*new, *old))
    cells = tuple(
        _cell(column, old.get(column, ""), new.get(column, ""))
        for column in columns
        if old.get(column, "") != new.get(column, "")
    )
    if not cells:
        return None
    if not old:
        return LineChange(new[key], What.ADDED, cells)
    what = What.CHANGED if new else What.REMOVED
    return LineChange(old[key], what, cells)


def _cell(column: str, before: str, after: str) -> Cell:
    """Tell two lists apart by their parts: an area may hold hundreds of places."""
    old, new = (
        [" ".join(part.split()) for part in text.split(";") if part.strip()]
        for text in (before, after)
    )
    gone = "; ".join(part for part in old if part not in new)
    come = "; ".join(part for part in new if part not in old)
    is_told = (gone or come) and ";" in before and ";" in after
    return Cell(column, gone, come) if is_told else Cell(column, before, after)
