"""How many reports came from whom; Take It Down is a reporter as any other.

Source: the 2023 table of reports by reporter, in which each submission to Take It Down
is a report (reference: domain, 2.9, step 6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from django.db.models import Count

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report, ReportState
from tipline.intake.origins import ReportOrigin
from tipline.takeitdown.queries import figures

SMALLEST: Final = 10
"""The fewest reports that a line of a published table has."""
OTHERS: Final = "Others"
_FEWEST_OTHERS: Final = 2


@dataclass(frozen=True, kw_only=True)
class ReporterCount:
    """How many reports came from one reporter, or from several that are one line."""

    reporter: str
    reports: int
    reporters: int = 1


def by_reporter(reader: Principal, *, since: date, until: date) -> list[ReporterCount]:
    """Count reports that were finished on days in [since, until), in UTC; most first.

    What is marked as a test is no report. What young people sent by Take It Down
    counts even if they took it back: it was sent.
    """
    counts = [*_reports(reader, since, until), *_submissions(reader, since, until)]
    return sorted(counts, key=lambda each: (-each.reports, each.reporter))


def publishable(counts: Iterable[ReporterCount]) -> list[ReporterCount]:
    """Make one line of all who sent so few that it would tell of single reports.

    If that line is of one reporter alone, or has few reports itself, the next smallest
    join it; if none is left, nothing is published.
    """
    lines = sorted(counts, key=lambda each: (-each.reports, each.reporter))
    others: list[ReporterCount] = []
    while lines and (lines[-1].reports < SMALLEST or _tells_too_much(others)):
        others.append(lines.pop())
    if not others or _tells_too_much(others):
        return lines
    reports = sum(each.reports for each in others)
    joined = ReporterCount(reporter=OTHERS, reports=reports, reporters=len(others))
    return [*lines, joined]


def _tells_too_much(others: list[ReporterCount]) -> bool:
    few = sum(each.reports for each in others) < SMALLEST
    return bool(others) and (len(others) < _FEWEST_OTHERS or few)


def _reports(reader: Principal, since: date, until: date) -> list[ReporterCount]:
    first, after = (datetime.combine(day, time(), UTC) for day in (since, until))
    finished = Report.objects.filter(
        state=ReportState.FINISHED,
        is_test=False,
        closed_at__gte=first,
        closed_at__lt=after,
    )
    with acting(reader):
        rows = list(
            finished.values("origin", "platform__name").annotate(reports=Count("pk"))
        )
    return [
        ReporterCount(
            reporter=row["platform__name"] or ReportOrigin(row["origin"]).label,
            reports=row["reports"],
        )
        for row in rows
    ]


def _submissions(reader: Principal, since: date, until: date) -> list[ReporterCount]:
    months = figures(reader, since=since, until=until)
    sent = sum(month.submissions for month in months)
    return [ReporterCount(reporter=months[0].reporter, reports=sent)] if sent else []
