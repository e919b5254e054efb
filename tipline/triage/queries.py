"""What analysts read: the queue in the order of urgency, and one report of it.

Reports of test credentials are never assessed, and so never here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report, ReportState, ReturnKey
from tipline.intake.origins import ReportOrigin
from tipline.triage import queue_lines
from tipline.triage.models import Assessment, AssessmentKind, Priority, Standing
from tipline.triage.queue_lines import BundleRow, Key, QueueFilters, decisive

PAGE_SIZE = 50
COUNTED_MOST = 1000  # beyond this a level's count says "or more"; it stays cheap


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One report in the queue, with what tells it from its neighbors.

    `reason` is the sentence of the rule that set the level, empty if none spoke; `risk`
    is the risk to a child, 0 to 100, beside the level and no part of it.
    `places` are codes such as US-MA, `agencies` the names of who has the report.
    """

    report_id: int
    priority: str
    risk: int
    reason: str
    incident_type: str
    platform: str
    finished_at: datetime
    novel_files: int
    known_files: int
    viral_files: int
    repeat_reports: int
    completeness: int | None
    designation: str
    places: tuple[str, ...]
    agencies: tuple[str, ...]
    is_escalated: bool
    needs_person: bool
    is_by_telephone: bool = False
    is_by_form: bool = False
    has_unread: bool = False
    is_call_open: bool = False
    waits_for_release: bool = False
    place: int

    @property
    def key(self) -> Key:
        """What the queue is ordered by."""
        return self.priority, self.place, self.report_id


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """Some lines of the queue; `next_after` continues, empty at the end."""

    rows: tuple[QueueRow | BundleRow, ...]
    next_after: str = ""


def queue(
    reader: Principal,
    filters: QueueFilters,
    *,
    after: str = "",
    most: int = PAGE_SIZE,
) -> QueuePage:
    """Give a page of the queue: level by level, in each the greatest risk first.

    Where the risk is the same, who waits longest. A bundle is one line, where the first
    of its reports would be.

    Args:
        reader: who asks.
        filters: what the queue is narrowed to.
        after: `next_after` of the page before; empty or unreadable for the first.
        most: rows on a page.
    """
    place = queue_lines.place_in(after)
    with acting(reader):
        standings = queue_lines.behind(_filtered(filters), place, "report_id")
        ordered = standings.order_by("priority", "place", "report_id")
        found = list(_with_all_of_a_row(ordered)[: most + 1])
        raised = _raised(found)
        reports = [_row(each, is_raised=each.pk in raised) for each in found]
        bundles = queue_lines.lines(filters, place, most=most + 1)
    both: list[QueueRow | BundleRow] = [*reports, *bundles]
    lines = sorted(both, key=lambda line: line.key)
    is_more = len(lines) > most
    return QueuePage(
        rows=tuple(lines[:most]),
        next_after=queue_lines.after(lines[most - 1]) if is_more else "",
    )


def level_counts(reader: Principal) -> dict[str, int]:
    """Count the reports of each level, up to COUNTED_MOST."""
    with acting(reader), connection.cursor() as cursor:
        cursor.execute(
            "SELECT level, (SELECT count(*) FROM (SELECT FROM triage_standing"
            " WHERE priority = level AND NOT is_set_apart LIMIT %s) counted)"
            " FROM unnest(%s::text[]) AS level",
            [COUNTED_MOST, list(Priority.values)],
        )
        return dict(cursor.fetchall())


def is_in_triage(reader: Principal, report_id: int) -> bool:
    """Tell whether there is a finished report with this number to read."""
    with acting(reader):
        return shown_reports().filter(pk=report_id).exists()


def bundled_among(reader: Principal, report_ids: Collection[int]) -> list[int]:
    """Give those of some reports that are in the bundle of a file."""
    if not report_ids:
        return []
    with acting(reader):
        rows = Standing.objects.filter(pk__in=report_ids)
        rows = rows.filter(bundle__content__isnull=False)
        return list(rows.order_by("pk").values_list("pk", flat=True))


def is_findable(reader: Principal, report_id: int) -> bool:
    """Tell whether a report is found by its number: one that is kept apart is not.

    Of one that was destroyed, its page says so.
    """
    with acting(reader):
        rows = readable_reports().filter(pk=report_id)
        apart = Q(standing__is_set_apart=True, purged_at=None)
        return rows.exclude(apart).exists()


def level_of(reader: Principal, report_id: int) -> str:
    """Give the level at which a report stands; empty if it was never ranked."""
    with acting(reader):
        rows = Standing.objects.filter(report_id=report_id)
        return next(iter(rows.values_list("priority", flat=True)), "")


@dataclass(frozen=True, kw_only=True)
class OldestOfLevel:
    """How long the longest waiting report of a level has been waiting."""

    priority: str
    finished_at: datetime


@dataclass(frozen=True, kw_only=True)
class Unrouted:
    """Finished reports that no agency has: how many, and since when the oldest."""

    count: int
    oldest_at: datetime | None


def oldest_by_level(reader: Principal) -> list[OldestOfLevel]:
    """Give the longest waiting report of each level that has any."""
    with acting(reader):
        rows = [
            Standing.objects.filter(priority=level, is_set_apart=False)
            .exclude(report__state=ReportState.OPEN)
            .order_by("report_id")
            .values_list("priority", "report__closed_at")
            .first()
            for level in Priority.values
        ]
    return [OldestOfLevel(priority=r[0], finished_at=r[1]) for r in rows if r and r[1]]


def unrouted(reader: Principal) -> Unrouted:
    """Count the finished reports that are with no agency, up to COUNTED_MOST."""
    with acting(reader):
        # What the public reports waits for a person's release, not for routing.
        waiting = readable_reports().filter(
            referrals=None, origin="platform", purged_at=None
        )
        waiting = waiting.order_by("pk")
        found = waiting.values("pk")[:COUNTED_MOST]
        oldest = Report.objects.filter(pk__in=found).aggregate(at=Min("closed_at"))
        return Unrouted(count=found.count(), oldest_at=oldest["at"])


def reports_since(reader: Principal, at: datetime) -> dict[str, int]:
    """Count the reports that platforms opened since `at`, by state; no tests."""
    with acting(reader), connection.cursor() as cursor:
        # By key, which is ordered by time: opened_at has no index.
        cursor.execute(
            "SELECT state, count(*) FROM intake_report WHERE NOT is_test AND id >="
            " (extract(epoch FROM %s::timestamptz) * 1000 - 1767225600000)::bigint"
            " * 4096 GROUP BY state",
            [at],
        )
        return dict(cursor.fetchall())


def readable_reports() -> QuerySet[Report]:
    """Start a query with the reports that people may read: finished, and no tests."""
    return Report.objects.filter(is_test=False, state=ReportState.FINISHED)


def shown_reports() -> QuerySet[Report]:
    """Start a query with those and the calls that are urgent before they are over."""
    is_urgent_call = Q(state=ReportState.OPEN, standing__isnull=False)
    return Report.objects.filter(
        Q(state=ReportState.FINISHED) | is_urgent_call, is_test=False
    )


def raised_by_analyst() -> Exists:
    """Tell of each row with a `report_id` whether an analyst ever raised the report.

    The rules may have ranked it since: the newest assessment alone does not tell.
    """
    by_analyst = Assessment.objects.filter(report_id=OuterRef("report_id"))
    return Exists(by_analyst.filter(kind=AssessmentKind.RAISED))


def _raised(standings: Iterable[Standing]) -> set[int]:
    """Give the reports among these that an analyst ever raised."""
    reports = Standing.objects.filter(pk__in=[standing.pk for standing in standings])
    return set(reports.filter(raised_by_analyst()).values_list("pk", flat=True))


def _filtered(filters: QueueFilters) -> QuerySet[Standing]:
    wanted = {
        "priority": filters.priority,
        "designation": filters.designation,
        "report__platform_id": filters.platform_id,
        "report__incident_type": filters.incident_type,
        "needs_person": filters.needs_person,
        "report__return_key__has_unread": filters.has_unread,
    }
    rows = Standing.objects.filter(is_set_apart=False, bundle=None)
    rows = rows.filter(**{name: v for name, v in wanted.items() if v})
    origins = [o for o, is_wanted in _origins(filters) if is_wanted]
    if origins:
        rows = rows.filter(report__origin__in=origins)
    if filters.is_escalated:
        rows = rows.filter(Q(report__is_escalated=True) | raised_by_analyst())
    if filters.waits_for_release:
        rows = rows.filter(report_id__in=_waiting_for_release())
    return rows


def _origins(filters: QueueFilters) -> tuple[tuple[str, bool], ...]:
    return (
        (ReportOrigin.TELEPHONE, filters.is_by_telephone),
        (ReportOrigin.FORM, filters.is_by_form),
    )


def _waiting_for_release() -> QuerySet[Report, int]:
    """Give the finished reports of the public with a proposal that nobody decided."""
    waits = Report.objects.filter(
        state=ReportState.FINISHED, proposals__isnull=False, proposals__decision=None
    )
    return waits.values_list("pk", flat=True)


def _with_all_of_a_row(rows: QuerySet[Standing]) -> QuerySet[Standing]:
    waiting = _waiting_for_release().filter(pk=OuterRef("report_id"))
    unread = ReturnKey.objects.filter(report_id=OuterRef("report_id"), has_unread=True)
    whole = rows.annotate(
        waits_for_release=Exists(waiting), has_unread=Exists(unread)
    ).select_related("assessment", "report__platform", "report__jurisdiction")
    # Neither the documents nor the originals are read for a list.
    return whole.defer(
        "report__document",
        "report__warnings",
        "report__receipt",
        "report__supplemented_document",
        "report__supplemented_receipt",
        "report__finish_answer",
    ).prefetch_related("report__referrals__agency__organization")


def _row(standing: Standing, *, is_raised: bool) -> QueueRow:
    waits_for_release: bool = standing.waits_for_release  # type: ignore[attr-defined]  # annotated
    report, reasons = standing.report, standing.assessment.reasons
    jurisdiction = getattr(report, "jurisdiction", None)
    return QueueRow(
        report_id=report.pk,
        priority=standing.priority,
        risk=standing.risk,
        reason=decisive(reasons),
        incident_type=report.incident_type,
        platform=report.reporter_name,
        finished_at=report.closed_at or report.changed_at,
        novel_files=_counted(reasons, "novel_files"),
        known_files=_counted(reasons, "known_files"),
        viral_files=_counted(reasons, "viral_files"),
        repeat_reports=_counted(reasons, "repeat_reports"),
        completeness=report.completeness
        if report.supplemented_completeness is None
        else report.supplemented_completeness,
        designation=standing.designation,
        places=tuple(p["place"] for p in jurisdiction.places) if jurisdiction else (),
        agencies=tuple(
            referral.agency.organization.name for referral in report.referrals.all()
        ),
        is_escalated=report.is_escalated or is_raised,
        needs_person=standing.needs_person,
        is_by_telephone=report.origin == ReportOrigin.TELEPHONE,
        is_by_form=report.origin == ReportOrigin.FORM,
        has_unread=standing.has_unread,  # type: ignore[attr-defined]  # annotated
        is_call_open=report.state == ReportState.OPEN,
        waits_for_release=waits_for_release,
        place=standing.place,
    )


def _counted(reasons: Iterable[dict[str, Any]], name: str) -> int:
    """Give the number that a rule kept as its fact, such as `novel_files=3`."""
    for fact in (fact for reason in reasons for fact in reason.get("facts", ())):
        key, _, number = fact.partition("=")
        if key == name and number.isdecimal():
            return int(number)
    return 0


def designation_counts(reader: Principal) -> dict[tuple[str, str], int]:
    """Count all reports by designation and its arm; the arm is empty for referrals."""
    with acting(reader):
        rows = Standing.objects.order_by().values_list("designation", "assessment__arm")
        counted = rows.annotate(number=Count("pk"))
        return {(kind, arm): number for kind, arm, number in counted}
