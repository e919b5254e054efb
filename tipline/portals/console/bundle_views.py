"""An analyst reads a bundle, takes a report out of it, or sets a flood aside."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.errors import ConflictError
from tipline.matching import circulation
from tipline.portals.console.forms import HalfAsideForm, SetAsideForm, TakeOutForm
from tipline.portals.console.views import SignedInRequest, around, report_page
from tipline.review import queries as review
from tipline.triage import bundles, floods
from tipline.triage.bundle_reading import ReadBundle, read_bundle

COPIES_SHOWN = 20


def bundle(request: SignedInRequest, bundle_id: int) -> HttpResponse:
    reader = request.principal
    read = read_bundle(
        reader,
        bundle_id,
        after=request.GET.get("after", ""),
        half_after=request.GET.get("half", ""),
    )
    if read.half_of:
        return redirect(f"{reverse('console:bundle', args=[read.half_of])}#half")
    if read.is_flood:
        return _flood(request, read)
    copies = circulation.copies_of(reader, bundle_id, most=COPIES_SHOWN + 1)
    labels = review.labels_of(reader, [copy.content_id for copy in copies])
    context = {
        "bundle": read,
        "seen": circulation.circulation_of(reader, bundle_id),
        "copies": [
            (copy, labels.get(copy.content_id)) for copy in copies[:COPIES_SHOWN]
        ],
        "has_more_copies": len(copies) > COPIES_SHOWN,
        "is_first": "after" not in request.GET,
        "now": timezone.now(),
        **around(reader),
    }
    return render(request, "console/bundle.html", context)


def _flood(
    request: SignedInRequest,
    read: ReadBundle,
    *,
    form: SetAsideForm | None = None,
    half_form: HalfAsideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    newest = read.half.newest if read.half else 0
    context = {
        "bundle": read,
        "is_first": "after" not in request.GET,
        "is_first_half": "half" not in request.GET,
        "now": timezone.now(),
        "form": form or SetAsideForm(),
        "half_form": half_form or HalfAsideForm(initial={"seen": newest}),
        **around(request.principal),
    }
    return render(request, "console/flood.html", context, status=status)


def set_aside(request: SignedInRequest, bundle_id: int) -> HttpResponse:
    who = request.principal
    match request.POST.get("go"):
        case "back":
            floods.take_back(who, bundle_id)
            messages.success(request, _("These reports are in the queue again."))
            return redirect("console:bundle", bundle_id)
        case "half":
            return _set_half_aside(request, bundle_id)
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        return _flood(request, read_bundle(who, bundle_id), form=form, status=400)
    reason = form.cleaned_data["reason"]
    floods.set_aside(who, bundle_id, reason=reason, at=timezone.now())
    messages.success(request, _("These reports are out of the queue."))
    return redirect("console:bundle", bundle_id)


def _set_half_aside(request: SignedInRequest, bundle_id: int) -> HttpResponse:
    who, form = request.principal, HalfAsideForm(request.POST)
    if not form.is_valid():
        read = read_bundle(who, bundle_id)
        return _flood(request, read, half_form=form, status=400)
    given = form.cleaned_data
    try:
        floods.set_half_aside(who, bundle_id, **given, at=timezone.now())
    except ConflictError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("These reports are out of the queue."))
    return redirect("console:bundle", bundle_id)


def take_out(request: SignedInRequest, report_id: int) -> HttpResponse:
    form = TakeOutForm(request.POST)
    if not form.is_valid():
        return report_page(request, report_id, form, status=400)
    try:
        bundles.take_out(
            request.principal,
            report_id,
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except ConflictError as refusal:
        messages.error(request, str(refusal))
        return redirect("console:report", report_id)
    messages.success(request, _("The report stands by itself now."))
    return redirect("console:report", report_id)
