"""What was viewed on the stage: one look of Ana's at a file of each side."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests import cast
from tipline.files.models import ReportedFile
from tipline.foundation.accounts.models import Person
from tipline.foundation.policy.scope import acting
from tipline.viewing.models import (
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
    """The stage's ended hold."""

    hold_id: int


def build(file_ids: list[str], person: Person) -> Seen:
    """Leave behind what looks leave behind."""
    with acting(cast.STAGE):
        held = [_look(file_id, person) for file_id in file_ids]
        Preference.objects.create(person=person, grey=True, blur="strong")
    return Seen(hold_id=held[0].pk)


def _look(file_id: str, person: Person) -> Hold:
    file = ReportedFile.objects.get(file_id=file_id)
    basis = FileBasis.objects.create(
        file=file,
        kind="consent",
        reference="C-7",
        note="of the account's owner",
        recorded_by=person,
        recorded_at=LONG_AGO,
    )
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
        at=LONG_AGO,
        size_bytes=1,
        sha256="0" * 64,
        served_bytes=1,
    )
    Exposure.objects.create(
        at=LONG_AGO, person_id=person.pk, severity="unknown", seconds=1, hold_id=held.pk
    )
    return held
