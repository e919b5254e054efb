"""Work reports: their state, whose they are, when they are due, in which case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tipline.alerting import services as alerting
from tipline.casework.errors import CaseClosedError, CaseworkIncompleteError
from tipline.casework.keeping import (
    colleague,
    note_in_log,
    own_case,
    own_work,
    require_unchanged,
)
from tipline.casework.models import Case, CaseState, LogKind, Work, WorkState
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import TiplineError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.sentence import Sentence

BULK_MOST = 200
NOBODY = NO_CASE = 0


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is to become of reports; None leaves a thing as it is.

    `assignee` may be NOBODY and `case_id` NO_CASE; `clears_due` takes the date away.
    """

    state: str | None = None
    assignee: int | None = None
    due_on: date | None = None
    clears_due: bool = False
    case_id: int | None = None
    acknowledges: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether it asks for nothing."""
        return self == Change()


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A report that an officer chose, as it was when they saw it."""

    report_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class Left:
    """A report that a change left as it was, and why."""

    report_id: int
    refusal: TiplineError

    @property
    def why(self) -> str:
        """Say it in English, for programs."""
        return str(self.refusal)


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What became of a change of many reports."""

    done: tuple[int, ...]
    left: tuple[Left, ...]


def change_work(
    officer: Principal, mark: Mark, change: Change, *, at: datetime
) -> None:
    """Change how the officer's agency works one report.

    Raises:
        NotFoundError: no such report or case for this agency.
        ChangedMeanwhileError: a colleague was faster; nothing is written over.
        CaseworkIncompleteError: an unknown state or officer.
        CaseClosedError: the case takes no more reports.
    """
    with acting(officer):
        work = own_work(officer, mark.report_id, locked=True)
        require_unchanged(officer, work, mark.version)
        said = _apply(officer, work, change, at=at)
        audit.record(
            officer, "work.changed", f"report:{mark.report_id}", changed=sorted(said)
        )


def change_many(
    officer: Principal, marks: Sequence[Mark], change: Change, *, at: datetime
) -> Changed:
    """Change many reports; those that cannot be are left, each with the reason.

    Raises:
        CaseworkIncompleteError: nothing, or too much, is chosen or asked for.
    """
    if not marks or change.is_empty:
        raise CaseworkIncompleteError(
            problem=Sentence("Choose reports, and what is to become of them.")
        )
    if len(marks) > BULK_MOST:
        raise CaseworkIncompleteError(
            problem=Sentence(
                "Choose at most %(most)s reports at once.", most=str(BULK_MOST)
            )
        )
    done: list[int] = []
    left: list[Left] = []
    with acting(officer):
        # In one order, so that two officers never wait for each other in a ring.
        for mark in sorted(set(marks), key=lambda each: each.report_id):
            try:
                with transaction.atomic():
                    change_work(officer, mark, change, at=at)
            except TiplineError as refusal:
                left.append(Left(report_id=mark.report_id, refusal=refusal))
            else:
                done.append(mark.report_id)
        audit.record(
            officer,
            "work.changed_together",
            f"organization:{officer.organization_id}",
            done=len(done),
            left=len(left),
        )
    return Changed(done=tuple(done), left=tuple(left))


def _apply(
    officer: Principal, work: Work, change: Change, *, at: datetime
) -> dict[LogKind, str]:
    said = dict(_changes(officer, work, change, at=at))
    work.changed_at, work.changed_by = at, officer.actor
    work.version += 1
    work.save(
        update_fields=[
            "state",
            "assignee",
            "due_on",
            "case",
            "closed_at",
            "changed_at",
            "changed_by",
            "version",
        ]
    )
    for kind, detail in said.items():
        note_in_log(
            officer,
            kind,
            referral_id=work.pk,
            case_id=work.case_id,
            detail=detail,
            at=at,
        )
    if change.acknowledges:
        alerting.acknowledge_receipt(officer, work.report_id, at=at)
    return said


def _changes(
    officer: Principal, work: Work, change: Change, *, at: datetime
) -> Iterator[tuple[LogKind, str]]:
    """Change the row in memory; give what the log says of it."""
    if change.state is not None and change.state != work.state:
        work.state = _known_state(change.state)
        work.closed_at = at if work.state == WorkState.CLOSED else None
        yield LogKind.STATE, work.state
    if change.assignee is not None and change.assignee != (work.assignee_id or NOBODY):
        work.assignee = colleague(officer, change.assignee) if change.assignee else None
        yield LogKind.ASSIGNED, f"person:{change.assignee}"
    due_on = None if change.clears_due else change.due_on or work.due_on
    if due_on != work.due_on:
        work.due_on = due_on
        yield LogKind.DUE, str(due_on or "")
    if change.case_id is not None and change.case_id != (work.case_id or NO_CASE):
        yield _move(officer, work, change.case_id, at=at)
    if change.acknowledges and work.acknowledged_at is None:
        yield LogKind.ACKNOWLEDGED, ""


def _move(
    officer: Principal, work: Work, case_id: int, *, at: datetime
) -> tuple[LogKind, str]:
    """Put a report into a case, or out of the one that it is in."""
    if work.case:
        note_in_log(
            officer,
            LogKind.TAKEN_OUT,
            case_id=work.case_id,
            detail=f"report:{work.report_id}",
            at=at,
        )
    if case_id == NO_CASE:
        left, work.case = work.case_id, None
        return LogKind.TAKEN_OUT, f"case:{left}"
    work.case = _open_case(officer, case_id)
    return LogKind.GATHERED, f"report:{work.report_id}"


def _open_case(officer: Principal, case_id: int) -> Case:
    case = own_case(officer, case_id, locked=True)
    if case.state == CaseState.CLOSED:
        raise CaseClosedError(number=case.number)
    return case


def _known_state(state: str) -> str:
    if state not in WorkState.values:
        raise CaseworkIncompleteError(problem=Sentence("Choose one of the states."))
    return state
