"""An analyst reads a bundle, and takes a report out of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.errors import ConflictError
from tipline.matching import circulation
from tipline.portals.console.forms import TakeOutForm
from tipline.portals.console.views import SignedInRequest, around, report_page
from tipline.review import queries as review
from tipline.triage import bundles
from tipline.triage.bundle_reading import read_bundle

COPIES_SHOWN = 20


def bundle(request: SignedInRequest, bundle_id: int) -> HttpResponse:
    reader = request.principal
    read = read_bundle(reader, bundle_id, after=request.GET.get("after", ""))
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
