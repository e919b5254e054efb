"""A page of a table's lines, narrowed by words."""

from dataclasses import dataclass

from django.http import QueryDict

from tipline.referral.table_queries import TableSheet

PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Some lines of a table; `count` is of all that fit, `next_after` goes on."""

    rows: tuple[dict[str, str], ...]
    count: int
    is_first: bool
    next_after: int | None


def narrowed(sheet: TableSheet, asked: QueryDict) -> Lines:
    """Give a page of the lines that have all words of `q` in some cell."""
    words = asked.get("q", "").casefold().split()
    found = [line for line in sheet.lines if _has(line, words)]
    text = asked.get("after", "")
    # A table has some hundred lines, and is read at once.
    after = int(text[:9]) if text.isascii() and text.isdecimal() else 0
    shown = found[after : after + PAGE_SIZE]
    is_more = len(found) > after + PAGE_SIZE
    return Lines(
        rows=tuple(shown),
        count=len(found),
        is_first=after == 0,
        next_after=after + PAGE_SIZE if is_more else None,
    )


def _has(line: dict[str, str], words: list[str]) -> bool:
    text = " ".join(line.values()).casefold()
    return all(word in text for word in words)
