"""The pages of the telephone: what is open, one call, and what people decide of it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline import telephone
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    PermissionDeniedError,
)
from tipline.intake import call_queries, calls, web_forms
from tipline.intake.call_queries import TakenCall
from tipline.intake.danger import CheckKind, CheckOutcome
from tipline.intake.public_form import SECTIONS, SECTIONS_BY_ID
from tipline.portals.console.call_forms import (
    AskForm,
    CheckForm,
    RefuseForm,
    ReleaseForm,
)
from tipline.portals.console.calling import sections_of
from tipline.portals.console.views import SignedInRequest, around


def open_calls(request: SignedInRequest) -> HttpResponse:
    reader = request.principal
    context = {
        "calls": call_queries.open_calls(reader),
        "limits": settings.CALL_LIMITS,
        "emergency_text": settings.EMERGENCY_TEXT,
        "now": timezone.now(),
        **around(reader),
    }
    return render(request, "console/calls.html", context)


def begin(request: SignedInRequest) -> HttpResponse:
    try:
        call_id = calls.begin(request.principal, at=timezone.now())
    except ConflictError as refusal:
        messages.error(request, str(refusal))
        return redirect("console:calls")
    return redirect("console:call", call_id)


def call(request: SignedInRequest, call_id: int) -> HttpResponse:
    taken = call_queries.call_of(request.principal, call_id)
    if taken.is_form:  # nobody types into a form that somebody else fills in
        return redirect("console:report", call_id)
    if request.method != "POST":
        return _page(request, taken)
    section = SECTIONS_BY_ID.get(request.POST.get("section", ""))
    if section is None:
        return _page(request, taken, status=400)
    try:
        telephone.save_answers(
            request.principal, call_id, section, sent=_sent(request), at=timezone.now()
        )
    except (ConflictError, InvalidRequestError) as refusal:
        return _page(
            request,
            taken,
            refusal=str(refusal),
            unsaved=_sent(request),
            status=refusal.http_status,
        )
    address = reverse("console:call", args=[call_id])
    return redirect(f"{address}#{_after(section.id)}")


def _sent(request: SignedInRequest) -> dict[str, str]:
    sent: QueryDict = request.POST
    return {name: str(sent.get(name, "")) for name in sent}


def _after(section_id: str) -> str:
    """Name the part of the page that comes after a section."""
    names = [section.id for section in SECTIONS]
    return [*names, "end"][names.index(section_id) + 1]


def end(request: SignedInRequest, call_id: int) -> HttpResponse:
    taken = call_queries.call_of(request.principal, call_id)
    try:
        telephone.end_call(request.principal, call_id, at=timezone.now())
    except (ConflictError, InvalidRequestError) as refusal:
        return _page(request, taken, refusal=str(refusal), status=refusal.http_status)
    return redirect("console:call", call_id)


def check(request: SignedInRequest, call_id: int) -> HttpResponse:
    # Whether there is such a call is answered before what was sent is looked at.
    taken = call_queries.call_of(request.principal, call_id)
    form = CheckForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what became of it."))
        return _back(taken)
    chosen = form.cleaned_data
    try:
        telephone.check_danger(
            request.principal,
            call_id,
            kind=CheckKind(chosen["kind"]),
            outcome=CheckOutcome(chosen["outcome"]),
            note=chosen["note"],
            at=timezone.now(),
        )
    except (ConflictError, PermissionDeniedError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is kept, and the report is ranked again."))
    return _back(taken)


def release(request: SignedInRequest, call_id: int) -> HttpResponse:
    call_queries.call_of(request.principal, call_id)
    form = ReleaseForm(request.POST)
    proposals = form.cleaned_data["proposal"] if form.is_valid() else []
    try:
        names = telephone.release(
            request.principal, call_id, proposals=proposals, at=timezone.now()
        )
    except ConflictError as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Released to: %(agencies)s.") % {"agencies": ", ".join(names)}
        messages.success(request, said)
    return redirect("console:report", call_id)


def refuse(request: SignedInRequest, call_id: int) -> HttpResponse:
    call_queries.call_of(request.principal, call_id)
    form = RefuseForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        telephone.refuse_release(
            request.principal, call_id, reason=reason, at=timezone.now()
        )
    except (ConflictError, InvalidRequestError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("No agency receives it. You can still release it."))
    return redirect("console:report", call_id)


def ask(request: SignedInRequest, call_id: int) -> HttpResponse:
    form = AskForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    try:
        web_forms.ask(request.principal, call_id, text, at=timezone.now())
    except (ConflictError, InvalidRequestError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is shown to whoever comes back."))
    return redirect("console:report", call_id)


def _back(taken: TakenCall) -> HttpResponse:
    is_call = taken.is_open and not taken.is_form
    return redirect("console:call" if is_call else "console:report", taken.call_id)


def _page(
    request: SignedInRequest,
    taken: TakenCall,
    *,
    refusal: str = "",
    unsaved: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    reader = request.principal
    checkers = [check.by for check in taken.danger.checks]
    context = {
        "call": taken,
        "names": accounts.names_of(reader, checkers),
        "sections": sections_of(taken, unsaved),
        "refusal": refusal,
        "named": telephone.named_in_other_reports(
            reader, taken.call_id, taken.document
        ),
        "emergency_text": settings.EMERGENCY_TEXT,
        "limits": settings.CALL_LIMITS,
        **around(reader),
    }
    return render(request, "console/call.html", context, status=status)
