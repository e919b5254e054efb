"""The seven endpoints of the reporting interface."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError

from tipline import pipeline, upkeep
from tipline.files import keeping
from tipline.files import services as files
from tipline.files.errors import BatchedReportError
from tipline.files.services import Received
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import OutdatedPrincipalError
from tipline.hashing.digests import Digests
from tipline.intake import queries as intake_queries
from tipline.intake import services as intake
from tipline.intake.breach import quoted
from tipline.intake.callers import Caller
from tipline.intake.errors import (
    EndpointNotFoundError,
    InvalidFormError,
    NotYourReportError,
    WireRefusedError,
)
from tipline.intake.receipt import receipt_headers
from tipline.intake.report_ids import is_natural, report_id_of
from tipline.intake.schema import schema_bytes
from tipline.intake.wire import read_file_details, read_report
from tipline.intake.wire_codes import WireCode
from tipline.portals.platforms.answers import report_done_response, report_response
from tipline.portals.platforms.uploads import ReceivedFile, receive_form
from tipline.portals.platforms.wire import ANY, endpoint, xml


@endpoint(method="GET", action="intake.read")
def status(request: HttpRequest, caller: Caller) -> HttpResponse:
    address = request.META.get("REMOTE_ADDR", "")
    who = f"Remote User : {caller.username}, Remote Ip : {address}"
    return xml(report_response(WireCode.SUCCESS, who))


@endpoint(method="GET", action="intake.read")
def xsd(request: HttpRequest, caller: Caller) -> HttpResponse:
    del request, caller
    return xml(schema_bytes())


@endpoint(method="POST", action="intake.write", is_held=True)
def submit(request: HttpRequest, caller: Caller) -> HttpResponse:
    body, content_type = request.body, request.META.get("CONTENT_TYPE", "")
    read = read_report(
        body,
        content_type=content_type,
        profile=caller.profile,
        at=caller.at,
        own_reports=partial(intake_queries.own_reports, caller.platform),
    )
    report_id = intake.open_report(
        caller.platform,
        read.document,
        body=body,
        content_type=content_type,
        profile=caller.profile,
        warnings=read.warnings,
        at=caller.at,
    )
    return xml(report_response(WireCode.SUCCESS, "Success", report_id=report_id))


@endpoint(method="POST", action="intake.write", reads_body=False, is_held=True)
def upload(request: HttpRequest, caller: Caller) -> HttpResponse:
    with ReceivedFile(f"platform:{caller.platform.organization_id}") as received:
        fields = receive_form(request.META, received)
        return keep_upload(caller, fields, received, add=files.receive_file)


class AddFile(Protocol):
    """Adds a file that the vault keeps to a report, or to what waits for it."""

    def __call__(
        self,
        platform: Principal,
        report_id: int,
        *,
        file_name: str,
        digests: Digests,
        stored: dict[str, Any],
        at: datetime,
    ) -> Received: ...


def keep_upload(
    caller: Caller, fields: Mapping[str, str], received: ReceivedFile, *, add: AddFile
) -> HttpResponse:
    """Keep a file that has arrived, or shred it if it is refused or a repeat."""
    report_id = report_id_in(fields)
    digests, stored = received.commit()
    try:
        file = add(
            caller.platform,
            report_id,
            file_name=received.file_name,
            digests=digests,
            stored=keeping.to_row(stored),
            # Hours may have passed since the request began.
            at=datetime.now(UTC),
        )
    except (WireRefusedError, OutdatedPrincipalError):
        keeping.vault().shred(stored)
        raise
    if not file.is_new:
        keeping.vault().shred(stored)
    return xml(
        report_response(
            WireCode.SUCCESS,
            "Success",
            report_id=report_id,
            file_id=file.file_id,
            digest=file.md5,
        )
    )


@endpoint(method="POST", action="intake.write", is_held=True)
def fileinfo(request: HttpRequest, caller: Caller) -> HttpResponse:
    try:
        report_id = _describe(request, caller, as_batched=False)
    except BatchedReportError:
        report_id = _describe(request, caller, as_batched=True)
    return xml(report_response(WireCode.SUCCESS, "Success", report_id=report_id))


def _describe(request: HttpRequest, caller: Caller, *, as_batched: bool) -> int:
    body, content_type = request.body, request.META.get("CONTENT_TYPE", "")
    read = read_file_details(
        body,
        content_type=content_type,
        profile=caller.profile,
        at=caller.at,
        batched=as_batched,
    )
    files.describe_file(
        caller.platform,
        read.document,
        body=body,
        content_type=content_type,
        profile=caller.profile,
        warnings=read.warnings,
        at=caller.at,
        as_batched=as_batched,
    )
    return read.document.report_id


def _done_refusal(request: HttpRequest, code: int, description: str) -> bytes:
    """Give the one refusal of finish that all known clients can read."""
    sent = _form(request).get("id") if code in _REFUSALS_OF_AN_ID else None
    report_id = report_id_of(sent) or 0
    return report_done_response(report_id, code=code, description=description)


# Only after these was the form read; the others must not read it for their answer.
_REFUSALS_OF_AN_ID = {
    WireCode.VALIDATION_FAILED,
    WireCode.REPORT_DOES_NOT_EXIST,
    WireCode.REPORT_ALREADY_RETRACTED,
    WireCode.REPORT_ALREADY_FINISHED,
}


@endpoint(method="POST", action="intake.write", refusal=_done_refusal, is_held=True)
def finish(request: HttpRequest, caller: Caller) -> HttpResponse:
    report_id = report_id_in(_form(request))
    receipt = pipeline.finish_report(
        caller.platform,
        report_id,
        answer_of=lambda file_ids: report_done_response(report_id, file_ids),
        at=caller.at,
    )
    response = xml((receipt.answer or "").encode())
    for name, value in receipt_headers(receipt).items():
        response[name] = value
    response["Tipline-Receipt"] = f"/ispws/receipts/{report_id}"
    return response


@endpoint(method="POST", action="intake.write")
def retract(request: HttpRequest, caller: Caller) -> HttpResponse:
    report_id = report_id_in(_form(request))
    upkeep.retract_report(caller.platform, report_id, at=caller.at)
    return xml(report_response(WireCode.SUCCESS, "Success", report_id=report_id))


@endpoint(method=ANY, action="intake.read")
def unknown(request: HttpRequest, caller: Caller) -> HttpResponse:
    del request, caller
    raise EndpointNotFoundError


def _form(request: HttpRequest) -> Mapping[str, str]:
    """Give the fields of a small form, multipart or urlencoded."""
    try:
        return request.POST
    except RequestDataTooBig:
        raise
    except (MultiPartParserError, UnicodeDecodeError, SuspiciousOperation) as error:
        raise InvalidFormError(field="id") from error


def report_id_in(fields: Mapping[str, str]) -> int:
    """Give the report's id of a form, or refuse it by name."""
    text = fields.get("id", "").strip()
    report_id = report_id_of(text)
    if report_id is None and is_natural(text):
        raise NotYourReportError(report_id=quoted(text))
    if report_id is None:
        raise InvalidFormError(field="id")
    return report_id
