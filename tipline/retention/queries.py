"""What holds a report and when it is destroyed, to whoever may ask."""

from dataclasses import dataclass
from datetime import datetime

from tipline.foundation.accounts import queries as accounts
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.retention.models import Hold, HoldKind, PurgeClock

PAGE_SIZE = 100


@dataclass(frozen=True, kw_only=True)
class HoldView:
    """A hold that holds now; `is_own` if the reader placed it."""

    hold_id: int
    report_id: int
    kind: str
    reason: str
    by: str
    placed_at: datetime
    ends_at: datetime
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How a report is kept: its clock, if one was started, and what holds it."""

    due_at: datetime | None
    purged_at: datetime | None
    counts: dict[str, int]
    holds: tuple[HoldView, ...]


def keeping_of(reader: Principal, report_id: int, *, at: datetime) -> Keeping:
    """Give how a report is kept; agencies read the clock alone."""
    with acting(reader):
        clock = PurgeClock.objects.filter(report_id=report_id).first()
        rows = Hold.objects.filter(report_id=report_id)
        return Keeping(
            due_at=clock.due_at if clock else None,
            purged_at=clock.purged_at if clock else None,
            counts=clock.counts if clock else {},
            holds=_views(reader, list(rows.filter(released_at=None, ends_at__gt=at))),
        )


def kept_apart(reader: Principal, *, at: datetime) -> tuple[HoldView, ...]:
    """List the reports that are kept apart, the next to end first."""
    with acting(reader):
        rows = Hold.objects.filter(
            kind=HoldKind.SEGREGATED, released_at=None, ends_at__gt=at
        )
        return _views(reader, list(rows.order_by("ends_at", "pk")[:PAGE_SIZE]))


def _views(reader: Principal, rows: list[Hold]) -> tuple[HoldView, ...]:
    names = accounts.names_of(reader, [row.placed_by for row in rows])
    return tuple(
        HoldView(
            hold_id=row.pk,
            report_id=row.report_id,
            kind=row.kind,
            reason=row.reason,
            by=names.get(row.placed_by, ""),
            placed_at=row.placed_at,
            ends_at=row.ends_at,
            is_own=row.placed_by == reader.actor,
        )
        for row in rows
    )
