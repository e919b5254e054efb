"""What was said to clear reports, to whoever may ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tipline.clearance.models import Clearance, ClearanceNotice, ClearanceState
from tipline.clearance.verdicts import Verdict
from tipline.foundation.accounts.models import Organization, OrganizationKind
from tipline.foundation.keys import MAX_KEY, first_key_at
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.codec import Json
from tipline.intake.receipt import time_text

PAGE_SIZE = 100


@dataclass(frozen=True, kw_only=True)
class Cleared:
    """One clearance as whoever has the report reads it.

    `by` is the name of an organization; `is_own` if the reader said so.
    """

    clearance_id: int
    report_id: int
    by: str
    is_by_agency: bool
    verdict: str
    ground: str
    reason: str
    file_ids: tuple[str, ...]
    said_at: datetime
    state: str
    decision: str
    decided_at: datetime | None
    is_own: bool


def of_report(reader: Principal, report_id: int) -> tuple[Cleared, ...]:
    """List what was said to clear a report, the newest first."""
    with acting(reader):
        rows = Clearance.objects.filter(report_id=report_id).order_by("-pk")
        return _read(reader, list(_whole(rows)))


def waiting(reader: Principal, *, most: int = PAGE_SIZE) -> tuple[Cleared, ...]:
    """List what nobody has decided yet, the oldest first."""
    with acting(reader):
        rows = Clearance.objects.filter(state=ClearanceState.SAID).order_by("pk")
        return _read(reader, list(_whole(rows)[:most]))


def waiting_count(reader: Principal) -> int:
    """Count what nobody has decided yet, up to a page."""
    with acting(reader):
        rows = Clearance.objects.filter(state=ClearanceState.SAID)
        return rows.values("pk")[:PAGE_SIZE].count()


def unfounded_since(reader: Principal, since: datetime) -> frozenset[int]:
    """Give the reports made since then that two people cleared as unfounded."""
    with acting(reader):
        rows = Clearance.objects.filter(
            report_id__gte=first_key_at(since),
            verdict=Verdict.UNFOUNDED,
            state=ClearanceState.CONFIRMED,
        )
        return frozenset(rows.values_list("report_id", flat=True))


def states_of(reader: Principal, report_ids: Collection[int]) -> dict[int, str]:
    """Give how the newest clearance of each report stands; the others are left out."""
    with acting(reader):
        rows = Clearance.objects.filter(report_id__in=report_ids).order_by("pk")
        return dict(rows.values_list("report_id", "state"))


def notices(platform: Principal, *, after: int = 0, most: int = PAGE_SIZE) -> Json:
    """Give what a platform is told of its reports, from a cursor on.

    What an officer wrote is not in it: the platform learns who, what and why by code.
    """
    with acting(platform):
        rows = ClearanceNotice.objects.filter(
            platform_id=platform.organization_id,
            pk__gt=min(after, MAX_KEY),
            clearance__report__is_test=platform.is_test,
        )
        rows = rows.select_related("clearance").order_by("pk")
        found = list(rows.prefetch_related("clearance__files__file")[:most])
        names = _names({each.clearance.organization_id for each in found})
    return {
        "clearances": [_told(each, names) for each in found],
        "next": str(found[-1].pk if found else min(after, MAX_KEY)),
    }


def _names(organization_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Give name and kind of organizations that spoke.

    A platform sees none of them by itself; that they spoke about its report is proved
    by what it was told, and their names are read for it, and no more.
    """
    reader = Principal(kind=Kind.CLEARINGHOUSE, actor="clearances")
    with acting(reader):
        rows = Organization.objects.filter(pk__in=organization_ids)
        return {
            pk: (name, kind)
            for pk, name, kind in rows.values_list("pk", "name", "kind")
        }


def _whole(rows: QuerySet[Clearance]) -> QuerySet[Clearance]:
    return rows.prefetch_related("files__file")


def _read(reader: Principal, rows: Collection[Clearance]) -> tuple[Cleared, ...]:
    names = _names({row.organization_id for row in rows})
    return tuple(
        Cleared(
            clearance_id=row.pk,
            report_id=row.report_id,
            by=names[row.organization_id][0],
            is_by_agency=names[row.organization_id][1] == OrganizationKind.AGENCY,
            verdict=row.verdict,
            ground=row.ground,
            reason=row.reason,
            file_ids=tuple(each.file.file_id for each in row.files.all()),
            said_at=row.said_at,
            state=row.state,
            decision=row.decision,
            decided_at=row.decided_at,
            is_own=row.said_by == reader.actor,
        )
        for row in rows
    )


def _told(notice: ClearanceNotice, names: dict[int, tuple[str, str]]) -> Json:
    said = notice.clearance
    return {
        "id": str(notice.pk),
        "clearanceId": str(said.pk),
        "reportId": said.report_id,
        "state": notice.state,
        "verdict": said.verdict,
        "ground": said.ground,
        "files": [each.file.file_id for each in said.files.all()],
        "saidBy": names[said.organization_id][0],
        "saidAt": time_text(said.said_at),
        "at": time_text(notice.at),
    }
