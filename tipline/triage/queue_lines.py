"""The lines of the queue: what narrows them, how they go on, and the bundles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db.models import Exists, F, Model, OuterRef, QuerySet, Sum
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from tipline.triage.models import Bundle, BundleCount, Priority, Standing

Key = tuple[str, int, int]
"""Level, place and report: what the queue is ordered by."""
_DIGITS_MOST = 18  # fits 64 bits
_PARTS = 3
_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, kw_only=True)
class QueueFilters:
    """What the queue is narrowed to; empty, None and False narrow nothing.

    `incident_type` is the wire's name. `is_escalated` asks for the reports that the
    platform or an analyst escalated; `is_by_telephone`, `is_by_form`, `has_unread`
    (somebody who filled in the form wrote again) and `waits_for_release` for those of
    the public.
    """

    priority: str = ""
    designation: str = ""
    platform_id: int | None = None
    incident_type: str = ""
    needs_person: bool = False
    is_escalated: bool = False
    is_by_telephone: bool = False
    is_by_form: bool = False
    has_unread: bool = False
    waits_for_release: bool = False

    @property
    def wants_single(self) -> bool:
        """Tell whether only reports are asked for that are never in a bundle."""
        return (
            self.is_escalated
            or self.needs_person
            or self.is_by_telephone
            or self.has_unread
            or self.waits_for_release
        )

    @property
    def are_set(self) -> bool:
        """Tell whether anything is left out of the queue."""
        return self != QueueFilters()


class Line(Protocol):
    """A line of the queue, whatever it is."""

    @property
    def key(self) -> Key: ...


@dataclass(frozen=True, kw_only=True)
class BundleRow:
    """One bundle in the queue, with both counts, standing where its first report would.

    `risk`, `reason` and `finished_at` are of that report; `platforms` are how many
    different ones reported the file. A flood has none of either: its number is that of
    the report that said it first. What is like it in half is a line of its own and
    has the flood's number in `half_of`.
    """

    bundle_id: int
    priority: str
    place: int
    first_report_id: int
    risk: int
    reason: str
    reports: int
    incidents: int
    platforms: int
    finished_at: datetime
    is_flood: bool
    half_of: int | None

    @property
    def key(self) -> Key:
        """What the queue is ordered by."""
        return self.priority, self.place, self.first_report_id


def place_in(after: str) -> Key | None:
    """Read where a page of the queue goes on; None for the first or the unreadable."""
    parts = after.split("-")
    if len(parts) != _PARTS or parts[0] not in Priority.values:
        return None
    if not all(map(_is_number, parts[1:])):
        return None
    return parts[0], int(parts[1]), int(parts[2])


def after(line: Line) -> str:
    """Write where the page behind a line goes on."""
    return "-".join(map(str, line.key))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS_MOST


def behind(rows: QuerySet[_Row], place: Key | None, report: str) -> QuerySet[_Row]:
    """Go on behind a place; one comparison, so the index serves."""
    if place is None:
        return rows
    return rows.filter(TupleGreaterThan((F("priority"), F("place"), F(report)), place))


def lines(
    filters: QueueFilters, place: Key | None, *, most: int
) -> Sequence[BundleRow]:
    """Give the bundles that come next in the queue; in somebody's transaction.

    None come if the queue is narrowed to what is never in a bundle: what is escalated,
    needs a person, came by telephone, or waits for somebody. What was set aside does
    not come.
    """
    if filters.wants_single:
        return ()
    rows = Bundle.objects.exclude(priority="").filter(set_aside_at=None)
    if filters.is_by_form:
        rows = rows.filter(content=None)
    if filters.priority:
        rows = rows.filter(priority=filters.priority)
    asked = {
        "platform_id": filters.platform_id,
        "incident_type": filters.incident_type,
        "designation": filters.designation,
    }
    wanted = {name: value for name, value in asked.items() if value}
    if wanted:
        counts = BundleCount.objects.filter(bundle=OuterRef("pk"), reports__gt=0)
        rows = rows.filter(Exists(counts.filter(**wanted)))
    rows = behind(rows, place, "first_report_id")
    ordered = rows.order_by("priority", "place", "first_report_id")
    return _lines(list(ordered.values_list("pk", flat=True)[:most]))


def _lines(bundle_ids: Sequence[int]) -> list[BundleRow]:
    counted = counts_of(bundle_ids)
    heads = Standing.objects.filter(report__leads_bundles__in=bundle_ids)
    heads = heads.select_related("assessment", "bundle").annotate(
        closed_at=F("report__closed_at")
    )
    return [
        BundleRow(
            bundle_id=head.bundle_id or 0,
            priority=head.priority,
            place=head.place,
            first_report_id=head.pk,
            risk=head.risk,
            reason=decisive(head.assessment.reasons),
            finished_at=head.closed_at,
            is_flood=head.bundle is not None and head.bundle.content_id is None,
            half_of=head.bundle.half_of_id if head.bundle else None,
            **counted[head.bundle_id or 0],
        )
        for head in heads
    ]


def counts_of(bundle_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Add up the reports, incidents and platforms of some bundles."""
    rows = BundleCount.objects.filter(bundle__in=bundle_ids, reports__gt=0).order_by()
    found = {pk: {"reports": 0, "incidents": 0, "platforms": 0} for pk in bundle_ids}
    sums = rows.values("bundle_id", "platform_id").annotate(
        reports_sum=Sum("reports"), incidents_sum=Sum("incidents")
    )
    for row in sums:
        counts = found[row["bundle_id"]]
        counts["reports"] += row["reports_sum"]
        counts["incidents"] += row["incidents_sum"]
        counts["platforms"] += row["platform_id"] is not None
    return found


def decisive(reasons: Iterable[dict[str, Any]]) -> str:
    """Give the sentence of the first reason that counts, empty if none does."""
    counting = (r["sentence"] for r in reasons if not r.get("is_set_aside"))
    return next(counting, "")
