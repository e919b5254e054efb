"""How the agency works a report: state, assignee, due date, case, notes, receipts."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from tipline.alerting import services as alerting
from tipline.casework import handovers, notes, working
from tipline.casework import queries as casework
from tipline.casework.errors import (
    CaseClosedError,
    CaseworkIncompleteError,
    ChangedMeanwhileError,
)
from tipline.casework.working import BULK_MOST, Change, Mark
from tipline.foundation.errors import NotFoundError
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import (
    Body,
    Done,
    Key,
    Moment,
    Shape,
    State,
    Text,
)
from tipline.referral import queries as referral

REPORT = "reports/<int:report_id>"


class LogLine(Shape):
    """What somebody did, by name of the officer or the program."""

    at: Moment
    by: str
    kind: str
    detail: str


class Step(Shape):
    """One step of the report's way between agencies."""

    giver: str
    receiver: str
    kind: str
    state: str
    offered_at: Moment
    answered_at: Moment | None


class WorkShape(Shape):
    """How the agency works a report; `version` goes along with the next change."""

    report_id: int
    version: int
    state: str
    assignee_id: int | None
    due_on: date | None
    case_id: int | None
    acknowledged_at: Moment | None
    closed_at: Moment | None
    changed_at: Moment
    log: list[LogLine]
    chain: list[Step]


class ChangeBody(Body):
    """What is to become of it; what is left out, or null, stays as it is.

    `assignee` 0 is nobody, `case_id` 0 none; `clears_due` takes the due date away.
    """

    state: State | None = None
    assignee: Annotated[int, Field(ge=0)] | None = None
    due_on: date | None = None
    clears_due: bool = False
    case_id: Annotated[int, Field(ge=0)] | None = None
    acknowledges: bool = False


class WorkBody(ChangeBody):
    """A change of one report; `version` as it was read last."""

    version: Key


class MarkBody(Body):
    """A report, and its version as it was read last."""

    report_id: Key
    version: Key


class BulkBody(Body):
    """One change of many reports."""

    reports: Annotated[list[MarkBody], Field(min_length=1, max_length=BULK_MOST)]
    change: ChangeBody


class LeftShape(Shape):
    """A report that stayed as it is, and why."""

    report_id: int
    why: str


class Changed(Shape):
    """What was changed, and what was left."""

    done: list[int]
    left: list[LeftShape]


class NoteBody(Body):
    """A note that the whole agency reads."""

    text: Text


class NoteShape(Shape):
    """A note, and who wrote it."""

    text: str
    by: str
    at: Moment


class Notes(Shape):
    """Notes, the newest first; those that officers keep to themselves are left out."""

    notes: list[NoteShape]


class Receipt(Shape):
    """What somebody of the agency downloaded: which bytes, of which part, when."""

    part: str
    version: int
    sha256: str
    size_bytes: int
    program: str
    at: Moment


class Receipts(Shape):
    """Receipts, the newest first."""

    receipts: list[Receipt]


def change_of(said: ChangeBody) -> Change:
    """Give a change as the services take it."""
    return Change(
        state=said.state,
        assignee=said.assignee,
        due_on=said.due_on,
        clears_due=said.clears_due,
        case_id=said.case_id,
        acknowledges=said.acknowledges,
    )


def notes_shape(written: Sequence[notes.Written]) -> Notes:
    """Give notes as an answer."""
    return Notes(notes=[NoteShape(text=n.text, by=n.by, at=n.at) for n in written])


@operation(
    "GET",
    f"{REPORT}/work",
    name="work",
    group="Work",
    answers=WorkShape,
    refuses=(NotFoundError,),
)
def work(call: Call, report_id: int) -> WorkShape:
    """Say how the agency works a report, and what was done so far."""
    found = casework.work_on(call.principal, report_id)
    return WorkShape(
        report_id=report_id,
        version=found.version,
        state=found.state,
        assignee_id=found.assignee_id,
        due_on=found.due_on,
        case_id=found.case_id,
        acknowledged_at=found.acknowledged_at,
        closed_at=found.closed_at,
        changed_at=found.changed_at,
        log=[
            LogLine(at=each.at, by=each.by, kind=each.kind, detail=each.detail)
            for each in casework.log_of_report(call.principal, report_id)
        ],
        chain=[
            Step.model_validate(each)
            for each in handovers.chain_of(call.principal, report_id)
        ],
    )


@operation(
    "POST",
    f"{REPORT}/work",
    name="work",
    group="Work",
    asks=WorkBody,
    answers=WorkShape,
    refuses=(
        NotFoundError,
        ChangedMeanwhileError,
        CaseClosedError,
        CaseworkIncompleteError,
    ),
)
def change_work(call: Call, asked: WorkBody, report_id: int) -> WorkShape:
    """Change state, assignee, due date or case of a report, or acknowledge it.

    If a colleague changed it since `version`, nothing is written over: read it again.
    """
    mark = Mark(report_id=report_id, version=asked.version)
    working.change_work(call.principal, mark, change_of(asked), at=call.at)
    return work(call, report_id)


@operation(
    "POST",
    "work",
    name="bulk",
    group="Work",
    asks=BulkBody,
    answers=Changed,
    refuses=(CaseworkIncompleteError,),
)
def bulk(call: Call, asked: BulkBody) -> Changed:
    """Change many reports at once; those that cannot be are left, with the reason."""
    marks = [Mark(report_id=m.report_id, version=m.version) for m in asked.reports]
    changed = working.change_many(
        call.principal, marks, change_of(asked.change), at=call.at
    )
    return Changed(
        done=list(changed.done),
        left=[LeftShape.model_validate(each) for each in changed.left],
    )


@operation(
    "POST",
    f"{REPORT}/acknowledgement",
    name="acknowledgement",
    group="Work",
    answers=Done,
    refuses=(NotFoundError,),
)
def acknowledge(call: Call, report_id: int) -> Done:
    """Tell the clearinghouse that the agency has the report; the first time stays.

    An alarm of the agency about it ends: whoever is on duty is not called again.
    """
    alerting.acknowledge_receipt(call.principal, report_id, at=call.at)
    return Done()


@operation(
    "GET",
    f"{REPORT}/notes",
    name="notes",
    group="Work",
    answers=Notes,
    refuses=(NotFoundError,),
)
def read_notes(call: Call, report_id: int) -> Notes:
    """List the notes on a report that the agency reads."""
    return notes_shape(notes.notes_on_report(call.principal, report_id))


@operation(
    "POST",
    f"{REPORT}/notes",
    name="notes",
    group="Work",
    asks=NoteBody,
    answers=Done,
    status=201,
    refuses=(NotFoundError, CaseworkIncompleteError),
)
def write_note(call: Call, asked: NoteBody, report_id: int) -> Done:
    """Write a note on a report; it stays as it is."""
    notes.note_on_report(
        call.principal, report_id, asked.text, is_private=False, at=call.at
    )
    return Done()


@operation(
    "GET",
    f"{REPORT}/receipts",
    name="receipts",
    group="Work",
    answers=Receipts,
    refuses=(NotFoundError,),
)
def receipts(call: Call, report_id: int) -> Receipts:
    """List what the agency downloaded of a report."""
    held = referral.report_for(call.principal, report_id)
    found = referral.receipts_of(call.principal, held)
    return Receipts(receipts=[Receipt.model_validate(each) for each in found])
