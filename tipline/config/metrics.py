"""The figures that tell whether reports flow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from tipline.alerting import clocks
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.takeitdown.ceilings import ceilings

_METRICS = Principal(kind=Kind.CLEARINGHOUSE, actor="system:metrics")

_REPORTS = "SELECT state, count(*) FROM intake_report WHERE NOT is_test GROUP BY state"
_OLDEST = """
    SELECT s.priority, extract(epoch FROM now() - min(r.closed_at))
    FROM triage_standing s JOIN intake_report r ON r.id = s.report_id
    GROUP BY s.priority
"""
_UNROUTED = """
    SELECT count(*), coalesce(extract(epoch FROM now() - min(r.closed_at)), 0)
    FROM intake_report r
    WHERE r.state = 'finished' AND NOT r.is_test AND r.origin = 'platform'
      AND NOT EXISTS (SELECT FROM referral_referral f WHERE f.report_id = r.id)
"""
_CALLS = """
    SELECT CASE WHEN r.state = 'open' THEN 'open'
                WHEN r.state = 'expired' THEN 'empty'
                WHEN c.is_abandoned THEN 'abandoned' ELSE 'ended' END, count(*)
    FROM intake_call c JOIN intake_report r ON r.id = c.report_id GROUP BY 1
"""
_TO_RELEASE = """
    SELECT count(DISTINCT p.report_id),
           coalesce(extract(epoch FROM now() - min(p.proposed_at)), 0)
    FROM referral_referralproposal p WHERE p.decision_id IS NULL
"""
_RINGING = """
    SELECT (SELECT count(*) FROM alerting_alarm WHERE next_at IS NOT NULL),
           (SELECT coalesce(extract(epoch FROM now() - max(last_heartbeat)), -1)
            FROM procrastinate_workers)
"""
_STEPS = "SELECT step, state, count(*) FROM jobs_steprun GROUP BY step, state"
_ALARMS = """
    SELECT 'list', count(*) FROM hashlist_hashlist WHERE quarantined_at IS NOT NULL
    UNION ALL SELECT 'source', count(*) FROM hashlist_listmember
        WHERE quarantine_from IS NOT NULL
    UNION ALL SELECT 'member', count(*) FROM hashlist_probingalarm
        WHERE released_at IS NULL
"""
_CONCERNS = (
    "SELECT kind, count(*) FROM viewing_concern WHERE answered_at IS NULL GROUP BY kind"
)
_QUEUE = "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status"


@dataclass(frozen=True)
class _Table:
    """A figure that a query gives for each combination of its labels."""

    name: str
    text: str
    labels: tuple[str, ...]
    query: str


_TABLES = (
    _Table("tipline_reports", "Reports by state.", ("state",), _REPORTS),
    _Table(
        "tipline_oldest_report_seconds",
        "Age of the oldest report in triage by priority.",
        ("priority",),
        _OLDEST,
    ),
    _Table("tipline_steps", "Steps by outcome.", ("step", "state"), _STEPS),
    _Table(
        "tipline_hash_list_alarms",
        "Lists, sources and members that were stopped and wait for a look.",
        ("kind",),
        _ALARMS,
    ),
    _Table(
        "tipline_viewing_concerns",
        "Concerns about how much somebody sees that nobody answered.",
        ("kind",),
        _CONCERNS,
    ),
    _Table("tipline_calls", "Telephone calls by outcome.", ("outcome",), _CALLS),
    _Table("tipline_jobs", "Queued jobs by status.", ("status",), _QUEUE),
)


class Figures(Collector):
    """Reads the figures from the database whenever somebody asks."""

    def collect(self) -> Iterator[Metric]:
        """Give one family for each figure."""
        with acting(_METRICS):
            for table in _TABLES:
                yield _family(table)
            yield from _unrouted()
            yield from _to_release()
            yield from _clock()
            yield from _alarms()
            yield _take_it_down()


def _rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _family(table: _Table) -> GaugeMetricFamily:
    family = GaugeMetricFamily(table.name, table.text, labels=table.labels)
    for *values, figure in _rows(table.query):
        family.add_metric([str(value) for value in values], float(str(figure)))
    return family


def _clock() -> Iterator[Metric]:
    family = GaugeMetricFamily(
        "tipline_clock_seconds",
        "From a report's finish to each station, of the last 24 hours.",
        labels=("priority", "station", "quantile"),
    )
    since = datetime.now(UTC) - timedelta(days=1)
    for figures in clocks.station_figures(_METRICS, since=since):
        pairs = zip(clocks.QUANTILES, figures.seconds, strict=False)
        for quantile, seconds in pairs:
            labels = [figures.priority, figures.station, str(quantile)]
            family.add_metric(labels, seconds)
    yield family


def _alarms() -> Iterator[Metric]:
    ringing, silent = _rows(_RINGING)[0]
    text = "Alarms that nobody answered."
    yield GaugeMetricFamily("tipline_alarms_ringing", text, value=float(str(ringing)))
    text = "Seconds since a worker's last sign of life; -1 if there is no worker."
    yield GaugeMetricFamily(
        "tipline_worker_silent_seconds", text, value=float(str(silent))
    )


def _take_it_down() -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "tipline_take_it_down_share",
        "Files of the last 24 hours as a share of how many may come; at 1 none may.",
        labels=("kind",),
    )
    limits = settings.TAKE_IT_DOWN_LIMITS
    for each in ceilings(_METRICS, limits, at=datetime.now(UTC)):
        family.add_metric([each.kind], each.sent / each.most)
    return family


def _unrouted() -> Iterator[Metric]:
    number, age = _rows(_UNROUTED)[0]
    text = "Finished reports that no agency has yet."
    yield GaugeMetricFamily("tipline_unrouted_reports", text, value=float(str(number)))
    text = "Age of the oldest of them."
    yield GaugeMetricFamily("tipline_unrouted_seconds", text, value=float(str(age)))


def _to_release() -> Iterator[Metric]:
    number, age = _rows(_TO_RELEASE)[0]
    text = "Reports of the public that wait for a person to release or refuse them."
    yield GaugeMetricFamily(
        "tipline_reports_to_release", text, value=float(str(number))
    )
    text = "Age of the oldest of them."
    yield GaugeMetricFamily("tipline_to_release_seconds", text, value=float(str(age)))
