"""The days that count for an agency's reports, as a table to take along."""

from datetime import date

from tipline.casework.exporting import ROWS_MOST, Table
from tipline.foundation.policy.principal import Principal
from tipline.paperwork.queries import clocks_for

DUE_DATES_HEAD = ("due", "report", "kind", "addressee", "reference")


def due_dates_table(officer: Principal, *, today: date) -> Table:
    """Give the days as their page lists them, what expires next first."""
    lines = (
        (
            clock.due_on.isoformat(),
            clock.report_id,
            clock.kind,
            clock.addressee,
            clock.reference,
        )
        for clock in clocks_for(officer, today=today, most=ROWS_MOST)
    )
    return Table(name="due-dates", head=DUE_DATES_HEAD, lines=lines)
