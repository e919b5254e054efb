"""What an agency's officers may read: their queue, and one report of it.

Every query filters by the officer's own agency; row-level security would hide the rest
too, and is the second line. A report that does not exist and one that was not made
available answer alike.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from tipline.files.models import ReportedFile
from tipline.foundation.errors import NotFoundError
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.linking import queries as linking
from tipline.referral.models import LocationEvidence, PacketReceipt, Referral
from tipline.referral.packet.contents import Delivery, Link
from tipline.triage import queries as triage
from tipline.triage.models import Assessment, Priority, Standing

PAGE_SIZE = 50
MOST_URGENT_COUNTED = 100
MOST_LINKED = 25
MOST_LINKS_READ = 500


class Order(StrEnum):
    """In which order a queue is read."""

    URGENT = "urgent"
    NEWEST = "newest"


@dataclass(frozen=True, kw_only=True)
class QueueFilters:
    """What a queue is narrowed to; None and False narrow nothing.

    `incident_type` is the wire's name. `report_number` is a report's id.
    """

    priority: str | None = None
    designation: str | None = None
    incident_type: str | None = None
    is_unopened: bool = False
    is_supplemented: bool = False
    report_number: int | None = None
    order: Order = Order.URGENT

    @property
    def are_set(self) -> bool:
        """Tell whether anything is left out of the queue."""
        chosen = (self.priority, self.designation, self.incident_type)
        marks = (self.is_unopened, self.is_supplemented)
        return any(chosen) or any(marks) or self.report_number is not None


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One report in an agency's queue."""

    referral_id: int
    report_id: int
    priority: str
    designation: str | None
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

    @property
    def has_news(self) -> bool:
        """Tell whether something came since the agency last opened it."""
        return is_news(self.supplemented_at, self.last_opened_at)


def is_news(supplemented_at: datetime | None, opened_at: datetime | None) -> bool:
    """Tell whether a report that was opened then was supplemented since."""
    if supplemented_at is None or opened_at is None:
        return False
    return supplemented_at > opened_at


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """Some rows of a queue; `next_after` continues, None at the end."""

    rows: tuple[QueueRow, ...]
    next_after: str | None = None


@dataclass(frozen=True)
class After:
    """The last row that was read: its priority and its referral."""

    priority: str
    referral_id: int

    def __str__(self) -> str:
        return f"{self.priority}-{self.referral_id}"

    @classmethod
    def read(cls, text: str) -> "After | None":
        """Read what `str` wrote; None for anything else, which starts anew."""
        priority, _, number = text.partition("-")
        is_number = number.isascii() and number.isdecimal() and len(number) <= 18  # noqa: PLR2004 - fits 64 bits
        if priority not in Priority.values or not is_number:
            return None
        return cls(priority, int(number))


def queue_for(
    officer: Principal,
    *,
    filters: QueueFilters,
    after: str = "",
    most: int = PAGE_SIZE,
) -> QueuePage:
    """Give a page of what was made available to the officer's agency.

    Args:
        officer: who asks.
        filters: what the page is narrowed to, and its order.
        after: `next_after` of the page before; empty or unreadable for the first.
        most: rows on a page.
    """
    with acting(officer):
        found = _continued(_filtered(_own(officer), filters), filters, after)
        # First which, then what: only the rows of one page are looked at closely.
        keys = list(found.values_list(*_KEY)[: most + 1])
        rows = _read(officer, [key for key, _ in keys[:most]])
    number, priority = keys[most - 1] if len(keys) > most else (0, "")
    return QueuePage(
        rows=rows, next_after=str(After(priority, number)) if number else None
    )


def urgent_unopened(officer: Principal) -> int:
    """Count the reports of level 1 that nobody of the agency has opened, up to 100."""
    filters = QueueFilters(priority="1", is_unopened=True)
    with acting(officer):
        rows = _filtered(_own(officer), filters).values("pk")[:MOST_URGENT_COUNTED]
        return rows.count()


def report_for(officer: Principal, report_id: int) -> Referral:
    """Give the referral of a report to the officer's agency, with report and standing.

    Raises:
        NotFoundError: no such report, or not made available to this agency.
    """
    if report_id > MAX_KEY:
        raise NotFoundError  # PostgreSQL would not even compare it
    with acting(officer):
        found = (
            _reports(officer)
            .select_related(
                "report__platform__platform_profile",
                "report__jurisdiction",
                "report__standing__assessment",
                "agency__organization",
            )
            .filter(report_id=report_id)
            .first()
        )
    if found is None:
        raise NotFoundError
    return found


def receipts_of(officer: Principal, referral: Referral) -> list[PacketReceipt]:
    """List what the agency's officers downloaded of a report, the newest first."""
    with acting(officer):
        rows = PacketReceipt.objects.filter(
            referral_id=referral.pk,
            referral__agency_id=officer.organization_id,
        )
        return list(rows.order_by("-pk"))


def deliveries_of(officer: Principal, referral: Referral) -> tuple[Delivery, ...]:
    """List every agency that has the report, so that two do not work it unawares.

    Row-level security shows an agency its own referrals only. That it has one is
    proved by `referral`; the names of the others are then read for it, and no more.
    """
    reader = Principal(kind=Kind.CLEARINGHOUSE, actor=officer.actor)
    with acting(reader):
        rows = Referral.objects.filter(report_id=referral.report_id)
        found = rows.order_by("pk").values_list(
            "agency__organization__name", "made_available_at", "reason"
        )
        return tuple(Delivery(agency=n, at=at, reason=why) for n, at, why in found)


def links_for(officer: Principal, report_id: int) -> tuple[Link, ...]:
    """Give the agency's other reports that share identifiers with one, by kind.

    Of reports that other agencies have, it says nothing; of values, never anything.
    """
    with acting(officer):
        links = linking.links_of(officer, report_id, most=MOST_LINKS_READ)
        others = {link.report_id for link in links}
        own = set(
            _own(officer)
            .filter(report_id__in=others)
            .values_list("report_id", flat=True)
        )
    kinds: dict[int, set[str]] = {}
    for link in links:
        if link.report_id in own:
            kinds.setdefault(link.report_id, set()).add(link.kind)
    return tuple(
        Link(report_id=other, identifier_kinds=tuple(sorted(kinds[other])))
        for other in sorted(kinds, reverse=True)[:MOST_LINKED]
    )


def evidence_of(officer: Principal, referral: Referral) -> list[LocationEvidence]:
    """List everything that hints at a place, the most trusted first."""
    with acting(officer):
        rows = LocationEvidence.objects.filter(report_id=referral.report_id)
        return list(rows.order_by("-confidence", "pk"))


def assessments_of(officer: Principal, referral: Referral) -> list[Assessment]:
    """List how a report was ranked over time, the first ranking first."""
    with acting(officer):
        rows = Assessment.objects.filter(report_id=referral.report_id)
        return list(rows.order_by("pk"))


def _own(officer: Principal) -> QuerySet[Referral]:
    """Start every query: this agency's referrals, and none for anybody else.

    The priority is looked up and not joined: a join would read every report of the
    agency before the first row could be shown.
    """
    standing = Standing.objects.filter(report_id=OuterRef("report_id"))
    # A report whose assessment failed is routed all the same: it stands unranked.
    priority = Coalesce(Subquery(standing.values("priority")), Value("E"))
    rows = Referral.objects.filter(agency_id=officer.organization_id)
    rows = rows.annotate(priority=priority)
    return rows if officer.kind is Kind.AGENCY else rows.none()


def _reports(officer: Principal) -> QuerySet[Referral]:
    """Give the agency's referrals of real reports; test reports are never routed."""
    return _own(officer).filter(report__is_test=False)


def _filtered(rows: QuerySet[Referral], filters: QueueFilters) -> QuerySet[Referral]:
    wanted = {
        "priority": filters.priority,
        "report__standing__designation": filters.designation,
        "report__incident_type": filters.incident_type,
        "report_id": filters.report_number,
    }
    chosen = {name: value for name, value in wanted.items() if value is not None}
    rows = rows.filter(is_set_apart=False, **chosen)
    if filters.is_supplemented:
        rows = rows.filter(report__supplemented_at__isnull=False)
    return rows.filter(first_opened_at=None) if filters.is_unopened else rows


def _continued(
    rows: QuerySet[Referral], filters: QueueFilters, after: str
) -> QuerySet[Referral]:
    """Go on behind the last row that was read, in the order that was asked for."""
    last = After.read(after)
    if filters.order is Order.NEWEST:
        older = rows.filter(pk__lt=last.referral_id) if last else rows
        return older.order_by("-pk")
    if last:
        same = Q(priority=last.priority, pk__lt=last.referral_id)
        rows = rows.filter(Q(priority__gt=last.priority) | same)
    return rows.order_by(*_MOST_URGENT)


_KEY: tuple[str, ...] = ("pk", "priority")
_MOST_URGENT: tuple[str, ...] = ("priority", "-pk")

# All of a page in one query: neither the documents nor the originals are read.
_NAMES = {
    "pk": "referral_id",
    "report_id": "report_id",
    "priority": "priority",
    "report__standing__designation": "designation",
    "report__incident_type": "incident_type",
    "reporter_name": "platform",
    "report__origin": "origin",
    "completeness_now": "completeness",
    "file_count": "file_count",
    "is_escalated": "is_escalated",
    "report__opened_at": "received_at",
    "made_available_at": "made_available_at",
    "first_opened_at": "first_opened_at",
    "last_opened_at": "last_opened_at",
    "report__supplemented_at": "supplemented_at",
}


def _read(officer: Principal, keys: list[int]) -> tuple[QueueRow, ...]:
    """Give the rows of these referrals, in the order of the keys."""
    files = (
        ReportedFile.objects.filter(report_id=OuterRef("report_id"))
        .order_by()
        .values("report_id")
        .annotate(number=Count("pk"))
        .values("number")
    )
    rows = _reports(officer).annotate(
        file_count=Coalesce(Subquery(files), 0),
        completeness_now=Coalesce(
            "report__supplemented_completeness", "report__completeness"
        ),
        is_escalated=Q(report__is_escalated=True) | triage.raised_by_analyst(),
        reporter_name=Coalesce("report__platform__name", Value("")),
    )
    found = {
        values["pk"]: QueueRow(**{_NAMES[name]: values[name] for name in _NAMES})
        for values in rows.filter(pk__in=keys).values(*_NAMES)
    }
    return tuple(found[key] for key in keys if key in found)
