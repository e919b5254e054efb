"""What every change of casework does: who may be named, what the log keeps."""

from datetime import datetime

from tipline.casework.errors import CaseworkIncompleteError, ChangedMeanwhileError
from tipline.casework.models import Case, LogEntry, LogKind, Work
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts.models import Person
from tipline.foundation.errors import NotFoundError
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.sentence import Sentence


def colleague(officer: Principal, asked: int) -> Person:
    """Give an officer of the same agency who can sign in.

    Raises:
        CaseworkIncompleteError: there is none of this id.
    """
    rows = Person.objects.filter(
        organization_id=officer.organization_id, suspended_at=None
    )
    found = rows.filter(pk=asked).first() if asked <= MAX_KEY else None
    if found is None:
        raise CaseworkIncompleteError(
            problem=Sentence("Choose an officer of your agency.")
        )
    return found


def own_case(officer: Principal, case_id: int, *, locked: bool = False) -> Case:
    """Give a case of the officer's agency; `locked` for a change.

    Raises:
        NotFoundError: no such case, or another agency's: the same answer.
    """
    rows = Case.objects.filter(agency_id=officer.organization_id)
    if officer.kind is not Kind.AGENCY or case_id > MAX_KEY:
        raise NotFoundError
    if locked:
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("lead").filter(pk=case_id).first()
    if found is None:
        raise NotFoundError
    return found


def own_work(officer: Principal, report_id: int, *, locked: bool = False) -> Work:
    """Give how the officer's agency works a report; `locked` for a change.

    Raises:
        NotFoundError: no such report, or not the agency's: the same answer.
    """
    rows = Work.objects.filter(agency_id=officer.organization_id, ended_at=None)
    if officer.kind is not Kind.AGENCY or report_id > MAX_KEY:
        raise NotFoundError
    if locked:
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("case", "assignee").filter(report_id=report_id).first()
    if found is None:
        raise NotFoundError
    return found


def require_unchanged(officer: Principal, row: Case | Work, version: int) -> None:
    """Refuse to write over what a colleague wrote since the page was shown.

    Raises:
        ChangedMeanwhileError: names the colleague and the time.
    """
    if row.version == version:
        return
    names = accounts.names_of(officer, [row.changed_by])
    raise ChangedMeanwhileError(
        who=names.get(row.changed_by, Sentence("A colleague")),
        when=f"{row.changed_at:%H:%M} UTC",
    )


def note_in_log(
    officer: Principal,
    kind: LogKind,
    *,
    referral_id: int | None = None,
    case_id: int | None = None,
    detail: str = "",
    at: datetime,
) -> None:
    """Add a line to the log of a report, of a case, or of both."""
    LogEntry.objects.create(
        agency_id=officer.organization_id,
        referral_id=referral_id,
        case_id=case_id,
        kind=kind,
        detail=detail,
        actor=officer.actor,
        at=at,
    )
