"""Analysts clear reports and decide about what others said: always two people."""

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline import pipeline
from tipline.clearance import queries, services
from tipline.clearance.services import Disposing, Finding
from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    PermissionDeniedError,
)
from tipline.portals.console.views import SignedInRequest, around
from tipline.retention import queries as keeping
from tipline.retention import services as retention


def clearances(request: SignedInRequest) -> HttpResponse:
    context = {
        "waiting": queries.waiting(request.principal),
        "apart": keeping.kept_apart(request.principal, at=timezone.now()),
        "purge_after_days": settings.PURGE_AFTER_DAYS,
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


def hold(request: SignedInRequest, report_id: int) -> HttpResponse:
    said = request.POST
    try:
        retention.place_hold(
            request.principal,
            report_id,
            kind=said.get("kind", ""),
            reason=said.get("reason", ""),
            ends_at=_end_of(said.get("until", "")),
            at=timezone.now(),
        )
    except (ConflictError, InvalidRequestError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Held: nothing of it is destroyed until then."))
    return redirect("console:report", report_id)


def release(request: SignedInRequest, report_hold_id: int) -> HttpResponse:
    try:
        held = retention.release_hold(
            request.principal, report_hold_id, at=timezone.now()
        )
    except (ConflictError, PermissionDeniedError) as refusal:
        messages.error(request, str(refusal))
        return redirect("console:clearances")
    messages.success(request, _("Released."))
    return redirect("console:report", held.report_id)


def _disposing(request: SignedInRequest) -> Disposing:
    return Disposing(
        disposal=request.POST.get("disposal", ""),
        purge_after_days=settings.PURGE_AFTER_DAYS,
        hold_until=_end_of(request.POST.get("until", "")),
    )


def _end_of(day: str) -> datetime | None:
    """Give the end of a day that was typed, in UTC; None if it is none."""
    try:
        found = date.fromisoformat(day)
        return datetime.combine(found, time.max, UTC)
    except ValueError:
        return None


def decide(request: SignedInRequest, clearance_id: int) -> HttpResponse:
    actor, at = request.principal, timezone.now()
    decision = request.POST.get("decision", "")
    try:
        if request.POST.get("choice") == "confirm":
            withdrawn = services.confirm(
                actor,
                clearance_id,
                disposing=_disposing(request),
                decision=decision,
                at=at,
            )
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
