"""The 19 response codes of the reporting wire format, with their HTTP status.

Names are the protocol's own, the sentences are ours. Only 200, 400 for 4100 and 401 are
seen on real wires; the other statuses are chosen so that status and body agree
(docs/api/reporting-errors.md is compared with this table by a test).
"""

from dataclasses import dataclass
from enum import IntEnum


class WireCode(IntEnum):
    """A `responseCode`."""

    SUCCESS = 0
    SERVER_ERROR = 1000
    SAVE_FAILED = 1100
    UPLOAD_FAILED = 1110
    FILE_UPLOAD_FAILED = 1111
    RESOURCE_NOT_FOUND = 1210
    UPDATE_FAILED = 1300
    AUTHENTICATION_REQUIRED = 2000
    NOT_AUTHORIZED = 3000
    MAY_NOT_SUBMIT = 3100
    MAY_NOT_UPDATE = 3300
    INVALID_REQUEST = 4000
    VALIDATION_FAILED = 4100
    MALFORMED_XML = 4110
    MALFORMED_FILE = 4200
    REPORT_DOES_NOT_EXIST = 5001
    FILE_DOES_NOT_EXIST = 5002
    REPORT_ALREADY_RETRACTED = 5101
    REPORT_ALREADY_FINISHED = 5102


@dataclass(frozen=True)
class WireAnswer:
    """What a code is called, the HTTP status it travels with, and what to do."""

    name: str
    http_status: int
    sentence: str


WIRE_ANSWERS: dict[WireCode, WireAnswer] = {
    WireCode.SUCCESS: WireAnswer("Success", 200, "The request was carried out."),
    WireCode.SERVER_ERROR: WireAnswer(
        "Server error",
        500,
        "Something broke on our side and nothing was kept; send the request again.",
    ),
    WireCode.SAVE_FAILED: WireAnswer(
        "Save failed",
        500,
        "The report could not be stored and does not exist; send it again.",
    ),
    WireCode.UPLOAD_FAILED: WireAnswer(
        "Upload failed",
        500,
        "The upload was not stored; send the file again.",
    ),
    WireCode.FILE_UPLOAD_FAILED: WireAnswer(
        "File upload failed",
        500,
        "The file's bytes were not stored; send the file again.",
    ),
    WireCode.RESOURCE_NOT_FOUND: WireAnswer(
        "Resource not found",
        404,
        "There is no endpoint at this address; see the documentation page for all.",
    ),
    WireCode.UPDATE_FAILED: WireAnswer(
        "Update failed",
        500,
        "The change to the report was not stored; send the request again.",
    ),
    WireCode.AUTHENTICATION_REQUIRED: WireAnswer(
        "Authentication required",
        401,
        "Send the user name and password of your organization by HTTP Basic.",
    ),
    WireCode.NOT_AUTHORIZED: WireAnswer(
        "User is not authorized to perform this action",
        403,
        "This credential may not do this; ask the operator what it is meant for.",
    ),
    WireCode.MAY_NOT_SUBMIT: WireAnswer(
        "User does not have authorization to make submissions",
        403,
        "This credential may not open reports; ask the operator for one that may.",
    ),
    WireCode.MAY_NOT_UPDATE: WireAnswer(
        "User does not have authorization to make updates",
        403,
        "This credential may not change reports; ask the operator for one that may.",
    ),
    WireCode.INVALID_REQUEST: WireAnswer(
        "Invalid request",
        400,
        "The request lacks something or has another form than the endpoint takes.",
    ),
    WireCode.VALIDATION_FAILED: WireAnswer(
        "Validation failed",
        400,
        "The document breaks the schema or a rule; every problem is listed by line.",
    ),
    WireCode.MALFORMED_XML: WireAnswer(
        "Malformed XML submittal",
        400,
        "The body is not XML that we read: UTF-8, well-formed, no DOCTYPE.",
    ),
    WireCode.MALFORMED_FILE: WireAnswer(
        "Malformed file submittal",
        400,
        "The form lacks the fields `id` and `file`, or broke off before its end.",
    ),
    WireCode.REPORT_DOES_NOT_EXIST: WireAnswer(
        "Report does not exist",
        404,
        "None of your reports has this id.",
    ),
    WireCode.FILE_DOES_NOT_EXIST: WireAnswer(
        "File does not exist",
        404,
        "This report has no file with this id.",
    ),
    WireCode.REPORT_ALREADY_RETRACTED: WireAnswer(
        "Report already retracted",
        409,
        "The report was retracted or has expired; submit it anew.",
    ),
    WireCode.REPORT_ALREADY_FINISHED: WireAnswer(
        "Report already finished",
        409,
        "The report is finished and cannot change; send what is new to /supplement.",
    ),
}
