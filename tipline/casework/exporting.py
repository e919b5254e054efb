"""An agency's tables as CSV and XLSX: no cell is ever run by a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import islice

from django.utils.translation import gettext_lazy as _

from tipline.casework import queries
from tipline.casework.figures import Dashboard, Figures
from tipline.casework.handovers import handovers
from tipline.casework.queue import QueueFilters, QueueRow, queue_for
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.wording import Words
from tipline.referral.packet.parts import XLSX
from tipline.referral.packet.spreadsheet import Sheet, workbook_of
from tipline.referral.packet.tables import Cell, neutral
from tipline.referral.packet.wording import in_english, stamp

ROWS_MOST = 5000
_AT_ONCE = 500
Line = tuple[Cell, ...]

QUEUE_HEAD = (
    "report",
    "priority",
    "designation",
    "incident",
    "platform",
    "files",
    "completeness",
    "received_utc",
    "made_available_utc",
    "first_opened_utc",
    "acknowledged_utc",
    "state",
    "assigned_to",
    "due",
    "case",
)
CASES_HEAD = (
    "case",
    "title",
    "state",
    "lead",
    "reports",
    "open_tasks",
    "due",
    "opened_utc",
)
HANDOVERS_HEAD = ("given", "agency", "kind", "state", "reports", "case", "offered_utc")
FIGURES_HEAD = (
    "by",
    "name",
    "account",
    "received",
    "open",
    "overdue",
    "closed",
    "median_hours_to_acknowledge",
    "median_hours_to_close",
)


# What the columns are called in a workbook; in CSV they have the names at the left.
TITLES: dict[str, Words] = {
    "report": _("Report"),
    "priority": _("Priority"),
    "designation": _("Designation"),
    "incident": _("Incident type"),
    "platform": _("Platform"),
    "files": _("Files"),
    "completeness": _("Completeness"),
    "received_utc": _("Received, UTC"),
    "made_available_utc": _("Made available, UTC"),
    "first_opened_utc": _("First opened, UTC"),
    "acknowledged_utc": _("Acknowledged, UTC"),
    "state": _("State"),
    "assigned_to": _("Assigned to"),
    "due": _("Due"),
    "case": _("Case"),
    "title": _("Title"),
    "lead": _("Lead"),
    "reports": _("Reports"),
    "open_tasks": _("Open tasks"),
    "opened_utc": _("Opened, UTC"),
    "given": _("Given by your agency"),
    "agency": _("Agency"),
    "kind": _("Kind"),
    "offered_utc": _("Offered, UTC"),
    "by": _("Counted by"),
    "name": _("Name"),
    "account": _("Account"),
    "received": _("Received"),
    "open": _("Open"),
    "overdue": _("Overdue"),
    "closed": _("Closed"),
    "median_hours_to_acknowledge": _("Median hours to acknowledge"),
    "median_hours_to_close": _("Median hours to close"),
    "addressee": _("Addressee"),
    "reference": _("Reference"),
    "time_utc": _("Time, UTC"),
    "done_by": _("By"),
    "event": _("Event"),
    "detail": _("Details"),
    "task": _("What is to be done"),
    "done_utc": _("Done, UTC"),
    "file_name": _("Filename"),
    "sha256": _("SHA-256"),
    "viewed_by_platform": _("Viewed by the platform"),
    "viewed_by_clearinghouse": _("Viewed by the clearinghouse"),
    "may_open": _("May be opened"),
}


class Form(StrEnum):
    """What a table is exported as; the values are in addresses and names of files."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES: dict[Form, str] = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: XLSX,
}


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of the portal: its name, its columns, and its lines when asked for.

    `subject` is what the audit says it is about, the agency unless it is named, and
    `titles` name columns that are its own; one without is called as it stands.
    """

    name: str
    head: tuple[str, ...]
    lines: Iterable[Line]
    subject: str = ""
    titles: Mapping[str, Words] = field(default_factory=dict)


def export(officer: Principal, table: Table, *, form: Form, at: datetime) -> bytes:
    """Give a table in a form: the same rows and columns in each, and an audit entry.

    Its words are in the officer's language, in CSV English: programs read it.
    """
    with acting(officer), in_english() if form is Form.CSV else nullcontext():
        lines = list(islice(table.lines, ROWS_MOST))
        audit.record(
            officer,
            "table.exported",
            table.subject or f"organization:{officer.organization_id}",
            table=table.name,
            rows=len(lines),
            form=form.value,
        )
    return _csv(table, lines) if form is Form.CSV else _xlsx(table, lines, at)


def queue_table(officer: Principal, filters: QueueFilters) -> Table:
    """Give the queue as it is narrowed, up to ROWS_MOST rows."""
    return Table(name="queue", head=QUEUE_HEAD, lines=_queue_lines(officer, filters))


def cases_table(officer: Principal) -> Table:
    """Give all cases of the agency, up to ROWS_MOST."""
    return Table(name="cases", head=CASES_HEAD, lines=_case_lines(officer))


def handovers_table(officer: Principal) -> Table:
    """Give what was handed on, by whom and what became of it, up to ROWS_MOST."""
    return Table(name="handovers", head=HANDOVERS_HEAD, lines=_handover_lines(officer))


def figures_table(shown: Dashboard) -> Table:
    """Give the figures as they are shown, one line for each month, level and so on."""
    sorts = {
        "all": (shown.whole,),
        "month": shown.by_month,
        "level": shown.by_level,
        "incident": shown.by_incident,
        "officer": shown.by_person,
    }
    lines = (_figures_line(by, each) for by, found in sorts.items() for each in found)
    return Table(name="figures", head=FIGURES_HEAD, lines=lines)


def _csv(table: Table, lines: Iterable[Line]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(table.head)
    writer.writerows([neutral(cell) for cell in line] for line in lines)
    return buffer.getvalue().encode("utf-8", errors="replace")


def _xlsx(table: Table, lines: Iterable[Line], at: datetime) -> bytes:
    titles = {**TITLES, **table.titles}
    head = tuple(str(titles.get(column, column)) for column in table.head)
    sheet = Sheet(name=table.name, head=head, rows=lines)
    return workbook_of((sheet,), title=table.name, at=at)


def _handover_lines(officer: Principal) -> Iterator[Line]:
    for each in handovers(officer, most=ROWS_MOST):
        yield (
            "yes" if each.is_given else "no",
            each.other,
            each.kind,
            each.state,
            " ".join(str(told.report_id) for told in each.reports),
            each.case_title,
            _stamp(each.offered_at),
        )


def _queue_lines(officer: Principal, filters: QueueFilters) -> Iterator[Line]:
    after: str | None = ""
    for _page in range(ROWS_MOST // _AT_ONCE):
        page = queue_for(officer, filters=filters, after=after or "", most=_AT_ONCE)
        yield from (queue_line(row) for row in page.rows)
        after = page.next_after
        if after is None:
            return


def queue_line(row: QueueRow) -> Line:
    """Give the cells of a report under QUEUE_HEAD."""
    return (
        row.report_id,
        row.priority,
        row.designation,
        row.incident_type,
        row.platform or row.origin,
        row.file_count,
        row.completeness,
        _stamp(row.received_at),
        _stamp(row.made_available_at),
        _stamp(row.first_opened_at),
        _stamp(row.acknowledged_at),
        row.state,
        row.assignee,
        _day(row.due_on),
        row.case_number,
    )


def _case_lines(officer: Principal) -> Iterator[Line]:
    page = queries.cases(officer, state="", most=ROWS_MOST)
    for line in page.lines:
        yield (
            line.number,
            line.title,
            line.state,
            line.lead,
            line.report_count,
            line.open_tasks,
            _day(line.due_on),
            _stamp(line.opened_at),
        )


def _figures_line(by: str, each: Figures) -> Line:
    hours = (each.hours_to_acknowledge, each.hours_to_close)
    said = tuple(None if value is None else str(value) for value in hours)
    counts = (each.received, each.open, each.overdue, each.closed)
    return (by, each.name, each.account, *counts, *said)


def _stamp(at: datetime | None) -> str | None:
    return stamp(at) if at else None


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
