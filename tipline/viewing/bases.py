"""Put legal bases on record, and withdraw them; neither is ever changed."""

from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.scope import acting
from tipline.viewing import queries
from tipline.viewing.errors import (
    AlreadyWithdrawnError,
    BasisIncompleteError,
    ReasonMissingError,
)
from tipline.viewing.gate import BasisKind
from tipline.viewing.models import BasisWithdrawal, FileBasis, Hold
from tipline.viewing.services import Viewer, end_hold
from tipline.viewing.terms import Terms

REFERENCE_MAX = 200
NOTE_MAX = 2000


def record_basis(  # noqa: PLR0913 - a basis has as many parts
    viewer: Viewer,
    report_id: int,
    file_id: str,
    *,
    kind: str,
    reference: str,
    note: str,
    until: datetime | None,
    terms: Terms,
    at: datetime,
) -> FileBasis:
    """Put on record why a file may be opened. The caller asks for the passkey first.

    Raises:
        NotFoundError: no such file of a finished report.
        BasisIncompleteError: a part is missing, too long, over, or not accepted here.
    """
    reference, note = reference.strip(), note.strip()
    is_said = 0 < len(reference) <= REFERENCE_MAX and 0 < len(note) <= NOTE_MAX
    is_over = until is not None and until <= at
    if kind not in terms.policy.kinds or not is_said or is_over:
        raise BasisIncompleteError
    actor = viewer.principal
    with acting(actor):
        sight = queries.sight_of(actor, report_id, file_id, terms=terms, at=at)
        basis = FileBasis.objects.create(
            file=sight.file,
            kind=BasisKind(kind).value,
            reference=reference,
            note=note,
            until=until,
            recorded_by=viewer.person,
            recorded_at=at,
        )
        audit.record(
            actor,
            "legal_basis.recorded",
            f"report:{report_id}",
            file=sight.file.pk,
            basis=basis.pk,
            kind=basis.kind,
            reference=reference,
            until=until,
        )
    return basis


def withdraw_basis(
    viewer: Viewer,
    report_id: int,
    basis_id: int,
    *,
    reason: str,
    terms: Terms,
    at: datetime,
) -> BasisWithdrawal:
    """Say that a basis does not hold; the record of it stays, and so does the history.

    It opens nothing from now on, and what was viewed on it is no ground to view again.
    Pictures that are held clear on it are hidden at their next heartbeat. The caller
    asks for the passkey first.

    Raises:
        NotFoundError: no such basis of a file of a finished report.
        ReasonMissingError: nothing, or too much, is said of why.
        AlreadyWithdrawnError: somebody was faster.
    """
    reason = reason.strip()
    if not 0 < len(reason) <= NOTE_MAX:
        raise ReasonMissingError
    actor = viewer.principal
    with acting(actor):
        basis = queries.basis_of(actor, report_id, basis_id)
        withdrawal, is_first = BasisWithdrawal.objects.get_or_create(
            basis=basis,
            defaults={
                "reason": reason,
                "withdrawn_by": viewer.person,
                "withdrawn_at": at,
            },
        )
        if not is_first:
            raise AlreadyWithdrawnError
        for held in Hold.objects.filter(ended_at=None, ticket__basis=basis):
            end_hold(actor, held, terms=terms, at=at)
        audit.record(
            actor,
            "legal_basis.withdrawn",
            f"report:{report_id}",
            file=basis.file_id,
            basis=basis.pk,
            reason=reason,
        )
    return withdrawal
