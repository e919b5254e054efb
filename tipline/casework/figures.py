"""An agency's figures: what came, what is open, how long things take."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tipline.foundation.accounts.models import Person
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, statement

MONTHS_MOST = 36
# As sql/months.sql writes what was counted.
_MICROSECONDS, _DAYS, _DUE_SINCE = ">i8", ">i4", date(2000, 1, 1)
_MICROSECONDS_OF_HOUR = 3_600_000_000
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
    values = {
        "agency": officer.organization_id,
        "since": _first_day(today, min(max(months, 1), MONTHS_MOST)),
        "assignee": assignee,
    }
    with acting(officer):
        rows = all_rows(statement(_HERE, "figures"), values)
        cells = [_Cell._make(row) for row in rows]
        people = _people({cell.assignee_id for cell in cells if cell.assignee_id})
    whole, days = _Tally(), (today - _DUE_SINCE).days
    by: dict[str, dict[str, _Tally]] = {"month": {}, "level": {}, "incident": {}}
    by_person: dict[int | None, _Tally] = {}
    for cell in cells:
        whole.add(cell)
        by["month"].setdefault(f"{cell.month:%Y-%m}", _Tally()).add(cell)
        by["level"].setdefault(cell.level, _Tally()).add(cell)
        by["incident"].setdefault(cell.incident_type, _Tally()).add(cell)
        by_person.setdefault(cell.assignee_id, _Tally()).add(cell)
    month, level, incident = (
        tuple(each.figures(days, name=name) for name, each in sorted(found.items()))
        for found in by.values()
    )
    return Dashboard(
        whole=whole.figures(days, name=""),
        by_month=month,
        by_level=level,
        by_incident=incident,
        by_person=tuple(
            by_person[pk].figures(days, name=name, officer_id=pk, account=account)
            for pk, (name, account) in people.items()
            if pk in by_person
        ),
    )


def _people(ids: Collection[int]) -> dict[int | None, tuple[str, str]]:
    """Give names and e-mail addresses in their order, nobody's first.

    An account that the officer may not read is without a name.
    """
    rows = Person.objects.filter(pk__in=ids).order_by("name", "email")
    known = list(rows.values_list("pk", "name", "email"))
    nameless: list[int | None] = [None, *sorted(set(ids) - {pk for pk, _, _ in known})]
    found = dict.fromkeys(nameless, ("", ""))
    for pk, name, email in known:
        found[pk] = (name, email)
    return found


class _Cell(NamedTuple):
    """What is counted of one month, level, type of incident and officer.

    Times as `MonthFigures` has them.
    """

    month: date
    level: str
    incident_type: str
    assignee_id: int | None
    received: int
    acknowledged: bytes
    closed: bytes
    due: bytes


@dataclass
class _Tally:
    """What cells come to together."""

    received: int = 0
    acknowledged: list[bytes] = field(default_factory=list)
    closed: list[bytes] = field(default_factory=list)
    due: list[bytes] = field(default_factory=list)

    def add(self, cell: _Cell) -> None:
        """Count a cell, too."""
        self.received += cell.received
        self.acknowledged.append(cell.acknowledged)
        self.closed.append(cell.closed)
        self.due.append(cell.due)

    def figures(
        self, today: int, *, name: str, officer_id: int | None = None, account: str = ""
    ) -> Figures:
        """Give the figures, with medians over all cells."""
        closed = np.frombuffer(b"".join(self.closed), _MICROSECONDS)
        due = np.frombuffer(b"".join(self.due), _DAYS)
        return Figures(
            name=name,
            officer_id=officer_id,
            account=account,
            received=self.received,
            open=self.received - len(closed),
            overdue=int(np.count_nonzero(due < today)),
            closed=len(closed),
            hours_to_acknowledge=_hours(
                np.frombuffer(b"".join(self.acknowledged), _MICROSECONDS)
            ),
            hours_to_close=_hours(closed),
        )


def _first_day(today: date, months: int) -> date:
    """Give the first day of the earliest of so many months that end with this one."""
    index = today.year * 12 + today.month - months
    return date(index // 12, index % 12 + 1, 1)


def _hours(microseconds: NDArray[np.int64]) -> float | None:
    """Give the median in hours, to the tenth; None of nothing."""
    if not len(microseconds):
        return None
    return round(float(np.median(microseconds)) / _MICROSECONDS_OF_HOUR, 1)
