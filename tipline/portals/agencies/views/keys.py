from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.web.refusals import in_words
from tipline.portals.agencies.asking import OfficerRequest
from tipline.referral.packet.archive import VERIFIER
from tipline.referral.packet.signature import Signer
from tipline.sealing import queries, services
from tipline.sealing.age import FINGERPRINT_DIGITS, fingerprint_of
from tipline.sealing.errors import KeyRefusedError


def keys(request: OfficerRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    recipient = request.POST.get("recipient", "")
    fingerprint = request.POST.get("fingerprint", "")
    at = timezone.now()
    try:
        services.enter_key(request.principal, recipient, fingerprint=fingerprint, at=at)
    except KeyRefusedError as refusal:
        return _page(request, typed=recipient, problem=in_words(refusal))
    messages.success(request, _("Packets follow this from the next download on."))
    return redirect("agencies:keys")


def verifier(request: OfficerRequest) -> HttpResponse:
    del request
    return HttpResponse(
        VERIFIER.read_bytes(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="verify_packet.py"'},
    )


def _page(
    request: OfficerRequest, *, typed: str = "", problem: str = ""
) -> HttpResponse:
    key = queries.key_of(request.principal)
    context = {
        "key": key,
        "fingerprint": fingerprint_of(key.recipient) if key else "",
        "digits": FINGERPRINT_DIGITS,
        "typed": typed,
        "problem": problem,
        "public_key": Signer(settings.PACKET_SIGNING_SECRET).public_key,
    }
    status = 400 if problem else 200
    return render(request, "agencies/keys.html", context, status=status)
