"""An officer searches, reads a cluster, and learns who else works on the same."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.deconfliction import queries, services
from tipline.deconfliction.errors import (
    DeskIncompleteError,
    LookUpIncompleteError,
    LookUpLimitError,
)
from tipline.foundation.web.refusals import in_words
from tipline.linking import searching
from tipline.linking.identifiers import RAW_MAX
from tipline.portals.agencies.asking import OfficerRequest

DESK_FIELDS = {"contact": 200, "phone": 60, "email": 254, "stance": 6}
DIGESTS_MAX = 4000  # characters of the field


def search(request: OfficerRequest) -> HttpResponse:
    """Search the agency's own reports; the text never stands in an address."""
    text = request.POST.get("text", "")[: RAW_MAX + 1]
    asked = request.method == "POST"
    context = {
        "text": text,
        "text_max": RAW_MAX,
        "found": searching.search(request.principal, text) if asked else None,
        "posted": [("text", text)],
    }
    return render(request, "agencies/search.html", context)


def cluster(request: OfficerRequest, report_id: int) -> HttpResponse:
    context = {
        "report_id": report_id,
        "cluster": queries.cluster_for(request.principal, report_id),
    }
    return render(request, "agencies/cluster.html", context)


def others(request: OfficerRequest, report_id: int) -> HttpResponse:
    met = services.ask_about_report(request.principal, report_id, at=timezone.now())
    context = {"report_id": report_id, "met": met}
    return render(request, "agencies/others.html", context)


def deconfliction(request: OfficerRequest) -> HttpResponse:
    if request.method != "POST":
        return _board(request)
    digests = digests_of(request.POST)
    reference = request.POST.get("reference", "")
    try:
        found = services.look_up(
            request.principal, digests, reference=reference, at=timezone.now()
        )
    except (LookUpIncompleteError, LookUpLimitError) as refusal:
        sent = {"digests": "\n".join(digests), "reference": reference}
        status = refusal.http_status
        return _board(request, problem=in_words(refusal), sent=sent, status=status)
    posted = [("digests", "\n".join(found)), ("reference", reference)]
    return _board(request, found=found.items(), posted=posted)


def digests_of(said: QueryDict) -> list[str]:
    """Read the digests of a look-up, one a line."""
    return said.get("digests", "")[:DIGESTS_MAX].split()


def desk(request: OfficerRequest) -> HttpResponse:
    said = {
        name: request.POST.get(name, "").strip()[:most]
        for name, most in DESK_FIELDS.items()
    }
    try:
        services.set_desk(request.principal, said=said, at=timezone.now())
    except DeskIncompleteError as refusal:
        messages.error(request, in_words(refusal))
    else:
        messages.success(request, _("Kept."))
    return redirect("agencies:deconfliction")


def digest_key(request: OfficerRequest) -> HttpResponse:
    services.note_key_shown(request.principal)
    context = {"key": settings.DECONFLICTION_KEY.decode()}
    return render(request, "agencies/digest_key.html", context)


def _board(
    request: OfficerRequest, *, status: int = 200, **more: object
) -> HttpResponse:
    officer = request.principal
    context = {
        "desk": queries.desk_of(officer),
        "notices": queries.notices_for(officer),
        "look_ups": queries.look_ups_of(officer),
        "asked_today": queries.asked_today(officer, at=timezone.now()),
        "per_day": services.DIGESTS_PER_DAY,
        "most": services.DIGESTS_MOST,
        "reference_max": services.REFERENCE_MAX,
        **more,
    }
    return render(request, "agencies/deconfliction.html", context, status=status)
