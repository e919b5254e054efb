"""Which alarms ring for somebody, and what became of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from tipline.alerting.models import Alarm
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting

SHOWN_MOST = 3
LISTED_MOST = 100
SILENT_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class Ringing:
    """An alarm that nobody answered: about which report, why, since when."""

    alarm_id: int
    report_id: int
    cause: str
    raised_at: datetime
    times: int


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What a page shows above all else.

    `count` is of all that ring, `shown` the first of them. `is_worker_silent` if
    nothing is ranked, routed or repeated any more.
    """

    shown: tuple[Ringing, ...]
    count: int
    is_worker_silent: bool


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An alarm that somebody answered, or whose cause is gone."""

    report_id: int
    cause: str
    raised_at: datetime
    times: int
    acknowledged_at: datetime | None
    is_own: bool
    ended_at: datetime | None


def bar(reader: Principal, *, at: datetime) -> Bar:
    """Give what rings for the reader's organization now."""
    with acting(reader):
        found = list(_ringing(reader)[: LISTED_MOST + 1])
    return Bar(
        shown=tuple(found[:SHOWN_MOST]),
        count=len(found),
        is_worker_silent=_is_worker_silent(at),
    )


def ringing(reader: Principal) -> tuple[Ringing, ...]:
    """List what rings for the reader's organization, the oldest first."""
    with acting(reader):
        return tuple(_ringing(reader)[:LISTED_MOST])


def answered(reader: Principal) -> tuple[Answered, ...]:
    """List the newest alarms of the reader's organization that ring no more."""
    with acting(reader):
        rows = Alarm.objects.filter(
            organization_id=reader.organization_id, next_at=None
        )
        return tuple(
            Answered(
                report_id=row.report_id,
                cause=row.cause,
                raised_at=row.raised_at,
                times=row.times,
                acknowledged_at=row.acknowledged_at,
                is_own=row.acknowledged_by == reader.actor,
                ended_at=row.ended_at,
            )
            for row in rows.order_by("-pk")[:LISTED_MOST]
        )


def _ringing(reader: Principal) -> list[Ringing]:
    rows = Alarm.objects.filter(
        organization_id=reader.organization_id, next_at__isnull=False
    )
    return [
        Ringing(
            alarm_id=row.pk,
            report_id=row.report_id,
            cause=row.cause,
            raised_at=row.raised_at,
            times=row.times,
        )
        for row in rows.order_by("pk")[: LISTED_MOST + 1]
    ]


def _is_worker_silent(at: datetime) -> bool:
    """Tell whether no worker gave a sign of life of late, by the queue's own book."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        (seen_at,) = cursor.fetchone() or (None,)
    return seen_at is None or at - seen_at > SILENT_AFTER
