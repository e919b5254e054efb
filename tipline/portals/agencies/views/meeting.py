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
from tipline.linking.digests import DIGESTED
from tipline.linking.identifiers import RAW_MAX, Kind
from tipline.portals.agencies.asking import OfficerRequest
from tipline.portals.agencies.portions import Part, part_of, portions

DESK_FIELDS = {"contact": 200, "phone": 60, "email": 254, "stance": 6}
HITS_SHOWN_WHOLE = 3  # of more, each is shown with fewer reports
ROWS_OF_MANY = 10
DIGESTS_MAX = 4000  # characters of the field

PARTS = {
    "members": Part("agencies/_cluster_members.html", 40, 150),
    "events": Part("agencies/_cluster_events.html", 40, 150),
    "shared": Part("agencies/_cluster_shared.html", 10, 25),
}


def search(request: OfficerRequest) -> HttpResponse:
    """Search the agency's own reports; the text never stands in an address."""
    text = request.POST.get("text", "")[: RAW_MAX + 1]
    asked = request.method == "POST"
    found = searching.search(request.principal, text) if asked else None
    is_many = found is not None and len(found.hits) > HITS_SHOWN_WHOLE
    context = {
        "text": text,
        "text_max": RAW_MAX,
        "found": found,
        "rows": ROWS_OF_MANY if is_many else searching.REPORTS_MOST,
        "posted": [("text", text)],
    }
    return render(request, "agencies/search.html", context)


def cluster(request: OfficerRequest, report_id: int) -> HttpResponse:
    found = queries.cluster_for(request.principal, report_id)
    lists = {name: getattr(found, name) for name in PARTS} if found else {}
    part = part_of(request.GET, PARTS) if found else None
    context = {
        "report_id": report_id,
        "cluster": found,
        "portions": portions(lists, PARTS, request.GET),
        "part_template": PARTS[part].template if part else None,
    }
    template = "agencies/cluster_part.html" if part else "agencies/cluster.html"
    return render(request, template, context)


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
        "digested": [kind.value for kind in Kind if kind in DIGESTED],
        **more,
    }
    return render(request, "agencies/deconfliction.html", context, status=status)
