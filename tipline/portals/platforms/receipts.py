"""What a platform may read of its own reports: the receipt."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from tipline import pipeline
from tipline.intake.breach import quoted
from tipline.intake.callers import Caller
from tipline.intake.errors import NotYourReportError
from tipline.intake.receipt import receipt_xml
from tipline.intake.report_ids import report_id_of
from tipline.portals.platforms.wire import endpoint, xml


@endpoint(method="GET", action="intake.read")
def receipt(request: HttpRequest, caller: Caller, report_id: str) -> HttpResponse:
    number = report_id_of(report_id)
    if number is None:
        raise NotYourReportError(report_id=quoted(report_id))
    found = pipeline.receipt_of(caller.platform, number, at=caller.at)
    if request.accepts("application/json"):
        return JsonResponse(found, json_dumps_params={"indent": 2})
    return xml(receipt_xml(found))
