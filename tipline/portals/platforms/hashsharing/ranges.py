"""The range of a poll, as an address says it: from, to, and the place of a page."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from urllib.parse import quote, urlencode

from django.http import QueryDict

from tipline.hashlist.feed import PAGE_SIZE
from tipline.hashlist.polling import Place, Polled
from tipline.portals.platforms.hashsharing.answers import moment
from tipline.portals.platforms.hashsharing.wire import UnreadableParameterError

_PLACE = re.compile(r"(\d{1,10})_(\d{1,9})_([A-Za-z0-9._~-]{1,64})")


@dataclass(frozen=True, kw_only=True)
class Range:
    """(since, until], the place after which to go on, and what was given before."""

    since: datetime | None = None
    until: datetime | None = None
    after: Place | None = None
    start: int = 1
    total: int = 0

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Read the parameters of `/v2/entries`.

        Raises:
            UnreadableParameterError: one of them is no time, number or place.
        """
        after = query.get("after", "")
        return cls(
            since=_moment("from", query.get("from", "")),
            until=_moment("to", query.get("to", "")),
            after=read_place("after", after) if after else None,
            start=_number("start", query.get("start", "1")),
            total=_number("max", query.get("max", "0")),
        )

    def next_page(self, polled: Polled) -> str:
        """Give the address of the next page, relative to the base; empty at the end."""
        if not polled.has_more or polled.last is None:
            return ""
        query = {
            "to": moment(polled.until),
            "start": self.start + len(polled.items),
            "size": PAGE_SIZE,
            "max": polled.total,
            "after": place_text(polled.last),
        }
        if self.since:
            query = {"from": moment(self.since), **query}
        return f"/v2/entries?{urlencode(query, quote_via=quote, safe=':~')}"


def place_text(place: Place) -> str:
    """Write a place so that an address can carry it."""
    seconds = int(place.stamp.timestamp())
    return f"{seconds}_{place.member_number}_{place.entry_id}"


def read_place(parameter: str, text: str) -> Place:
    """Read a place that `place_text` wrote.

    Raises:
        UnreadableParameterError: it did not.
    """
    found = _PLACE.fullmatch(text)
    if found is None:
        raise UnreadableParameterError(
            parameter=parameter, problem="send what an answer of this list gave"
        )
    seconds, number, entry_id = found.groups()
    return Place(
        stamp=datetime.fromtimestamp(int(seconds), UTC),
        member_number=int(number),
        entry_id=entry_id,
    )


def _moment(parameter: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        # A plus sign in an address arrives as a space.
        at = datetime.fromisoformat(text.replace(" ", "+"))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnreadableParameterError(
            parameter=parameter, problem="write it as 2026-11-21T12:00:00Z"
        ) from error


def _number(parameter: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004 - ten digits may exceed 32 bits
        raise UnreadableParameterError(
            parameter=parameter, problem="write it as a number"
        )
    return int(text)
