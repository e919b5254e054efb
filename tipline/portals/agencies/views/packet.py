from functools import partial

from django.contrib import messages
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tipline.foundation.errors import NotFoundError
from tipline.foundation.languages import SOURCE
from tipline.paperwork import services as paperwork
from tipline.portals.agencies.asking import OfficerRequest
from tipline.portals.agencies.views.answers import answer_address
from tipline.referral.packet.parts import Part
from tipline.referral.packets import (
    Download,
    LegalBasisIncompleteError,
    LegalBasisNeededError,
    receive_file,
    receive_packet,
    stated_basis,
)
from tipline.sealing import services as sealing


def packet(request: OfficerRequest, report_id: int, part: str) -> HttpResponseBase:
    if part not in set(Part):
        raise NotFoundError
    download = receive_packet(
        request.principal,
        request.person,
        report_id,
        part=Part(part),
        at=timezone.now(),
        clock=timezone.now,
        seal=sealing.sealing(request.principal),
        complete=partial(
            paperwork.enclosing, officer=request.principal, address_of=answer_address
        ),
        language=request.POST.get("packet_language") or get_language() or SOURCE.code,
    )
    return _saved(download)


def file(request: OfficerRequest, report_id: int, file_id: str) -> HttpResponseBase:
    said = request.POST
    try:
        basis = stated_basis(
            kind=said.get("basis", ""),
            reference=said.get("reference", ""),
            statement=said.get("statement", ""),
        )
        download = receive_file(
            request.principal,
            report_id,
            file_id,
            basis=basis,
            at=timezone.now(),
            clock=timezone.now,
        )
    except (LegalBasisIncompleteError, LegalBasisNeededError):
        messages.error(
            request,
            _(
                "The file was not sent: choose a legal basis, and give its number and a"
                " sentence on what it covers."
            ),
        )
        return redirect("agencies:report", report_id)
    return _saved(download)


def _saved(download: Download) -> HttpResponseBase:
    """Send a download as something to save, piece by piece, never shown in place."""
    return StreamingHttpResponse(
        download.pieces,
        content_type=download.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{download.file_name}"',
        },
    )
