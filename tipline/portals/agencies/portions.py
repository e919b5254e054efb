"""Long lists of a page: the first few of each, and one of them whole by the page.

Every page of the portal is to be light enough for a slow line, whatever a report holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict


@dataclass(frozen=True)
class Part:
    """A list of a page: its template, rows among others, and rows by itself."""

    template: str
    few: int
    many: int


@dataclass(frozen=True, kw_only=True)
class Portion:
    """What is shown of a list; `page` is None where it stands among others."""

    name: str
    rows: Sequence[Any]
    count: int
    page: Page[Any] | None = None

    @property
    def is_cut(self) -> bool:
        """Tell whether the list goes on elsewhere."""
        return self.page is None and self.count > len(self.rows)


def part_of(asked: QueryDict, parts: Mapping[str, Part]) -> str | None:
    """Give the one list that is asked for by itself, if any."""
    name = asked.get("part", "")
    return name if name in parts else None


def portions(
    lists: Mapping[str, Sequence[Any]], parts: Mapping[str, Part], asked: QueryDict
) -> dict[str, Portion]:
    """Give of each list what this page shows."""
    alone = part_of(asked, parts)
    return {
        name: _page(name, Paginator(rows, parts[name].many).get_page(asked.get("page")))
        if name == alone
        else Portion(name=name, rows=rows[: parts[name].few], count=len(rows))
        for name, rows in lists.items()
    }


def page_holding(place: int, part: Part) -> int:
    """Give the page of a list by itself that a row, counted from 0, stands on."""
    return place // part.many + 1


def _page(name: str, page: Page[Any]) -> Portion:
    return Portion(name=name, rows=list(page), count=page.paginator.count, page=page)
