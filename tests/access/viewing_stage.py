"""What was viewed on the stage: Ana's looks at a file of each side, one withdrawn."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests import cast
from tipline.files.models import ReportedFile
from tipline.foundation.accounts.models import Person
from tipline.foundation.policy.scope import acting
from tipline.viewing.models import (
    BasisWithdrawal,
    Concern,
    Exposure,
    FileBasis,
    Hold,
    Preference,
    Ticket,
    Viewing,
)

LONG_AGO = datetime.now(UTC) - timedelta(days=2)


@dataclass(frozen=True)
class Seen:
    """The stage's ended hold, bases of both sides, and what waits for a supervisor."""

    hold_id: int
    bases: dict[str, int]
    concern_id: int
    sven_id: int


def build(file_ids: list[str], person: Person) -> Seen:
    """Leave behind what looks leave behind."""
    with acting(cast.STAGE):
        held = [_look(file_id, person) for file_id in file_ids]
        Preference.objects.create(person=person, grey=True, blur="strong")
        bases = {
            side: FileBasis.objects.get(file__file_id=file_id, withdrawal=None).pk
            for side, file_id in zip(("ours", "theirs"), file_ids, strict=True)
        }
        concern = Concern.objects.create(
            person=person, kind="many-previews", number=99, raised_at=LONG_AGO
        )
    return Seen(
        hold_id=held[0].pk, bases=bases, concern_id=concern.pk, sven_id=cast.sven().pk
    )


def _basis(file: ReportedFile, person: Person) -> FileBasis:
    return FileBasis.objects.create(
        file=file,
        kind="consent",
        reference="C-7",
        note="of the account's owner",
        recorded_by=person,
        recorded_at=LONG_AGO,
    )


def _look(file_id: str, person: Person) -> Hold:
    file = ReportedFile.objects.get(file_id=file_id)
    basis = _basis(file, person)
    held = Hold.objects.create(
        person=person,
        session_key="long over",
        file=file,
        severity="unknown",
        started_at=LONG_AGO,
        heard_at=LONG_AGO,
        lease_until=LONG_AGO,
        ended_at=LONG_AGO,
    )
    _shown(held, basis)
    BasisWithdrawal.objects.create(
        basis=basis, reason="abstract", withdrawn_by=person, withdrawn_at=LONG_AGO
    )
    _shown(held, _basis(file, person))
    Exposure.objects.create(
        at=LONG_AGO, person_id=person.pk, severity="unknown", seconds=1, hold_id=held.pk
    )
    return held


def _shown(held: Hold, basis: FileBasis) -> None:
    file, person = held.file, held.person
    ticket = Ticket.objects.create(
        person=person,
        session_key="long over",
        file=file,
        variant="clear",
        hold=held,
        ground="legal-basis",
        basis=basis,
        issued_at=LONG_AGO,
        expires_at=LONG_AGO,
        used_at=LONG_AGO,
    )
    Viewing.objects.create(
        ticket=ticket,
        file=file,
        person=person,
        viewer="AAAAAA",
        variant="clear",
        ground="legal-basis",
        basis=basis,
        at=LONG_AGO,
        size_bytes=1,
        sha256="0" * 64,
        served_bytes=1,
    )
