"""Hand a report's packet to an officer, in parts or whole, audited and receipted.

Nothing leaves unnoticed: that a part was asked for is in the audit, and committed,
before its first byte is sent, and the last piece of it is held back until the receipt,
with the size and SHA-256 of all bytes, is committed. A request without a receipt is
a download that broke off.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tipline.files import keeping
from tipline.files import queries as files
from tipline.files.models import ReportedFile
from tipline.foundation.accounts.models import Person
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import ConflictError, InvalidRequestError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake import supplements
from tipline.matching import queries as matching
from tipline.referral import queries, services
from tipline.referral.assembly import contents_for
from tipline.referral.models import Referral
from tipline.referral.packet.archive import entry_name, packet_archive
from tipline.referral.packet.contents import PacketContents, PacketFile
from tipline.referral.packet.pdf import packet_pdf
from tipline.referral.packet.police_json import packet_json
from tipline.referral.packet.tables import files_csv, ip_events_csv
from tipline.referral.packet_files import packet_file, seen_of
from tipline.viewing.gate import BasisKind, LegalBasis

REFERENCE_MAX = 200
STATEMENT_MAX = 2000

Clock = Callable[[], datetime]


class Part(StrEnum):
    """What can be downloaded of a packet; the values are in addresses and receipts."""

    ARCHIVE = "zip"
    PDF = "pdf"
    JSON = "json"
    IP_EVENTS = "ip-events"
    FILES = "files"


class LegalBasisNeededError(ConflictError):
    """The gate keeps the file's bytes, and no legal basis was stated."""

    code = "legal-basis-needed"
    sentence = "State the legal basis on which you open this file."


class LegalBasisIncompleteError(InvalidRequestError):
    """A legal basis was stated without its kind, its reference or its text."""

    code = "legal-basis-incomplete"
    sentence = "Choose a kind of legal basis, and give its reference and its text."


@dataclass(frozen=True, kw_only=True)
class Download:
    """Bytes on their way to an officer, under a name that is safe everywhere."""

    file_name: str
    media_type: str
    pieces: Iterator[bytes]


@dataclass(frozen=True, kw_only=True)
class StatedBasis:
    """What an officer says about the basis on which they open a file."""

    kind: BasisKind
    reference: str
    statement: str


def stated_basis(*, kind: str, reference: str, statement: str) -> StatedBasis | None:
    """Read a stated legal basis; None when nothing was stated.

    Raises:
        LegalBasisIncompleteError: a part is missing, unknown or too long.
    """
    reference, statement = reference.strip(), statement.strip()
    if not (kind or reference or statement):
        return None
    is_short = len(reference) <= REFERENCE_MAX and len(statement) <= STATEMENT_MAX
    if kind not in set(BasisKind) or not (reference and statement and is_short):
        raise LegalBasisIncompleteError
    return StatedBasis(kind=BasisKind(kind), reference=reference, statement=statement)


def receive_packet(
    officer: Principal,
    person: Person,
    report_id: int,
    *,
    part: Part,
    at: datetime,
    clock: Clock,
) -> Download:
    """Prepare a part of a report's packet; its pieces must be taken after a commit.

    Args:
        officer: who receives it.
        person: the officer's account, with its organization.
        report_id: a report that was made available to the officer's agency.
        part: which part.
        at: when it was asked for; printed as the time of preparation.
        clock: tells the time when the last byte is ready.

    Raises:
        NotFoundError: absent, or not made available to the officer's agency.
    """
    with acting(officer):
        contents = contents_for(officer, person, report_id, at=at)
        referral = queries.report_for(officer, report_id)
        pieces = _pieces(part, contents, _opener(officer, report_id))
        audit.record(
            officer, "packet.requested", f"report:{report_id}", part=part.value
        )
    name, media_type = _NAMES[part]
    return Download(
        file_name=name.format(report_id),
        media_type=media_type,
        pieces=_receipted(
            officer,
            referral,
            pieces,
            part=part.value,
            version=contents.version,
            clock=clock,
        ),
    )


_NAMES = {
    Part.ARCHIVE: ("report-{}-packet.zip", "application/zip"),
    Part.PDF: ("report-{}.pdf", "application/pdf"),
    Part.JSON: ("report-{}.json", "application/json"),
    Part.IP_EVENTS: ("report-{}-ip-events.csv", "text/csv; charset=utf-8"),
    Part.FILES: ("report-{}-files.csv", "text/csv; charset=utf-8"),
}


def receive_file(
    officer: Principal,
    report_id: int,
    file_id: str,
    *,
    basis: StatedBasis | None,
    at: datetime,
    clock: Clock,
) -> Download:
    """Prepare the bytes of one file, where the gate or a stated basis lets them pass.

    The basis is kept in the audit, word for word, and named in the receipt.

    Raises:
        NotFoundError: no such report or file for the officer's agency.
        LegalBasisNeededError: the gate keeps the file, and no basis was stated.
    """
    with acting(officer):
        referral = queries.report_for(officer, report_id)
        file = files.file_of(officer, report_id, file_id)
        matches = matching.matches_of(officer, report_id)
        seen = seen_of(officer, referral.report)
        version = supplements.version_of(officer, report_id)
        described, needed = packet_file(file, matches, seen), None
        if not described.gate.may_open:
            needed = basis
            stated = _on_record(officer, basis, at)
            described = packet_file(file, matches, seen, basis=stated)
        if not described.gate.may_open:
            raise LegalBasisNeededError
        audit.record(
            officer,
            "packet.requested",
            f"report:{report_id}",
            part="file",
            file=file.pk,
            gate=described.gate.standing.value,
            **_basis_details(needed),
        )
    label = f"file {file_id}" + (f" {needed.kind.value}" if needed else "")
    name = entry_name(described).removeprefix("files/")
    return Download(
        file_name=f"report-{report_id}-file-{name}",
        # Never a type that a browser would show: the officer saves it, and decides.
        media_type="application/octet-stream",
        pieces=_receipted(
            officer,
            referral,
            keeping.pieces_of(file),
            part=label,
            version=version,
            clock=clock,
        ),
    )


def _on_record(
    officer: Principal, basis: StatedBasis | None, at: datetime
) -> LegalBasis | None:
    if basis is None:
        return None
    return LegalBasis(
        kind=basis.kind.value,
        reference=basis.reference,
        recorded_at=at,
        recorded_by=officer.actor,
    )


def _basis_details(basis: StatedBasis | None) -> dict[str, str]:
    if basis is None:
        return {}
    return {
        "legal_basis": basis.kind.value,
        "legal_reference": basis.reference,
        "legal_statement": basis.statement,
    }


Opener = Callable[[PacketFile], Iterable[bytes]]


def _opener(officer: Principal, report_id: int) -> Opener:
    rows: dict[str, ReportedFile] = {
        file.file_id: file for file in files.files_of(officer, report_id)
    }
    return lambda file: keeping.pieces_of(rows[file.file_id])


def _pieces(part: Part, contents: PacketContents, opener: Opener) -> Iterable[bytes]:
    """Give a part's bytes; all but the archive are made before anything is sent."""
    if part is Part.ARCHIVE:
        return packet_archive(contents, opener)
    make = {
        Part.PDF: packet_pdf,
        Part.JSON: packet_json,
        Part.IP_EVENTS: ip_events_csv,
        Part.FILES: files_csv,
    }[part]
    return (make(contents),)


def _receipted(
    officer: Principal,
    referral: Referral,
    pieces: Iterable[bytes],
    *,
    part: str,
    version: int,
    clock: Clock,
) -> Iterator[bytes]:
    """Pass the pieces on; the last one only once the receipt is committed."""
    digest, size_bytes, held = hashlib.sha256(), 0, b""
    for piece in pieces:
        if not piece:
            continue
        digest.update(piece)
        size_bytes += len(piece)
        if held:
            yield held
        held = piece
    services.note_receipt(
        officer,
        referral,
        part=part,
        version=version,
        sha256=digest.hexdigest(),
        size_bytes=size_bytes,
        at=clock(),
    )
    if held:
        yield held
