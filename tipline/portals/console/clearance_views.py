"""Analysts clear reports and decide about what others said: always two people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline import pipeline
from tipline.clearance import queries, services
from tipline.clearance.services import Finding
from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    PermissionDeniedError,
)
from tipline.portals.console.views import SignedInRequest, around


def clearances(request: SignedInRequest) -> HttpResponse:
    context = {
        "waiting": queries.waiting(request.principal),
        **around(request.principal),
    }
    return render(request, "console/clearances.html", context)


def clear(request: SignedInRequest, report_id: int) -> HttpResponse:
    said = request.POST
    verdict, _slash, ground = said.get("finding", "").partition("/")
    found = Finding(
        verdict=verdict,
        ground=ground,
        file_ids=said.getlist("file"),
        reason=said.get("reason", ""),
    )
    try:
        services.clear(request.principal, report_id, found, at=timezone.now())
    except (ConflictError, InvalidRequestError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept. Another analyst must confirm it."))
    return redirect("console:report", report_id)


def decide(request: SignedInRequest, clearance_id: int) -> HttpResponse:
    actor, at = request.principal, timezone.now()
    decision = request.POST.get("decision", "")
    try:
        if request.POST.get("choice") == "confirm":
            withdrawn = services.confirm(actor, clearance_id, decision=decision, at=at)
            pipeline.follow_labels(actor, withdrawn.contents)
            said = _(
                "Confirmed. Labels of %(contents)s files wait for a senior, and"
                " %(items)s entries left our lists."
            ) % {
                "contents": len(withdrawn.contents),
                "items": len(withdrawn.items),
            }
        else:
            services.decline(actor, clearance_id, decision=decision, at=at)
            said = _("Declined: everything stays as it was.")
    except (ConflictError, InvalidRequestError, PermissionDeniedError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("console:clearances")
