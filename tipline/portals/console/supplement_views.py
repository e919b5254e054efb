"""An analyst adds to a finished report, or corrects it; nothing before is changed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline import supplementing
from tipline.foundation.errors import InvalidRequestError
from tipline.portals.console.supplement_forms import SupplementForm
from tipline.portals.console.views import SignedInRequest, report_page


def supplement(request: SignedInRequest, report_id: int) -> HttpResponse:
    form = SupplementForm(request.POST)
    if not form.is_valid():
        return report_page(request, report_id, form, status=400)
    try:
        supplementing.supplement_by_analyst(
            request.principal, form.document(report_id), at=timezone.now()
        )
    except InvalidRequestError as refusal:
        for sentence in supplementing.sentences(refusal):
            form.add_error(None, sentence)
        return report_page(request, report_id, form, status=400)
    messages.success(
        request,
        _("Kept. The report is ranked again, and every agency that has it is told."),
    )
    return redirect("console:report", report_id)
