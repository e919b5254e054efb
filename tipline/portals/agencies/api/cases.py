"""The agency's cases: open, describe, note, give tasks, look at what matches."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from tipline.casework import cases as services
from tipline.casework import hints, notes
from tipline.casework import queries as casework
from tipline.casework.cases import CaseFacts, NewTask
from tipline.casework.errors import (
    CaseNumberTakenError,
    CaseworkIncompleteError,
    ChangedMeanwhileError,
)
from tipline.casework.queries import Evidence
from tipline.casework.queue import read_rows
from tipline.foundation.errors import NotFoundError
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.reports import ReportLine, lines_of
from tipline.portals.agencies.api.shapes import (
    Body,
    Done,
    Key,
    Line,
    Made,
    Moment,
    Query,
    Shape,
)
from tipline.portals.agencies.api.work import LogLine, NoteBody, Notes, notes_shape

CASE = "cases/<int:case_id>"


class CasesQuery(Query):
    """What the list of cases is narrowed to, and from where on."""

    state: Literal["open", "closed", "all"] = "open"
    text: Line = Field("", description="what number or title hold")
    officer: Key | None = Field(None, description="who leads it or works on it")
    after: Key | None = Field(None, description="next_after of the page before")


class CaseLine(Shape):
    """One case in the list."""

    case_id: int
    number: str
    title: str
    state: str
    lead: str
    due_on: date | None
    opened_at: Moment
    report_count: int
    open_tasks: int
    hints: int


class Cases(Shape):
    """A page of cases, the newest first; `next_after` is null at the end."""

    cases: list[CaseLine]
    next_after: int | None


class CaseBody(Body):
    """What is said of a case; `number` is the agency's own."""

    number: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]
    title: Line
    lead: Key | None = None
    members: Annotated[list[Key], Field(max_length=200)] = []
    due_on: date | None = None
    is_watched: bool = False


class CaseChange(CaseBody):
    """A case as it is to be, whole; `version` as it was read last."""

    state: Literal["open", "closed"]
    version: Key


class TaskShape(Shape):
    """Something that is to be done in a case."""

    task_id: int
    title: str
    assignee_id: int | None
    due_on: date | None
    done_at: Moment | None


class HintShape(Shape):
    """A report that shares identifiers of these kinds with reports of the case."""

    hint_id: int
    report_id: int
    version: int
    level: str
    incident_type: str
    kinds: list[str]
    noticed_at: Moment


class CaseLogLine(LogLine):
    """What somebody did in the case, and to which of its reports."""

    report_id: int | None


class EvidenceShape(Shape):
    """A file of the case's reports; `viewed_by_platform` is null where nobody said."""

    report_id: int
    file_id: str
    name: str
    sha256: str
    size_bytes: int
    viewed_by_platform: bool | None
    viewed_by_clearinghouse: bool
    may_open: bool


class EvidenceList(Shape):
    """The files of a case's reports, the most urgent report's first, up to 500."""

    files: list[EvidenceShape]


class CaseShape(Shape):
    """A case with its reports, tasks, matches, and what was done, the newest first."""

    case_id: int
    version: int
    number: str
    title: str
    state: str
    lead_id: int | None
    members: list[int]
    due_on: date | None
    is_watched: bool
    opened_at: Moment
    closed_at: Moment | None
    reports: list[ReportLine]
    tasks: list[TaskShape]
    hints: list[HintShape]
    log: list[CaseLogLine]


class TasksQuery(Query):
    """What the list of open tasks is narrowed to, and from where on."""

    assignee: Annotated[int, Field(ge=0)] | None = Field(
        None, description="whose they are; 0 nobody's"
    )
    due_before: date | None = Field(None, description="due earlier than this day")
    after: Key | None = Field(None, description="next_after of the page before")
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class OpenTask(Shape):
    """Something that is to be done, and in which case."""

    task_id: int
    case_id: int
    case_number: str
    title: str
    assignee_id: int | None
    due_on: date | None


class OpenTasks(Shape):
    """A page of open tasks, the oldest first; `next_after` is null at the end."""

    tasks: list[OpenTask]
    next_after: int | None


class TaskBody(Body):
    """What is to be done, by whom and until when."""

    title: Line
    assignee: Key | None = None
    due_on: date | None = None


@operation("GET", "cases", name="cases", group="Cases", asks=CasesQuery, answers=Cases)
def cases(call: Call, asked: CasesQuery) -> Cases:
    """List the agency's cases, the newest first."""
    page = casework.cases(
        call.principal,
        state="" if asked.state == "all" else asked.state,
        mine=asked.officer,
        text=asked.text,
        after=asked.after,
    )
    return Cases(
        cases=[CaseLine.model_validate(each) for each in page.lines],
        next_after=page.next_after,
    )


@operation(
    "POST",
    "cases",
    name="cases",
    group="Cases",
    asks=CaseBody,
    answers=Made,
    status=201,
    refuses=(CaseworkIncompleteError, CaseNumberTakenError),
)
def open_case(call: Call, asked: CaseBody) -> Made:
    """Open a case; reports are put into it by their work."""
    made = services.open_case(call.principal, _facts(asked, "open"), at=call.at)
    return Made(id=made.pk)


@operation(
    "GET",
    CASE,
    name="case",
    group="Cases",
    answers=CaseShape,
    refuses=(NotFoundError,),
)
def case(call: Call, case_id: int) -> CaseShape:
    """Give a case with its reports, tasks and matches, and its log."""
    asker = call.principal
    found = casework.read_case(asker, case_id)
    rows = read_rows(asker, casework.reports_of(asker, found))
    return CaseShape(
        case_id=found.pk,
        version=found.version,
        number=found.number,
        title=found.title,
        state=found.state,
        lead_id=found.lead_id,
        members=sorted(casework.member_ids(asker, found)),
        due_on=found.due_on,
        is_watched=found.is_watched,
        opened_at=found.opened_at,
        closed_at=found.closed_at,
        reports=lines_of(asker, rows),
        tasks=[
            TaskShape(
                task_id=task.pk,
                title=task.title,
                assignee_id=task.assignee_id,
                due_on=task.due_on,
                done_at=task.done_at,
            )
            for task in casework.tasks_of(asker, found)
        ],
        hints=[
            HintShape(
                hint_id=each.hint_id,
                report_id=each.report_id,
                version=each.version,
                level=each.level,
                incident_type=each.incident_type,
                kinds=list(each.kinds),
                noticed_at=each.noticed_at,
            )
            for each in hints.hints_of(asker, found)
        ],
        log=[
            CaseLogLine.model_validate(each)
            for each in casework.log_of_case(asker, found)
        ],
    )


@operation(
    "POST",
    CASE,
    name="case",
    group="Cases",
    asks=CaseChange,
    answers=CaseShape,
    refuses=(
        NotFoundError,
        CaseworkIncompleteError,
        CaseNumberTakenError,
        ChangedMeanwhileError,
    ),
)
def change_case(call: Call, asked: CaseChange, case_id: int) -> CaseShape:
    """Say anew what a case is; what is left out of the body is empty then."""
    services.change_case(
        call.principal,
        case_id,
        _facts(asked, asked.state),
        version=asked.version,
        at=call.at,
    )
    return case(call, case_id)


@operation(
    "GET",
    f"{CASE}/evidence",
    name="case-evidence",
    group="Cases",
    answers=EvidenceList,
    refuses=(NotFoundError,),
)
def evidence(call: Call, case_id: int) -> EvidenceList:
    """List the files of a case's reports: who viewed each, and what the gate says."""
    found = casework.read_case(call.principal, case_id)
    return EvidenceList(
        files=[
            _evidence(each) for each in casework.evidence_of_case(call.principal, found)
        ]
    )


def _evidence(found: Evidence) -> EvidenceShape:
    file = found.file
    return EvidenceShape(
        report_id=found.report_id,
        file_id=file.file_id,
        name=file.original_file_name or file.file_name,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        viewed_by_platform=file.details.viewed_by_platform if file.details else None,
        viewed_by_clearinghouse=bool(file.viewed_by_clearinghouse),
        may_open=file.gate.may_open,
    )


def _facts(said: CaseBody, state: str) -> CaseFacts:
    return CaseFacts(
        number=said.number,
        title=said.title,
        state=state,
        lead=said.lead,
        members=said.members,
        due_on=said.due_on,
        is_watched=said.is_watched,
    )


@operation(
    "GET",
    f"{CASE}/notes",
    name="case-notes",
    group="Cases",
    answers=Notes,
    refuses=(NotFoundError,),
)
def read_notes(call: Call, case_id: int) -> Notes:
    """List the notes on a case that the agency reads."""
    return notes_shape(notes.notes_on_case(call.principal, case_id))


@operation(
    "POST",
    f"{CASE}/notes",
    name="case-notes",
    group="Cases",
    asks=NoteBody,
    answers=Done,
    status=201,
    refuses=(NotFoundError, CaseworkIncompleteError),
)
def write_note(call: Call, asked: NoteBody, case_id: int) -> Done:
    """Write a note on a case; it stays as it is."""
    notes.note_on_case(
        call.principal, case_id, asked.text, is_private=False, at=call.at
    )
    return Done()


@operation(
    "POST",
    f"{CASE}/tasks",
    name="tasks",
    group="Cases",
    asks=TaskBody,
    answers=Done,
    status=201,
    refuses=(NotFoundError, CaseworkIncompleteError),
)
def add_task(call: Call, asked: TaskBody, case_id: int) -> Done:
    """Add something that is to be done in a case; the case has its number."""
    wanted = NewTask(title=asked.title, assignee=asked.assignee, due_on=asked.due_on)
    services.add_task(call.principal, case_id, wanted, at=call.at)
    return Done()


@operation(
    "GET",
    "tasks",
    name="open-tasks",
    group="Cases",
    asks=TasksQuery,
    answers=OpenTasks,
)
def open_tasks(call: Call, asked: TasksQuery) -> OpenTasks:
    """List what is to be done in all open cases of the agency."""
    page = casework.open_tasks(
        call.principal,
        assignee=asked.assignee,
        due_before=asked.due_before,
        after=asked.after,
        most=asked.limit,
    )
    return OpenTasks(
        tasks=[
            OpenTask(
                task_id=task.pk,
                case_id=task.case_id,
                case_number=task.case.number,
                title=task.title,
                assignee_id=task.assignee_id,
                due_on=task.due_on,
            )
            for task in page.tasks
        ],
        next_after=page.next_after,
    )


@operation(
    "POST",
    "tasks/<int:task_id>/completion",
    name="task-done",
    group="Cases",
    answers=Done,
    refuses=(NotFoundError,),
)
def finish_task(call: Call, task_id: int) -> Done:
    """Say that a task is done; the first time stays."""
    services.finish_task(call.principal, task_id, at=call.at)
    return Done()


@operation(
    "POST",
    "hints/<int:hint_id>/seen",
    name="hint-seen",
    group="Cases",
    answers=Done,
    refuses=(NotFoundError,),
)
def see_hint(call: Call, hint_id: int) -> Done:
    """Say that a match was looked at; the first time stays."""
    hints.set_aside(call.principal, hint_id, at=call.at)
    return Done()
