"""Times in the zone of whoever reads the page, with UTC beside it.

The day is written as the page's language does; the hours count to 24 everywhere.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from babel import Locale
from babel.dates import format_date, get_datetime_format
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tipline.foundation.accounts.zones import UTC_NAME, zone_named

TO_THE_MINUTE, TO_THE_SECOND = "%H:%M", "%H:%M:%S"


class ZoneMiddleware:
    """Let a page show times in its reader's zone: their own, or their agency's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:  # noqa: ANN401 - carries the person
        person = request.person
        name = person.time_zone or person.organization.time_zone if person else ""
        with timezone.override(zone_named(name)):
            return self.get_response(request)


def day(on: date | None) -> SafeString | str:
    """Show a day, for programs and for people; nothing if there is none."""
    if on is None:
        return ""
    shown = format_date(on, "medium", locale=_locale())
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), shown)


def shown(at: datetime | None, pattern: str = TO_THE_SECOND) -> SafeString | str:
    """Show a time in the reader's zone and in UTC; nothing if there is none."""
    if at is None:
        return ""
    utc = _in_utc(at)
    mark = '<time datetime="{}">{}{}</time>'
    sent = utc.isoformat().replace("+00:00", "Z")
    local, beside = _both(at, pattern)
    between = format_html(" <bdi>({})</bdi>", beside) if beside else ""
    return format_html(mark, sent, local, between)


def written(at: datetime | None, pattern: str = TO_THE_SECOND) -> str:
    """Write what `shown` shows as plain text."""
    if at is None:
        return ""
    local, beside = _both(at, pattern)
    return f"{local} ({beside})" if beside else local


def clock(at: datetime) -> str:
    """Write the hour and minute alone, in the reader's zone and in UTC."""
    local, zone = _local(at)
    here = f"{local:%H:%M} {zone}"
    beside = f"{_in_utc(at):%H:%M} {UTC_NAME}"
    return here if zone == UTC_NAME else f"{_apart(here)} ({_apart(beside)})"


def _apart(text: str) -> str:
    """Keep an hour beside its zone in a sentence that runs from right to left."""
    return f"\N{LEFT-TO-RIGHT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def _local(at: datetime) -> tuple[datetime, str]:
    """Give the time in the reader's zone, and what that zone is called."""
    try:
        local = at.astimezone(timezone.get_current_timezone())
    except OverflowError:  # at the calendar's ends no other zone has the moment
        local = _in_utc(at)
    zone = local.tzname() or ""
    return local, zone if zone[:1].isalpha() else f"{UTC_NAME}{zone}"


def _both(at: datetime, pattern: str) -> tuple[str, str]:
    """Give the time in the reader's zone, and in UTC unless that is the same."""
    utc, locale = _in_utc(at), _locale()
    local, zone = _local(at)
    both = str(get_datetime_format("medium", locale=locale)).replace("'", "")
    said = both.replace("{1}", format_date(local, "medium", locale=locale))
    said = said.replace("{0}", f"{local:{pattern}} {zone}")
    exact = f"{utc.date().isoformat()} {utc:{pattern}} {UTC_NAME}"
    return said, "" if zone == UTC_NAME else exact


def _in_utc(at: datetime) -> datetime:
    """Give the moment in UTC to the second; at the calendar's ends unchanged."""
    try:
        return at.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        return at.replace(tzinfo=UTC, microsecond=0)


def _locale() -> Locale:
    return Locale.parse(get_language() or "en", sep="-")
