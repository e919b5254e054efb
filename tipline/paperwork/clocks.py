"""Until when things are kept, and when an answer is due: days, and what they mean."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tipline.foundation.sentence import Sentence

# A finished report asks the platform to preserve its contents for one year.
# Source: 18 U.S.C. 2258A(h)(1), since 7 May 2024.
PRESERVATION_YEARS = 1
SOON_DAYS = 30
# No longer than anybody plans: a due day beyond it is a slip of the pen.
FARTHEST_DAYS = 3660


class RequestKind(StrEnum):
    """What was asked of somebody, with a day by which it counts."""

    PRESERVATION = "preservation"
    SUBPOENA = "subpoena"
    SEARCH_WARRANT = "search-warrant"
    COURT_ORDER = "court-order"
    MLAT = "mlat"


class RequestState(StrEnum):
    """What became of it."""

    WAITING = "waiting"
    ANSWERED = "answered"
    GIVEN_UP = "given-up"


class Urgency(StrEnum):
    """How near the day is."""

    OVER = "over"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A day that counts: for a report, of a kind, and how near it is.

    `request_id` is None of the preservation that a finished report itself asks for.
    """

    report_id: int
    kind: str
    due_on: date
    urgency: Urgency
    request_id: int | None = None
    reference: str = ""
    addressee: str = ""


def preserved_until(finished_at: datetime) -> date:
    """Give the day until which the platform preserves a report's contents.

    A year after the day of the finish, in UTC; the end of February for a leap day.
    """
    on = finished_at.date()
    year = on.year + PRESERVATION_YEARS
    last = calendar.monthrange(year, on.month)[1]
    return date(year, on.month, min(on.day, last))


def preserved_since(today: date) -> date:
    """Give the earliest day of a finish whose preservation may not be over today."""
    return date(today.year - PRESERVATION_YEARS, today.month, min(today.day, 28))


def urgency_of(due_on: date, today: date) -> Urgency:
    """Say how near a day is; the day itself still counts."""
    left = (due_on - today).days
    if left < 0:
        return Urgency.OVER
    return Urgency.SOON if left <= SOON_DAYS else Urgency.LATER


def request_problem(kind: str, sent_on: date | None, due_on: date | None) -> str | None:
    """Say what a request lacks, or give None."""
    if kind not in set(RequestKind):
        return Sentence("Choose what was asked.")
    if sent_on is None or due_on is None:
        return Sentence("Give the day on which it was sent, and the day that counts.")
    if due_on < sent_on:
        return Sentence("The day that counts lies before the day on which it was sent.")
    if (due_on - sent_on).days > FARTHEST_DAYS:
        return Sentence("The day that counts lies more than ten years ahead.")
    return None
