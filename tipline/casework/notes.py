"""Notes of officers: private to who wrote them, or read by the whole agency."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from tipline.casework.errors import CaseworkIncompleteError
from tipline.casework.keeping import note_in_log, own_case, own_work
from tipline.casework.models import LogKind, Note
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.sentence import Sentence

TEXT_MAX = 5000
SHOWN_MOST = 200


@dataclass(frozen=True, kw_only=True)
class Written:
    """A note as an officer reads it."""

    text: str
    by: str
    is_private: bool
    at: datetime


def note_on_report(
    officer: Principal, report_id: int, text: str, *, is_private: bool, at: datetime
) -> None:
    """Write something down about a report.

    Raises:
        NotFoundError: no such report for this agency.
        CaseworkIncompleteError: nothing is written, or too much.
    """
    with acting(officer):
        work = own_work(officer, report_id)
        _write(officer, Note(referral_id=work.pk, text=text, is_private=is_private), at)
        audit.record(officer, "work.noted", f"report:{report_id}", private=is_private)


def note_on_case(
    officer: Principal, case_id: int, text: str, *, is_private: bool, at: datetime
) -> None:
    """Write something down about a case.

    Raises:
        NotFoundError: no such case for this agency.
        CaseworkIncompleteError: nothing is written, or too much.
    """
    with acting(officer):
        case = own_case(officer, case_id)
        _write(officer, Note(case_id=case.pk, text=text, is_private=is_private), at)
        audit.record(officer, "case.noted", f"case:{case_id}", private=is_private)


def _write(officer: Principal, note: Note, at: datetime) -> None:
    if note.is_private and officer.program:
        raise CaseworkIncompleteError(
            problem=Sentence("A program has no notes of its own.")
        )
    note.text = note.text.replace("\x00", "").strip()
    if not note.text or len(note.text) > TEXT_MAX:
        raise CaseworkIncompleteError(
            problem=Sentence("A note has 1 to %(most)s characters.", most=str(TEXT_MAX))
        )
    note.agency_id, note.author_id = officer.organization_id, officer.person_id
    note.at, note.program = at, officer.program
    with as_author(officer):
        note.save(force_insert=True)
    if not note.is_private:  # that there is a private one is its author's alone, too
        note_in_log(
            officer,
            LogKind.NOTED,
            referral_id=note.referral_id,
            case_id=note.case_id,
            at=at,
        )


def notes_on_report(officer: Principal, report_id: int) -> tuple[Written, ...]:
    """List the notes on a report that the officer may read, the newest first."""
    with acting(officer):
        work = own_work(officer, report_id)
        return _read(officer, Note.objects.filter(referral_id=work.pk))


def notes_on_case(officer: Principal, case_id: int) -> tuple[Written, ...]:
    """List the notes on a case that the officer may read, the newest first."""
    with acting(officer):
        case = own_case(officer, case_id)
        return _read(officer, Note.objects.filter(case=case))


def _read(officer: Principal, rows: QuerySet[Note]) -> tuple[Written, ...]:
    readable = Q(is_private=False)
    if not officer.program:  # what its officer keeps to themselves is not a program's
        readable |= Q(author_id=officer.person_id)
    rows = rows.filter(readable).select_related("author")
    with as_author(officer):
        return tuple(
            Written(
                text=note.text,
                by=by_whom(note.author.name, note.program),
                is_private=note.is_private,
                at=note.at,
            )
            for note in rows.order_by("-pk")[:SHOWN_MOST]
        )


def by_whom(officer: str, program: str) -> str:
    """Name who did a thing: an officer, or a program that one answers for."""
    return f"{program} ({officer})" if program else officer


@contextmanager
def as_author(officer: Principal) -> Iterator[None]:
    """Tell PostgreSQL which person asks: only so it shows a private note."""
    _tell("" if officer.program else str(officer.person_id))
    yield
    _tell("")


def _tell(person: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tipline.person', %s, true)", [person])
