"""What the page of a case shows, and a report's log, as tables to take along."""

from collections.abc import Iterable, Iterator

from tipline.casework import queries
from tipline.casework.exporting import QUEUE_HEAD, ROWS_MOST, Line, Table, queue_line
from tipline.casework.queries import Logged
from tipline.casework.queue import read_rows
from tipline.casework.wording import detail_for_people
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.referral.packet.tables import state_words
from tipline.referral.packet.wording import stamp

LOG_HEAD = ("time_utc", "done_by", "event", "detail", "report")
TASKS_HEAD = ("task", "assigned_to", "due", "done_utc")
TIMELINE_HEAD = ("time_utc", "event", "detail", "report")
EVIDENCE_HEAD = (
    "report",
    "file_name",
    "sha256",
    "viewed_by_platform",
    "viewed_by_clearinghouse",
    "may_open",
)


def case_table(officer: Principal, case_id: int, name: str) -> Table:
    """Give a table of a case by its name.

    Its lines raise NotFoundError where the case is not the agency's.

    Raises:
        NotFoundError: a case has no table of this name.
    """
    known = {
        "reports": (QUEUE_HEAD, _reports),
        "tasks": (TASKS_HEAD, _tasks),
        "timeline": (TIMELINE_HEAD, _timeline),
        "evidence": (EVIDENCE_HEAD, _evidence),
        "log": (LOG_HEAD, _log),
    }
    if name not in known:
        raise NotFoundError
    head, lines = known[name]
    return Table(
        name=f"case-{name}",
        head=head,
        lines=lines(officer, case_id),
        subject=f"case:{case_id}",
    )


def report_log_table(officer: Principal, report_id: int) -> Table:
    """Give what the officer's agency did with a report, the newest first."""
    return Table(
        name="report-log",
        head=LOG_HEAD,
        lines=_report_log(officer, report_id),
        subject=f"report:{report_id}",
    )


def _reports(officer: Principal, case_id: int) -> Iterator[Line]:
    """Give the reports as the queue gives its own, closed ones too."""
    case = queries.case_for(officer, case_id)
    numbers = queries.reports_of(officer, case, most=ROWS_MOST)
    yield from map(queue_line, read_rows(officer, numbers))


def _tasks(officer: Principal, case_id: int) -> Iterator[Line]:
    for task in queries.tasks_of(officer, queries.case_for(officer, case_id)):
        yield (
            task.title,
            task.assignee.name if task.assignee else None,
            task.due_on.isoformat() if task.due_on else None,
            stamp(task.done_at),
        )


def _timeline(officer: Principal, case_id: int) -> Iterator[Line]:
    case = queries.case_for(officer, case_id)
    for event in queries.timeline_of_case(officer, case):
        yield (stamp(event.at), event.kind, event.value, event.report_id)


def _evidence(officer: Principal, case_id: int) -> Iterator[Line]:
    case = queries.case_for(officer, case_id)
    for item in queries.evidence_of_case(officer, case, most=ROWS_MOST):
        details = item.file.details
        yield (
            item.report_id,
            item.file.original_file_name or item.file.file_name,
            item.file.sha256,
            state_words(details.viewed_by_platform if details else None),
            state_words(bool(item.file.viewed_by_clearinghouse)),
            state_words(item.file.gate.may_open),
        )


def _log(officer: Principal, case_id: int) -> Iterator[Line]:
    case = queries.case_for(officer, case_id)
    yield from _logged(queries.log_of_case(officer, case, most=ROWS_MOST))


def _report_log(officer: Principal, report_id: int) -> Iterator[Line]:
    yield from _logged(queries.log_of_report(officer, report_id, most=ROWS_MOST))


def _logged(entries: Iterable[Logged]) -> Iterator[Line]:
    for each in entries:
        detail = detail_for_people(each.detail)
        yield (stamp(each.at), each.by, each.kind, detail, each.report_id)
