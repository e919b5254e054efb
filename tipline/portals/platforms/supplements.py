"""What a platform adds to a finished report; an addition of ours to the protocol."""

from collections.abc import Mapping
from functools import partial

from django.http import HttpRequest, HttpResponse, JsonResponse

from tipline import supplementing
from tipline.clearance import queries as clearances
from tipline.files import staging
from tipline.intake import queries as intake_queries
from tipline.intake import supplements
from tipline.intake.callers import Caller
from tipline.intake.codec import Json
from tipline.intake.errors import InvalidFormError, SupplementMissingError
from tipline.intake.receipt import receipt_xml
from tipline.intake.report_ids import report_id_of
from tipline.intake.supplements import Sent
from tipline.intake.wire import read_supplement
from tipline.portals.platforms.answers import supplement_response
from tipline.portals.platforms.reporting import keep_upload
from tipline.portals.platforms.uploads import ReceivedFile, receive_form
from tipline.portals.platforms.wire import endpoint, xml

_HEADER_FIELDS_MOST = 12


@endpoint(method="POST", action="intake.write")
def supplement(request: HttpRequest, caller: Caller) -> HttpResponse:
    body, content_type = request.body, request.META.get("CONTENT_TYPE", "")
    read = read_supplement(
        body,
        content_type=content_type,
        at=caller.at,
        own_reports=partial(intake_queries.own_reports, caller.platform),
    )
    said = read.document
    receipt = supplementing.supplement_report(
        caller.platform,
        said,
        Sent(body=body, content_type=content_type, warnings=read.warnings),
        answer_of=partial(supplement_response, said.report_id),
        at=caller.at,
    )
    response = xml(str(receipt["answer"]).encode())
    for name, value in _headers(receipt).items():
        response[name] = value
    return response


def _headers(receipt: Json) -> Mapping[str, str]:
    """Give the short form of the receipt, as finish gives its own."""
    completeness, designation = receipt["completeness"], receipt["designation"]
    missing = [gap["field"] for gap in completeness["missing"]]
    arm = f"; arm={designation['arm']}" if designation["arm"] else ""
    headers = {
        "Tipline-Completeness": str(completeness["score"]),
        "Tipline-Missing": ", ".join(missing[:_HEADER_FIELDS_MOST]),
        "Tipline-Designation": f"{designation['kind']}{arm}",
        "Tipline-Receipt": f"/ispws/supplements/{receipt['supplementId']}",
    }
    return {name: value for name, value in headers.items() if value}


@endpoint(method="POST", action="intake.write", reads_body=False)
def upload(request: HttpRequest, caller: Caller) -> HttpResponse:
    with ReceivedFile(f"platform:{caller.platform.organization_id}") as received:
        fields = receive_form(request.META, received)
        return keep_upload(caller, fields, received, add=staging.stage_file)


@endpoint(method="GET", action="intake.read")
def cleared(request: HttpRequest, caller: Caller) -> HttpResponse:
    after = request.GET.get("after", "")
    number = report_id_of(after) if after else 0
    if number is None:
        raise InvalidFormError(field="after")
    found = clearances.notices(caller.platform, after=number)
    return JsonResponse(found, json_dumps_params={"indent": 2})


@endpoint(method="GET", action="intake.read")
def receipt(request: HttpRequest, caller: Caller, supplement_id: str) -> HttpResponse:
    number = report_id_of(supplement_id)
    if number is None:
        raise SupplementMissingError
    found = supplements.own_receipt(caller.platform, number)
    if request.accepts("application/json"):
        return JsonResponse(found, json_dumps_params={"indent": 2})
    return xml(receipt_xml(found, root="supplementReceipt"))
