"""An agency's figures: what came, what is open, how long things take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, statement

MONTHS_MOST = 36
_HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Counts of reports, and medians in hours; None where nothing is to be measured.

    `name` is what the line is about: a level, an incident type of the wire, a month
    such as 2026-11, or an officer's name (empty for nobody's). Of an officer it has the
    account's id and e-mail address as well: two may have one name.
    """

    name: str
    officer_id: int | None = None
    account: str = ""
    received: int
    open: int
    overdue: int
    closed: int
    hours_to_acknowledge: float | None
    hours_to_close: float | None


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """An agency's figures of the reports made available since a day."""

    whole: Figures
    by_month: tuple[Figures, ...]
    by_level: tuple[Figures, ...]
    by_incident: tuple[Figures, ...]
    by_person: tuple[Figures, ...]


def dashboard(
    officer: Principal, *, months: int, today: date, assignee: int | None = None
) -> Dashboard:
    """Give the figures of the officer's agency.

    Args:
        officer: who asks.
        months: how many, the running one included; at most MONTHS_MOST.
        today: what was due earlier and is not closed is overdue.
        assignee: only what is assigned to this officer; None for all.
    """
    since = _first_day(today, min(max(months, 1), MONTHS_MOST))
    values = {
        "agency": officer.organization_id,
        "since": datetime.combine(since, time(), UTC),
        "today": today,
        "assignee": assignee,
    }
    with acting(officer):
        rows = all_rows(statement(_HERE, "figures"), values)
    by_sort: dict[str, list[Figures]] = {}
    for sort, *line in rows:
        by_sort.setdefault(str(sort), []).append(_figures(line))
    whole = by_sort.get("whole") or [_figures(["", None, "", 0, 0, 0, 0, None, None])]
    return Dashboard(
        whole=whole[0],
        by_month=tuple(by_sort.get("month", ())),
        by_level=tuple(by_sort.get("level", ())),
        by_incident=tuple(by_sort.get("incident", ())),
        by_person=tuple(by_sort.get("person", ())),
    )


def _first_day(today: date, months: int) -> date:
    """Give the first day of the earliest of so many months that end with this one."""
    index = today.year * 12 + today.month - months
    return date(index // 12, index % 12 + 1, 1)


def _figures(line: Iterable[object]) -> Figures:
    name, officer_id, account, *counted = line
    received, is_open, overdue, closed, acknowledge, close = counted
    return Figures(
        name=str(name),
        officer_id=None if officer_id is None else int(str(officer_id)),
        account=str(account),
        received=int(str(received)),
        open=int(str(is_open)),
        overdue=int(str(overdue)),
        closed=int(str(closed)),
        hours_to_acknowledge=_hours(acknowledge),
        hours_to_close=_hours(close),
    )


def _hours(value: object) -> float | None:
    return None if value is None else round(float(str(value)), 1)
