from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.clearance import services as clearance
from tipline.clearance.errors import ClearanceIncompleteError, ClearancePendingError
from tipline.clearance.services import Finding
from tipline.foundation.web.refusals import in_words
from tipline.portals.agencies.asking import OfficerRequest


def clear(request: OfficerRequest, report_id: int) -> HttpResponse:
    said = request.POST
    verdict, _slash, ground = said.get("finding", "").partition("/")
    found = Finding(
        verdict=verdict,
        ground=ground,
        file_ids=said.getlist("file"),
        reason=said.get("reason", ""),
    )
    try:
        clearance.clear(request.principal, report_id, found, at=timezone.now())
    except (ClearanceIncompleteError, ClearancePendingError) as refusal:
        messages.error(request, in_words(refusal))
        return redirect("agencies:report", report_id)
    messages.success(
        request,
        _(
            "The clearinghouse, the platform and every agency that has the report are"
            " told. An analyst decides what is withdrawn."
        ),
    )
    return redirect("agencies:report", report_id)
