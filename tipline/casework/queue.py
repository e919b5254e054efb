"""An agency's queue: what its officers work, narrowed and ordered as they like.

Every page is read from one or two ranges of one index, however deep it lies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from tipline.casework.finding import found_by
from tipline.casework.models import Work, WorkState
from tipline.files.models import ReportedFile
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.referral.queries import is_news
from tipline.triage import queries as triage
from tipline.triage.models import Priority

PAGE_SIZE = 50
MOST_URGENT_COUNTED = 100
NOBODY = 0  # the assignee of what is assigned to nobody


class Order(StrEnum):
    """In which order a queue is read."""

    URGENT = "urgent"
    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"


@dataclass(frozen=True, kw_only=True)
class QueueFilters:
    """What a queue is narrowed to; None and False narrow nothing.

    `incident_type` is the wire's name; `assignee` a person's id or NOBODY;
    `overdue_on` the day on which what is due earlier is overdue; `text` words or an
    identifier that a report holds; `since` and `until` when it was made available, and
    `country` and `region` where it happened. What is closed is shown only if `state` or
    `with_closed` asks for it, or a report is asked for by its number or by words.
    """

    priority: str | None = None
    designation: str | None = None
    incident_type: str | None = None
    state: str | None = None
    assignee: int | None = None
    case_id: int | None = None
    overdue_on: date | None = None
    is_unopened: bool = False
    is_supplemented: bool = False
    report_number: int | None = None
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    country: str | None = None
    region: str | None = None
    with_closed: bool = False
    order: Order = Order.URGENT

    @property
    def are_set(self) -> bool:
        """Tell whether anything is left out of the queue."""
        chosen = (self.priority, self.designation, self.incident_type, self.state)
        marks = (self.is_unopened, self.is_supplemented, self.overdue_on, self.text)
        numbers = (self.report_number, self.assignee, self.case_id)
        return any(chosen) or any(marks) or any(n is not None for n in numbers)

    @property
    def has_closed(self) -> bool:
        """Tell whether closed reports are among what is asked for."""
        is_named = self.report_number is not None or self.case_id is not None
        return self.with_closed or bool(self.state or self.text) or is_named


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One report in an agency's queue, and how the agency works it."""

    referral_id: int
    report_id: int
    priority: str
    designation: str
    incident_type: str
    platform: str
    origin: str
    completeness: int | None
    file_count: int
    is_escalated: bool
    received_at: datetime
    made_available_at: datetime
    first_opened_at: datetime | None
    last_opened_at: datetime | None
    supplemented_at: datetime | None
    acknowledged_at: datetime | None
    state: str
    assignee: str
    due_on: date | None
    case_id: int | None
    case_number: str
    version: int

    @property
    def has_news(self) -> bool:
        """Tell whether something came since the agency last opened it."""
        return is_news(self.supplemented_at, self.last_opened_at)


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """Some rows of a queue; `next_after` continues, None at the end."""

    rows: tuple[QueueRow, ...]
    next_after: str | None = None


@dataclass(frozen=True)
class After:
    """The last row that was read: what it is ordered by, and its referral."""

    place: str
    referral_id: int

    def __str__(self) -> str:
        return f"{self.place}~{self.referral_id}"

    @classmethod
    def read(cls, text: str) -> "After | None":
        """Read what `str` wrote; None for anything else, which starts anew."""
        place, _, number = text.rpartition("~")
        is_number = number.isascii() and number.isdecimal() and len(number) <= 18  # noqa: PLR2004 - fits 64 bits
        if not is_number or not (place in Priority.values or _day(place) or not place):
            return None
        return cls(place, int(number))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def queue_for(
    officer: Principal,
    *,
    filters: QueueFilters,
    after: str = "",
    most: int = PAGE_SIZE,
) -> QueuePage:
    """Give a page of what the officer's agency has.

    Args:
        officer: who asks.
        filters: what the page is narrowed to, and its order.
        after: `next_after` of the page before; empty or unreadable for the first.
        most: rows on a page.
    """
    with acting(officer):
        found = _narrowed(officer, filters)
        keys = _keys(found, filters.order, After.read(after), most=most + 1)
        rows = read_rows(officer, [key for key, _ in keys[:most]])
    last = keys[most - 1] if len(keys) > most else None
    return QueuePage(
        rows=rows, next_after=str(After(str(last[1]), last[0])) if last else None
    )


def urgent_unopened(officer: Principal) -> int:
    """Count the reports of level 1 that nobody of the agency has opened, up to 100."""
    filters = QueueFilters(priority="1", is_unopened=True)
    with acting(officer):
        rows = _narrowed(officer, filters).values("pk")[:MOST_URGENT_COUNTED]
        return rows.count()


def own_work(officer: Principal) -> QuerySet[Work]:
    """Start every query: this agency's work in its queue, and none for anybody else."""
    rows = Work.objects.filter(agency_id=officer.organization_id)
    return rows.filter(ended_at=None) if officer.kind is Kind.AGENCY else rows.none()


def _narrowed(officer: Principal, filters: QueueFilters) -> QuerySet[Work]:
    wanted = {
        "level": filters.priority,
        "designation": filters.designation,
        "incident_type": filters.incident_type,
        "state": filters.state,
        "case_id": filters.case_id,
        "report_id": filters.report_number,
        "made_available_at__gte": filters.since,
        "made_available_at__lt": filters.until,
        "report__jurisdiction__country": filters.country,
        "report__jurisdiction__state": filters.region,
    }
    chosen = {name: value for name, value in wanted.items() if value is not None}
    rows = own_work(officer).filter(is_set_apart=False, **chosen)
    if not filters.has_closed:
        rows = rows.filter(closed_at=None)
    for condition in _conditions(filters):
        rows = rows.filter(condition)
    if filters.text:
        rows = rows.filter(pk__in=found_by(officer, filters.text))
    return rows


def _conditions(filters: QueueFilters) -> Iterator[Q]:
    if filters.assignee is not None:
        yield Q(assignee_id=filters.assignee or None)
    if filters.overdue_on:
        yield Q(due_on__lt=filters.overdue_on, closed_at=None)
    if filters.is_unopened:
        yield Q(first_opened_at=None)
    if filters.is_supplemented:
        yield Q(report__supplemented_at__isnull=False)
    if filters.order is Order.DUE:
        yield Q(due_on__isnull=False)


def _keys(
    rows: QuerySet[Work], order: Order, last: After | None, *, most: int
) -> list[tuple[int, str]]:
    """Give what is next, and what it is ordered by: first which, then what.

    Behind a row the same level goes on first, then the others: each is one range of
    an index, which one condition with OR would not be.
    """
    if order is Order.NEWEST:
        older = rows.filter(pk__lt=last.referral_id) if last else rows
        return [
            (pk, "") for pk in older.order_by("-pk").values_list("pk", flat=True)[:most]
        ]
    if order is Order.OLDEST:
        newer = rows.filter(pk__gt=last.referral_id) if last else rows
        return [
            (pk, "") for pk in newer.order_by("pk").values_list("pk", flat=True)[:most]
        ]
    if order is Order.DUE:
        return _due_keys(rows, last, most=most)
    found: list[tuple[int, str]] = []
    rest = rows
    if last and last.place in Priority.values:
        same = rows.filter(level=last.place, pk__lt=last.referral_id).order_by("-pk")
        found = list(same.values_list("pk", "level")[:most])
        rest = rows.filter(level__gt=last.place)
    if len(found) < most:
        more = rest.order_by("level", "-pk").values_list("pk", "level")
        found += list(more[: most - len(found)])
    return found


def _due_keys(
    rows: QuerySet[Work], last: After | None, *, most: int
) -> list[tuple[int, str]]:
    day = _day(last.place) if last else None
    if last and day:
        same = Q(due_on=day, pk__gt=last.referral_id)
        rows = rows.filter(Q(due_on__gt=day) | same)
    found = rows.order_by("due_on", "pk").values_list("pk", "due_on")
    return [(pk, str(due)) for pk, due in found[:most]]


# All of a page in one query: neither the documents nor the originals are read.
_NAMES = {
    "pk": "referral_id",
    "report_id": "report_id",
    "level": "priority",
    "designation": "designation",
    "incident_type": "incident_type",
    "reporter_name": "platform",
    "report__origin": "origin",
    "completeness_now": "completeness",
    "file_count": "file_count",
    "is_escalated": "is_escalated",
    "received_at": "received_at",
    "made_available_at": "made_available_at",
    "first_opened_at": "first_opened_at",
    "referral__last_opened_at": "last_opened_at",
    "report__supplemented_at": "supplemented_at",
    "acknowledged_at": "acknowledged_at",
    "state": "state",
    "assignee_name": "assignee",
    "due_on": "due_on",
    "case_id": "case_id",
    "its_case_number": "case_number",
    "version": "version",
}


def read_rows(officer: Principal, keys: list[int]) -> tuple[QueueRow, ...]:
    """Give the rows of these referrals, in the order of the keys."""
    files = (
        ReportedFile.objects.filter(report_id=OuterRef("report_id"))
        .order_by()
        .values("report_id")
        .annotate(number=Count("pk"))
        .values("number")
    )
    # Test reports are never routed; if one were, it would not be shown.
    rows = own_work(officer).filter(report__is_test=False)
    rows = rows.annotate(
        file_count=Coalesce(Subquery(files), 0),
        completeness_now=Coalesce(
            "report__supplemented_completeness", "report__completeness"
        ),
        is_escalated=Q(report__is_escalated=True) | triage.raised_by_analyst(),
        reporter_name=Coalesce("report__platform__name", Value("")),
        assignee_name=Coalesce(F("assignee__name"), Value("")),
        its_case_number=Coalesce(F("case__number"), Value("")),
    )
    found = {
        values["pk"]: QueueRow(**{_NAMES[name]: values[name] for name in _NAMES})
        for values in rows.filter(pk__in=keys).values(*_NAMES)
    }
    return tuple(found[key] for key in keys if key in found)


STATES = WorkState.choices
