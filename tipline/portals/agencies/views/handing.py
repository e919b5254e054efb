from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.casework import handing
from tipline.casework import handovers as queries
from tipline.casework import queries as casework
from tipline.casework.errors import (
    HandoverIncompleteError,
    HandoverNeedsReleaseError,
    HandoverOverError,
)
from tipline.casework.handing import Answer, Offer
from tipline.foundation.keys import read_number
from tipline.foundation.web.refusals import in_words
from tipline.portals.agencies.asking import OfficerRequest

PLACES = 4


def handovers(request: OfficerRequest) -> HttpResponse:
    lines = queries.handovers(
        request.principal, after=read_number(request.GET.get("after"))
    )
    is_more = len(lines) == queries.PAGE_SIZE
    context = {
        "lines": lines,
        "next_after": lines[-1].handover_id if is_more else None,
        "is_handovers": True,
    }
    return render(request, "agencies/handovers.html", context)


def report(request: OfficerRequest, report_id: int) -> HttpResponse:
    casework.work_on(request.principal, report_id)
    return _offered(
        request,
        lambda offer: handing.offer_report(
            request.principal, report_id, offer, at=timezone.now()
        ),
        back=reverse("agencies:report", args=[report_id]),
        what=_("Report %(number)s") % {"number": report_id},
    )


def case(request: OfficerRequest, case_id: int) -> HttpResponse:
    found = casework.case_for(request.principal, case_id)
    return _offered(
        request,
        lambda offer: handing.offer_case(
            request.principal, case_id, offer, at=timezone.now()
        ),
        back=reverse("agencies:case", args=[case_id]),
        what=_("Case %(number)s") % {"number": found.number},
    )


def _offered(
    request: OfficerRequest,
    offer_it: Callable[[Offer], object],
    *,
    back: str,
    what: str,
) -> HttpResponse:
    """Show the form, or send it: what is refused is shown again with the reason."""
    said, problem = request.POST, ""
    agencies = [code for code in said.getlist("agency") if code.strip()]
    if request.method == "POST":
        offer = Offer(
            receivers=agencies,
            kind=said.get("kind", ""),
            reason=said.get("reason", ""),
        )
        try:
            offer_it(offer)
        except (HandoverIncompleteError, HandoverNeedsReleaseError) as refusal:
            problem = in_words(refusal)
        else:
            messages.success(request, _("Offered. You see here what they answer."))
            return redirect("agencies:handovers")
    context = {
        "back": back,
        "what": what,
        "said": said,
        "problem": problem,
        "places": enumerate([*agencies, *[""] * PLACES][:PLACES], 1),
        "agencies": queries.agency_choices(request.principal),
        "is_handovers": True,
    }
    return render(
        request, "agencies/hand_on.html", context, status=400 if problem else 200
    )


def answer(request: OfficerRequest, handover_id: int) -> HttpResponse:
    said = request.POST
    answered = Answer(state=said.get("choice", ""), reason=said.get("reason", ""))
    try:
        handing.answer(request.principal, handover_id, answered, at=timezone.now())
    except (HandoverIncompleteError, HandoverOverError) as refusal:
        messages.error(request, in_words(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("agencies:handovers")
