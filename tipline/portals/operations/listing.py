"""A page of a list of organizations, by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

PAGE_SIZE = 50


class Named(Protocol):
    """What has a name to be listed by."""

    name: str


T = TypeVar("T", bound=Named)


@dataclass(frozen=True, kw_only=True)
class Listed(Generic[T]):
    """Some rows by name; `next_after` continues, empty at the end."""

    rows: tuple[T, ...]
    next_after: str = ""


def listed(
    found: Iterable[T], *, search: str = "", after: str = "", most: int = PAGE_SIZE
) -> Listed[T]:
    """Give a page of what has all words of `search` in its name.

    Organizations are few: some thousand platforms and agencies, read at once.
    """
    words = search.casefold().split()
    rows = sorted(
        (row for row in found if all(word in row.name.casefold() for word in words)),
        key=lambda row: row.name.casefold(),
    )
    rest = [row for row in rows if row.name.casefold() > after.casefold()]
    is_more = len(rest) > most
    return Listed(
        rows=tuple(rest[:most]), next_after=rest[most - 1].name if is_more else ""
    )
