"""Where a report belongs: the evidence, what people say, and who must not see it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline import pipeline
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.errors import ConflictError, NotFoundError, TiplineError
from tipline.portals.console.place_forms import (
    CorrectForm,
    DecideForm,
    ExcludeForm,
    PlaceForm,
)
from tipline.portals.console.views import SignedInRequest, around
from tipline.referral import corrections, excluding, placing
from tipline.referral.corrections import Correction
from tipline.referral.geolocation import ATTRIBUTION_TEXT, ATTRIBUTION_URL

_FORMS: dict[str, type[PlaceForm]] = {
    "decide": DecideForm,
    "correct": CorrectForm,
    "exclude": ExcludeForm,
}


def place(request: SignedInRequest, report_id: int) -> HttpResponse:
    return _place_page(request, report_id)


def _place_page(
    request: SignedInRequest, report_id: int, *, sent: PlaceForm | None = None
) -> HttpResponse:
    reader = request.principal
    found = placing.jurisdiction_of(reader, report_id)
    forms = {name: form() for name, form in _FORMS.items()}
    if "network" in request.GET:
        forms["correct"] = CorrectForm(initial={"network": request.GET["network"]})
    if sent is not None:
        forms[str(sent.prefix)] = sent
    decisions = placing.decisions(reader, report_id)
    kept_from = excluding.exclusions(reader, report_id)
    said = {each.decided_by for each in decisions}
    said |= {who for each in kept_from for who in (each.made_by, each.ended_by)}
    context = {
        "report_id": report_id,
        "place": found,
        "evidence": placing.evidence_of(reader, report_id),
        "decisions": decisions,
        "exclusions": kept_from,
        "forms": forms,
        "names": accounts.names_of(reader, said),
        "attribution_text": ATTRIBUTION_TEXT,
        "attribution_url": ATTRIBUTION_URL,
        **around(reader),
    }
    status = 400 if sent is not None else 200
    return render(request, "console/place.html", context, status=status)


def decide_place(request: SignedInRequest, report_id: int) -> HttpResponse:
    def do(form: PlaceForm) -> None:
        chosen, at = form.cleaned_data, timezone.now()
        placing.decide(request.principal, report_id, **chosen, at=at)

    done = _("Kept. The report goes there, too; what others have stays with them.")
    return _acted(request, report_id, DecideForm(request.POST), do=do, done=done)


def correct_network(request: SignedInRequest, report_id: int) -> HttpResponse:
    def do(form: PlaceForm) -> None:
        said, at = Correction(**form.cleaned_data), timezone.now()
        placing.jurisdiction_of(request.principal, report_id)
        corrections.correct(request.principal, said, report_id=report_id, at=at)

    done = _("Kept. This report and all that come later go by it.")
    return _acted(request, report_id, CorrectForm(request.POST), do=do, done=done)


def exclude_agency(request: SignedInRequest, report_id: int) -> HttpResponse:
    def do(form: PlaceForm) -> None:
        chosen, at = form.cleaned_data, timezone.now()
        excluding.exclude(request.principal, report_id, **chosen, at=at)

    done = _("The agency sees nothing of this report. Another one receives it.")
    return _acted(request, report_id, ExcludeForm(request.POST), do=do, done=done)


def _acted(
    request: SignedInRequest,
    report_id: int,
    form: PlaceForm,
    *,
    do: Callable[[PlaceForm], None],
    done: str,
) -> HttpResponse:
    """Do it and route the report again, or say beside the form why not."""
    if not form.is_valid():
        return _place_page(request, report_id, sent=form)
    try:
        do(form)
    except NotFoundError:
        raise
    except TiplineError as refusal:
        form.add_error(None, str(refusal))
        return _place_page(request, report_id, sent=form)
    pipeline.route_again(request.principal, report_id)
    messages.success(request, done)
    return redirect("console:place", report_id)


def admit_agency(request: SignedInRequest, exclusion_id: int) -> HttpResponse:
    try:
        ended = excluding.admit(
            request.principal,
            exclusion_id,
            reason=request.POST.get("reason", ""),
            at=timezone.now(),
        )
    except NotFoundError:
        raise
    except TiplineError as refusal:
        found = excluding.exclusion(request.principal, exclusion_id)
        messages.error(request, str(refusal))
        return redirect("console:place", found.report_id)
    pipeline.route_again(request.principal, ended.report_id)
    messages.success(request, _("The agency may have this report again."))
    return redirect("console:place", ended.report_id)


def network_corrections(request: SignedInRequest) -> HttpResponse:
    found = corrections.corrections(request.principal)
    said = {who for each in found for who in (each.made_by, each.withdrawn_by)}
    context = {
        "corrections": found,
        "names": accounts.names_of(request.principal, said),
        "now": timezone.now(),
        **around(request.principal),
    }
    return render(request, "console/corrections.html", context)


def withdraw_correction(request: SignedInRequest, correction_id: int) -> HttpResponse:
    try:
        corrections.withdraw(request.principal, correction_id, at=timezone.now())
    except ConflictError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn. Later reports go by the data again."))
    return redirect("console:corrections")
