from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from tipline.foundation.web.refusals import in_words
from tipline.paperwork import queries, services
from tipline.paperwork.errors import RequestIncompleteError, RequestOverError
from tipline.paperwork.services import Asked
from tipline.portals.agencies.asking import OfficerRequest


def due_dates(request: OfficerRequest) -> HttpResponse:
    today = timezone.now().date()
    context = {
        "clocks": queries.clocks_for(request.principal, today=today),
        "today": today,
        "is_due_dates": True,
    }
    return render(request, "agencies/due_dates.html", context)


def note_request(request: OfficerRequest, report_id: int) -> HttpResponse:
    said = request.POST
    asked = Asked(
        kind=said.get("kind", ""),
        addressee=said.get("addressee", ""),
        reference=said.get("reference", ""),
        sent_on=_day(said.get("sent_on", "")),
        due_on=_day(said.get("due_on", "")),
    )
    at = timezone.now()
    try:
        services.note_request(request.principal, report_id, asked, at=at)
    except RequestIncompleteError as refusal:
        messages.error(request, in_words(refusal))
    else:
        messages.success(request, _("The date is noted, here and under Due dates."))
    return redirect("agencies:report", report_id)


def close_request(
    request: OfficerRequest, report_id: int, request_id: int
) -> HttpResponse:
    try:
        services.close_request(
            request.principal,
            report_id,
            request_id,
            state=request.POST.get("state", ""),
            at=timezone.now(),
        )
    except (RequestIncompleteError, RequestOverError) as refusal:
        messages.error(request, in_words(refusal))
    return redirect("agencies:report", report_id)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # 30 February
        return None
