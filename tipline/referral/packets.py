"""Hand a report's packet to an officer, in parts or whole, audited and receipted.

Nothing leaves unnoticed: that a part was asked for is in the audit, and committed,
before its first byte is sent, and the last piece of it is held back until the receipt,
with the size and SHA-256 of all bytes, is committed. A request without a receipt is
a download that broke off.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from tipline.files import keeping
from tipline.files import queries as files
from tipline.files.models import ReportedFile
from tipline.foundation.accounts.models import Person
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
)
from tipline.foundation.languages import SOURCE, Audience, offered_to
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake import supplements
from tipline.matching import queries as matching
from tipline.referral import queries, services
from tipline.referral.assembly import contents_for
from tipline.referral.models import Referral
from tipline.referral.packet.archive import packet_archive
from tipline.referral.packet.archive_names import entry_name
from tipline.referral.packet.contents import Enclosure, PacketContents, PacketFile
from tipline.referral.packet.parts import DOCUMENTS, DOCX, Part
from tipline.referral.packet.signature import Signer
from tipline.referral.packet_files import packet_file, seen_of
from tipline.viewing.gate import BasisKind, LegalBasis

REFERENCE_MAX = 200
STATEMENT_MAX = 2000

Clock = Callable[[], datetime]
Seal = Callable[[Iterable[bytes]], Iterator[bytes]]
ENCRYPTED = "application/octet-stream"
Completion = Callable[[PacketContents, Part], PacketContents]


def as_it_is(contents: PacketContents, _part: Part) -> PacketContents:
    """Leave a packet's contents as they are."""
    return contents


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


def receive_packet(  # noqa: PLR0913 - what is asked for, by whom, when, and how
    officer: Principal,
    person: Person,
    report_id: int,
    *,
    part: Part,
    at: datetime,
    clock: Clock,
    complete: Completion = as_it_is,
    seal: Seal | None = None,
    language: str = SOURCE.code,
) -> Download:
    """Prepare a part of a report's packet; its pieces must be taken after a commit.

    Args:
        officer: who receives it.
        person: the officer's account, with its organization.
        report_id: a report that was made available to the officer's agency.
        part: which part.
        at: when it was asked for; printed as the time of preparation.
        clock: tells the time when the last byte is ready.
        seal: encrypts the ZIP on its way; other parts stay as they are.
        complete: adds what other capabilities enclose, such as drafts of letters.
        language: the language of documents for people; files for programs have none.

    Raises:
        NotFoundError: absent, or not made available to the officer's agency; or there
            is no such part.
    """
    with acting(officer):
        contents = contents_for(officer, person, report_id, at=at)
        contents = complete(_in_language(contents, language), part)
        referral = queries.report_for(officer, report_id)
        pieces = _pieces(part, contents, _opener(officer, report_id))
        audit.record(
            officer,
            "packet.requested",
            f"report:{report_id}",
            part=part.value,
            language=language,
        )
    name, media_type = _named(part, contents)
    if seal and part is Part.ARCHIVE:
        pieces, name, media_type = seal(pieces), f"{name}.age", ENCRYPTED
    return Download(
        file_name=name,
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


def _in_language(contents: PacketContents, language: str) -> PacketContents:
    if language not in {each.code for each in offered_to(Audience.AGENCIES)}:
        raise InvalidRequestError
    recipient = replace(contents.prepared_for, language=language)
    return replace(contents, prepared_for=recipient)


def _named(part: Part, contents: PacketContents) -> tuple[str, str]:
    """Give a part's name, safe everywhere, and its media type."""
    if part is Part.ARCHIVE:
        return f"report-{contents.report_id}-packet.zip", "application/zip"
    if part in DOCUMENTS:
        document = DOCUMENTS[part]
        return document.saved_as.format(contents.report_id), document.media_type
    return _enclosed(part, contents).name, DOCX


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
        signer = Signer(settings.PACKET_SIGNING_SECRET)
        return packet_archive(contents, opener, signer=signer)
    if part in DOCUMENTS:
        return (DOCUMENTS[part].make(contents),)
    return (_enclosed(part, contents).content,)


def _enclosed(part: Part, contents: PacketContents) -> Enclosure:
    found = [each for each in contents.enclosures if each.part == part]
    if not found:
        raise NotFoundError
    return found[0]


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
