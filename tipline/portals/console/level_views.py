"""An analyst changes a report's level: up in one click, down with a second person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline import laws, supplementing
from tipline.alerting import services as alerting
from tipline.foundation.errors import ConflictError, PermissionDeniedError
from tipline.portals.console.forms import (
    DecisionForm,
    EscalateForm,
    IntentForm,
    LowerForm,
)
from tipline.portals.console.views import SignedInRequest, report_page
from tipline.triage import lowering, services


def escalate(request: SignedInRequest, report_id: int) -> HttpResponse:
    form = EscalateForm(request.POST)
    if not form.is_valid():
        return report_page(request, report_id, form, status=400)
    services.escalate(
        request.principal,
        report_id,
        reason=form.cleaned_data["reason"],
        at=timezone.now(),
    )
    alerting.follow_level(request.principal, report_id, at=timezone.now())
    laws.ask_again(request.principal, report_id)
    done = _(
        "The report is at level 1 now. If that was a slip, ask to lower it below: "
        "another analyst must confirm."
    )
    messages.success(request, done)
    return redirect("console:report", report_id)


def say_intent(request: SignedInRequest, report_id: int) -> HttpResponse:
    form = IntentForm(request.POST)
    if not form.is_valid():
        return report_page(request, report_id, form, status=400)
    supplementing.say_intent(
        request.principal,
        report_id,
        form.cleaned_data["intent"],
        at=timezone.now(),
    )
    messages.success(request, _("Noted. The report is being assessed anew."))
    return redirect("console:report", report_id)


def lower(request: SignedInRequest, report_id: int) -> HttpResponse:
    form = LowerForm(request.POST)
    if not form.is_valid():
        return report_page(request, report_id, form, status=400)
    chosen = form.cleaned_data
    try:
        is_lowered = lowering.lower(
            request.principal,
            report_id,
            level=chosen["level"],
            reason=chosen["reason"],
            at=timezone.now(),
        )
    except ConflictError as refusal:
        form.add_error(None, str(refusal))
        return report_page(request, report_id, form, status=refusal.http_status)
    done = _("The report is at level %(level)s now.") % {"level": chosen["level"]}
    waits = _("Another analyst must confirm it. Until then the report stays level 1.")
    messages.success(request, done if is_lowered else waits)
    return redirect("console:report", report_id)


def decide_lowering(request: SignedInRequest, report_id: int) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return report_page(request, report_id, status=400)
    actor, at = request.principal, timezone.now()
    try:
        if form.cleaned_data["decision"] == "confirm":
            level = lowering.confirm(actor, report_id, at=at)
            alerting.follow_level(actor, report_id, at=at)
            said = _("The report is at level %(level)s now.") % {"level": level}
        else:
            lowering.decline(actor, report_id, at=at)
            said = _("Declined: the report stays level 1.")
    except (ConflictError, PermissionDeniedError) as refusal:
        messages.error(request, str(refusal))
        return redirect("console:report", report_id)
    messages.success(request, said)
    return redirect("console:report", report_id)
