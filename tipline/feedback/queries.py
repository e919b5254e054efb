"""Answers for their agency, and counts for everybody else."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import TruncMonth

from tipline.feedback.answers import CLEARS, CloseReason, Status
from tipline.feedback.hiding import SMALLEST, Shown, hidden
from tipline.feedback.models import Feedback
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting

MOST_MONTHS = 24


def answers_of(officer: Principal, report_id: int) -> list[Feedback]:
    """List what the officer's agency answered for a report, the newest first."""
    with acting(officer):
        rows = Feedback.objects.filter(
            report_id=report_id, organization_id=officer.organization_id
        )
        return list(rows.order_by("-pk"))


def ground_of(answers: list[Feedback]) -> str | None:
    """Give the ground of a clearance that the newest answer suggests, if any."""
    return CLEARS.get(answers[0].close_reason) if answers else None


@dataclass(frozen=True, kw_only=True)
class Month:
    """What agencies answered in one month on a platform's reports, made safe."""

    first_on: date
    statuses: Shown
    reasons: Shown
    useful: Shown


def outcomes_for(platform: Principal, *, at: datetime) -> tuple[Month, ...]:
    """Give a platform its months that are over, the newest first.

    The rows are counted as the clearinghouse, by the platform's own number, and leave
    this function only as tables in which no single report shows.
    """
    until = at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    since = until.replace(year=until.year - MOST_MONTHS // 12)
    with acting(Principal(kind=Kind.CLEARINGHOUSE, actor=platform.actor)):
        rows = Feedback.objects.filter(
            platform_id=platform.organization_id, said_at__gte=since, said_at__lt=until
        ).annotate(month=TruncMonth("said_at", tzinfo=UTC))
        # Of each agency's answers for a report the last of the month, no later one:
        # else a month that is over would change, and two looks would tell of one.
        same = Feedback.objects.filter(
            report_id=OuterRef("report_id"), organization_id=OuterRef("organization_id")
        ).annotate(month=TruncMonth("said_at", tzinfo=UTC))
        last = same.filter(month=OuterRef("month")).order_by("-pk").values("pk")[:1]
        found = list(
            rows.filter(pk=Subquery(last))
            .values_list("month", "status", "close_reason", "was_useful")
            .annotate(number=Count("pk"))
        )
    months = sorted({month for month, *_ in found}, reverse=True)
    return tuple(
        _month(month, [row for row in found if row[0] == month]) for month in months
    )


_Row = tuple[datetime, str, str, bool | None, int]


def _month(month: datetime, rows: list[_Row]) -> Month:
    statuses: Counter[str] = Counter({each.value: 0 for each in Status})
    reasons: Counter[str] = Counter({each.value: 0 for each in CloseReason})
    useful: Counter[str] = Counter({"yes": 0, "no": 0})
    for _, status, reason, was_useful, number in rows:
        statuses[status] += number
        if reason:
            reasons[reason] += number
        if was_useful is not None:
            useful["yes" if was_useful else "no"] += number
    shown = hidden(statuses)
    return Month(
        first_on=month.date(),
        statuses=shown,
        # The reasons add up to what is closed: where that is hidden, so are they.
        reasons=_within(shown.counts[Status.CLOSED.value], reasons),
        useful=hidden(useful),
    )


def _within(whole: int | None, counts: Counter[str]) -> Shown:
    if whole is None or whole < SMALLEST:
        return Shown(None, dict.fromkeys(counts))
    return hidden(counts)


def counts(
    reader: Principal, *, since: datetime, until: datetime
) -> dict[tuple[str, str, str], int]:
    """Count answers by kind of agency, status and close reason, for the statistics.

    Every answer counts once for its report and agency, as it last was in the time.
    """
    with acting(reader):
        rows = Feedback.objects.filter(said_at__gte=since, said_at__lt=until)
        newest = rows.filter(
            report_id=OuterRef("report_id"), organization_id=OuterRef("organization_id")
        )
        found = (
            rows.filter(pk=Subquery(newest.order_by("-pk").values("pk")[:1]))
            .values_list("organization__agency__kind", "status", "close_reason")
            .annotate(number=Count("pk"))
        )
        return {(kind, status, why): number for kind, status, why, number in found}
