"""Alarms and who answers them, for analysts, operators and officers alike."""

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.alerting import queries, services
from tipline.alerting import roster as rosters
from tipline.alerting.errors import AlarmOverError, DutyTimeError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.web.refusals import in_words
from tipline.portals.duty.bar import report_url, shown_bar
from tipline.portals.duty.forms import DutyForm


class SignedInRequest(HttpRequest):
    """A request whose sender the access middleware has found and admitted."""

    principal: Principal


def alarms(request: SignedInRequest) -> HttpResponse:
    reader = request.principal
    now = timezone.now()
    context = {
        "ringing": [
            (a, report_url(reader, a.report_id)) for a in queries.ringing(reader)
        ],
        "answered": [
            (a, report_url(reader, a.report_id)) for a in queries.answered(reader)
        ],
        "on_duty": [shift for shift in rosters.shifts(reader, at=now) if shift.is_now],
        **_around(request),
    }
    return render(request, "duty/alarms.html", context)


def live(request: SignedInRequest) -> HttpResponse:
    return JsonResponse(asdict(shown_bar(request.principal)))


def acknowledge(request: SignedInRequest, alarm_id: int) -> HttpResponse:
    actor = request.principal
    try:
        report_id = services.acknowledge(actor, alarm_id, at=timezone.now())
    except AlarmOverError as refusal:
        messages.error(request, in_words(refusal))
        return redirect("duty:alarms")
    messages.success(request, _("Acknowledged: it is yours now."))
    return redirect(report_url(actor, report_id))


def roster(request: SignedInRequest) -> HttpResponse:
    people = rosters.candidates(request.principal)
    if request.method != "POST":
        return _roster_page(request, DutyForm(None, people=people))
    form = DutyForm(request.POST, people=people)
    if not form.is_valid():
        return _roster_page(request, form, status=400)
    chosen = form.cleaned_data
    try:
        rosters.add_duty(
            request.principal,
            person_id=chosen["person"],
            starts_at=chosen["starts_at"],
            ends_at=chosen["ends_at"],
            turn=chosen["turn"],
            at=timezone.now(),
        )
    except DutyTimeError as refusal:
        form.add_error("ends_at", in_words(refusal))
        return _roster_page(request, form, status=refusal.http_status)
    messages.success(request, _("The roster is changed."))
    return redirect("duty:roster")


def end_duty(request: SignedInRequest, duty_id: int) -> HttpResponse:
    rosters.end_duty(request.principal, duty_id)
    messages.success(request, _("The roster is changed."))
    return redirect("duty:roster")


def _roster_page(
    request: SignedInRequest, form: DutyForm, *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    context = {
        "form": form,
        "shifts": rosters.shifts(request.principal, at=now),
        "may_change": "operator" not in request.principal.roles,
        **_around(request),
    }
    return render(request, "duty/roster.html", context, status=status)


def _around(request: SignedInRequest) -> dict[str, object]:
    return {
        "layout": settings.LAYOUT_BY_ROLE[next(iter(request.principal.roles))],
        "may_answer": "operator" not in request.principal.roles,
        "now": timezone.now(),
    }
