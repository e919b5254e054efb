"""How the steps of journeys stand, and how long the queue is."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, F
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from tipline.foundation.jobs.models import StepRun, StepState
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting

PAGE_SIZE = 50
COUNTED_MOST = 1000


@dataclass(frozen=True, kw_only=True)
class StepPage:
    """Some failed steps, the oldest first; `next_after` continues, empty at the end."""

    runs: tuple[StepRun, ...]
    next_after: str = ""


def failed_steps(
    reader: Principal, *, after: str = "", most: int = PAGE_SIZE
) -> StepPage:
    """Give the steps that a person must look at.

    Args:
        reader: who asks.
        after: `next_after` of the page before; empty or unreadable for the first.
        most: steps on a page.
    """
    rows = StepRun.objects.filter(state=StepState.FAILED)
    last = _read(after)
    if last:
        rows = rows.filter(TupleGreaterThan((F("updated_at"), F("pk")), last))
    with acting(reader):
        found = list(rows.order_by("updated_at", "pk")[: most + 1])
    end = found[most - 1] if len(found) > most else None
    return StepPage(
        runs=tuple(found[:most]),
        next_after=f"{end.updated_at.isoformat()}~{end.pk}" if end else "",
    )


def _read(after: str) -> tuple[datetime, int] | None:
    at, _, key = after.partition("~")
    try:
        return datetime.fromisoformat(at), int(key)
    except ValueError:
        return None


def failed_count(reader: Principal) -> int:
    """Count the steps that a person must look at, up to COUNTED_MOST."""
    failed = StepRun.objects.filter(state=StepState.FAILED)
    with acting(reader):
        return failed.values("pk")[:COUNTED_MOST].count()


def steps_of(reader: Principal, subject_id: int) -> list[StepRun]:
    """List the steps of one journey that ran, in the order in which they ended."""
    with acting(reader):
        runs = StepRun.objects.filter(subject_id=subject_id)
        return list(runs.order_by("updated_at"))


@dataclass(frozen=True, kw_only=True)
class StepFigures:
    """How often one step ended how."""

    step: str
    done: int = 0
    retrying: int = 0
    failed: int = 0


def steps_in_trouble(reader: Principal) -> list[StepFigures]:
    """Count, for each step with any, what is being retried and what failed."""
    # Only what is not done: the partial index holds those rows and no others.
    rows = (
        StepRun.objects.exclude(state=StepState.DONE)
        .values_list("step", "state")
        .annotate(number=Count("pk"))
    )
    found: dict[str, dict[str, int]] = {}
    with acting(reader):
        for step, state, number in rows:
            found.setdefault(step, {})[state] = number
    return [StepFigures(step=step, **found[step]) for step in sorted(found)]


@dataclass(frozen=True, kw_only=True)
class QueueFigures:
    """How much waits in the queue, runs, or was given up; `oldest_at` of the waiting.

    A job that is scheduled for later does not count as waiting since now.
    """

    waiting: int
    running: int
    failed: int
    oldest_at: datetime | None


_QUEUE = """
    SELECT count(*) FILTER (WHERE status = 'todo'),
           count(*) FILTER (WHERE status = 'doing'),
           count(*) FILTER (WHERE status = 'failed')
    FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed')
"""
_OLDEST = """
    SELECT min(e.at) FROM procrastinate_jobs j
    JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
    WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())
"""


def queue_figures(reader: Principal) -> QueueFigures:
    """Give how the queue of jobs stands now."""
    with acting(reader), connection.cursor() as cursor:
        cursor.execute(_QUEUE)
        waiting, running, failed = cursor.fetchone() or (0, 0, 0)
        cursor.execute(_OLDEST)
        (oldest_at,) = cursor.fetchone() or (None,)
    return QueueFigures(
        waiting=waiting, running=running, failed=failed, oldest_at=oldest_at
    )


_WAITING = """
    SELECT EXISTS (SELECT FROM procrastinate_jobs
                   WHERE status = 'todo' AND queue_name = %s AND priority >= 0
                     AND (scheduled_at IS NULL OR scheduled_at <= now()))
"""


def is_busy(reader: Principal, queue: str) -> bool:
    """Tell whether jobs wait in a queue, other than those that let all others by."""
    with acting(reader), connection.cursor() as cursor:
        cursor.execute(_WAITING, [queue])
        (is_so,) = cursor.fetchone() or (False,)
    return bool(is_so)


def ended_count(reader: Principal, step: str) -> int:
    """Count the journeys in which this step has ended, well or not."""
    with acting(reader):
        runs = StepRun.objects.filter(step=step)
        return runs.exclude(state=StepState.RETRYING).count()
