"""Open cases, change them, and say what is to be done in them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from tipline.casework.errors import (
    CaseNumberTakenError,
    CaseworkIncompleteError,
)
from tipline.casework.keeping import (
    colleague,
    note_in_log,
    own_case,
    require_unchanged,
)
from tipline.casework.models import Case, CaseMember, CaseState, LogKind, Task
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError, PermissionDeniedError
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.sentence import Sentence

NUMBER_MAX, TITLE_MAX = 60, 200
TASKS_MOST = 200


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What officers say of a case; `lead` and `members` are ids of their accounts."""

    number: str
    title: str
    state: str = CaseState.OPEN.value
    lead: int | None = None
    members: Collection[int] = ()
    due_on: date | None = None
    is_watched: bool = False


def open_case(officer: Principal, facts: CaseFacts, *, at: datetime) -> Case:
    """Open a case for the officer's agency; who opens it is a member.

    Raises:
        CaseworkIncompleteError: number or title is missing, or an officer is unknown.
        CaseNumberTakenError: the agency has a case with this number.
    """
    if officer.kind is not Kind.AGENCY:
        raise PermissionDeniedError
    with acting(officer):
        case = Case(
            agency_id=officer.organization_id,
            opened_at=at,
            changed_at=at,
            changed_by=officer.actor,
        )
        _say(officer, case, facts, at=at)
        _save(case, is_new=True)
        _set_members(officer, case, facts.members)
        note_in_log(officer, LogKind.OPENED, case_id=case.pk, at=at)
        audit.record(officer, "case.opened", f"case:{case.pk}")
    return case


def change_case(
    officer: Principal, case_id: int, facts: CaseFacts, *, version: int, at: datetime
) -> None:
    """Change what is said of a case.

    Raises:
        NotFoundError: no such case for this agency.
        ChangedMeanwhileError: a colleague was faster; nothing is written over.
        CaseworkIncompleteError, CaseNumberTakenError: as for a new one.
    """
    with acting(officer):
        case = own_case(officer, case_id, locked=True)
        require_unchanged(officer, case, version)
        before = case.state, case.due_on
        _say(officer, case, facts, at=at)
        case.version += 1
        case.changed_at, case.changed_by = at, officer.actor
        _save(case)
        _set_members(officer, case, facts.members)
        for kind, detail in _changes(case, *before):
            note_in_log(officer, kind, case_id=case.pk, detail=detail, at=at)
        audit.record(officer, "case.changed", f"case:{case.pk}", state=case.state)


def _changes(
    case: Case, state: str, due_on: date | None
) -> Iterator[tuple[LogKind, str]]:
    """Give what the log says of a change; `state` and `due_on` are as they were."""
    if case.state != state:
        yield LogKind.STATE, case.state
    if case.due_on != due_on:
        yield LogKind.DUE, str(case.due_on or "")
    if (case.state, case.due_on) == (state, due_on):
        yield LogKind.DESCRIBED, ""


def _say(officer: Principal, case: Case, facts: CaseFacts, *, at: datetime) -> None:
    case.number, case.title = facts.number.strip(), facts.title.strip()
    if not case.number or not case.title:
        raise CaseworkIncompleteError(
            problem=Sentence("A case needs a number and a title.")
        )
    if len(case.number) > NUMBER_MAX or len(case.title) > TITLE_MAX:
        raise CaseworkIncompleteError(
            problem=Sentence(
                "Use at most %(number)s characters for the number and %(title)s for the"
                " title.",
                number=str(NUMBER_MAX),
                title=str(TITLE_MAX),
            )
        )
    if facts.state not in CaseState.values:
        raise CaseworkIncompleteError(problem=Sentence("A case is open or closed."))
    if facts.state != case.state:
        case.closed_at = at if facts.state == CaseState.CLOSED else None
    case.state = facts.state
    case.lead = colleague(officer, facts.lead) if facts.lead else None
    case.due_on, case.is_watched = facts.due_on, facts.is_watched


def _save(case: Case, *, is_new: bool = False) -> None:
    try:
        with transaction.atomic():
            case.save(force_insert=is_new)
    except IntegrityError as error:
        raise CaseNumberTakenError(number=case.number) from error


def _set_members(officer: Principal, case: Case, people: Collection[int]) -> None:
    wanted = {colleague(officer, each).pk for each in people}
    present = set(case.members.values_list("person_id", flat=True))
    case.members.filter(person_id__in=present - wanted).delete()
    CaseMember.objects.bulk_create(
        CaseMember(case=case, person_id=each) for each in sorted(wanted - present)
    )


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """What is to be done, by whom and until when; None while nobody said."""

    title: str
    assignee: int | None = None
    due_on: date | None = None


def add_task(
    officer: Principal, case_id: int, wanted: NewTask, *, at: datetime
) -> None:
    """Add something that is to be done in a case.

    Raises:
        NotFoundError: no such case for this agency.
        CaseworkIncompleteError: it has no title, or the case has too many tasks.
    """
    with acting(officer):
        case = own_case(officer, case_id)
        title = wanted.title.strip()
        if not title or len(title) > TITLE_MAX:
            raise CaseworkIncompleteError(
                problem=Sentence(
                    "Say in up to %(most)s characters what is to be done.",
                    most=str(TITLE_MAX),
                )
            )
        if case.tasks.count() >= TASKS_MOST:
            raise CaseworkIncompleteError(
                problem=Sentence(
                    "A case has at most %(most)s tasks.", most=str(TASKS_MOST)
                )
            )
        assignee = colleague(officer, wanted.assignee) if wanted.assignee else None
        task = Task.objects.create(
            case=case,
            title=title,
            assignee=assignee,
            due_on=wanted.due_on,
            made_by=officer.actor,
            made_at=at,
        )
        said = f"task:{task.pk}"
        note_in_log(officer, LogKind.TASK, case_id=case.pk, detail=said, at=at)
        audit.record(officer, "case.task_added", f"case:{case.pk}", task=task.pk)


def finish_task(officer: Principal, task_id: int, *, at: datetime) -> int:
    """Say that a task is done; the first time stays. Gives its case.

    Raises:
        NotFoundError: no such task for this agency.
    """
    with acting(officer):
        rows = Task.objects.select_for_update(of=("self",)).filter(
            case__agency_id=officer.organization_id
        )
        task = rows.filter(pk=task_id).first() if task_id <= MAX_KEY else None
        if task is None or officer.kind is not Kind.AGENCY:
            raise NotFoundError
        if task.done_at is None:
            task.done_at, task.done_by = at, officer.actor
            task.save(update_fields=["done_at", "done_by"])
            said = f"task:{task.pk}"
            note_in_log(
                officer, LogKind.TASK_DONE, case_id=task.case_id, detail=said, at=at
            )
            audit.record(
                officer, "case.task_done", f"case:{task.case_id}", task=task.pk
            )
    return task.case_id
