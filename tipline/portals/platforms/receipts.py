"""What a platform may read of its own reports: the receipt."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from tipline import pipeline
from tipline.intake.callers import Caller
from tipline.intake.errors import NotYourReportError
from tipline.intake.receipt import receipt_xml
from tipline.portals.platforms.wire import endpoint, xml


@endpoint(method="GET", action="intake.read")
def receipt(request: HttpRequest, caller: Caller, report_id: str) -> HttpResponse:
    if not (report_id.isascii() and report_id.isdecimal() and len(report_id) < 19):  # noqa: PLR2004 - digits of a 64-bit number
        raise NotYourReportError(report_id=report_id[:20])
    found = pipeline.receipt_of(caller.platform, int(report_id), at=caller.at)
    if request.accepts("application/json"):
        return JsonResponse(found, json_dumps_params={"indent": 2})
    return xml(receipt_xml(found))
