"""Packets in every format, and single files through the gate; each has a receipt."""

from functools import partial
from typing import Annotated

from django.http import StreamingHttpResponse
from django.utils import timezone
from pydantic import Field

from tipline.foundation.errors import NotFoundError
from tipline.foundation.languages import SOURCE
from tipline.paperwork import services as paperwork
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import Body, Language
from tipline.portals.agencies.views.answers import answer_address
from tipline.referral.packet.parts import Part
from tipline.referral.packets import (
    REFERENCE_MAX,
    STATEMENT_MAX,
    Download,
    LegalBasisIncompleteError,
    LegalBasisNeededError,
    receive_file,
    receive_packet,
    stated_basis,
)
from tipline.sealing import services as sealing
from tipline.viewing.gate import BasisKind


class BasisBody(Body):
    """The legal basis on which a file is opened, where the gate keeps it.

    All three, or none: what was viewed by the platform, or was public, needs none.
    """

    basis: BasisKind | None = None
    reference: Annotated[str, Field(max_length=REFERENCE_MAX)] = ""
    statement: Annotated[str, Field(max_length=STATEMENT_MAX)] = ""


class PacketBody(Body):
    """In which language documents for people are; files for programs have none."""

    language: Language = SOURCE.code


@operation(
    "POST",
    "reports/<int:report_id>/packets/<slug:part>",
    name="packet",
    group="Downloads",
    asks=PacketBody,
    refuses=(NotFoundError,),
)
def packet(
    call: Call, asked: PacketBody, *, report_id: int, part: str
) -> StreamingHttpResponse:
    """Download a part of a report's packet: zip, pdf, json, xlsx, tables, drafts.

    The parts are zip, pdf, json, xlsx, ip-events, files, vics-1-3, vics-2-0,
    first-report, preservation-letter, legal-process and mlat-request. The zip is
    encrypted if the agency gave a key. It is posted because it makes a receipt. What
    people read of it is in the language that the body names, English without one.
    """
    if part not in set(Part):
        raise NotFoundError
    download = receive_packet(
        call.principal,
        call.officer,
        report_id,
        part=Part(part),
        at=call.at,
        clock=timezone.now,
        seal=sealing.sealing(call.principal),
        complete=partial(
            paperwork.enclosing, officer=call.principal, address_of=answer_address
        ),
        language=asked.language,
    )
    return _saved(download)


@operation(
    "POST",
    "reports/<int:report_id>/files/<slug:file_id>",
    name="file",
    group="Downloads",
    asks=BasisBody,
    refuses=(NotFoundError, LegalBasisNeededError, LegalBasisIncompleteError),
)
def file(
    call: Call, asked: BasisBody, *, report_id: int, file_id: str
) -> StreamingHttpResponse:
    """Download the bytes of one file, where the gate or a stated basis lets them pass.

    The basis is kept in the audit word for word, and named in the receipt.
    """
    basis = stated_basis(
        kind=asked.basis or "", reference=asked.reference, statement=asked.statement
    )
    download = receive_file(
        call.principal,
        report_id,
        file_id,
        basis=basis,
        at=call.at,
        clock=timezone.now,
    )
    return _saved(download)


def _saved(download: Download) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        download.pieces,
        content_type=download.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{download.file_name}"',
        },
    )
