"""Refusals of the intake, each with the code that it has on the reporting wire.

WireRefusedError                 has `wire_code` and `description`
├── MalformedXmlError            4110, not XML that we read
├── WrongRootError               4100, another document than the endpoint takes
├── ValidationFailedError        4100, every problem of the document
├── InvalidFormError             4000, a form field is missing or unreadable
├── MalformedFileError           4200, the upload's form is broken
├── UploadFailedError            1111, the bytes could not be stored
├── EndpointNotFoundError        1210
├── AuthenticationRequiredError  2000
├── NotAuthorizedError           3000
├── MaySubmitError               3100, the credential may not open reports
├── MayUpdateError               3300, the credential may not change reports
├── NotYourReportError           5001, absent or another reporter's
│   └── SupplementMissingError   5001, absent or another reporter's
├── FileMissingError             5002
├── ReportNotFinishedError       4000, the report is open: it takes no supplement yet
├── TooManySupplementsError      4000, the report or the wait is full
├── ReportRetractedError         5101, retracted or expired
├── ReportPurgedError            5101, cleared and destroyed
└── ReportFinishedError          5102

Of calls, which are on no wire: AnswerTooLongError, CallNotFoundError, CallOverError,
KindMissingError, TooManyOpenCallsError, CallTooLongError, NoDangerToCheckError,
OwnCheckError. Of the form: EmptyMessageError, TooManyMessagesError,
FormNotSendableError.
"""

from dataclasses import dataclass
from typing import ClassVar

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    SignInRequiredError,
    TiplineError,
    UnavailableError,
)
from tipline.intake.wire_codes import WIRE_ANSWERS, WireCode


@dataclass(frozen=True, order=True, kw_only=True)
class Problem:
    """What is wrong at one place of a document; line and column count from 1."""

    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        return f"[{self.line},{self.column}] - {self.sentence}"


@dataclass(frozen=True, order=True, kw_only=True)
class Finding(Problem):
    """A problem that names its rule; `rule_id` is stable and public."""

    rule_id: str


class WireRefusedError(TiplineError):
    """A refusal that has a `responseCode` on the reporting wire."""

    wire_code: ClassVar[WireCode] = WireCode.INVALID_REQUEST

    @property
    def description(self) -> str:
        """Give the `responseDescription`: the code's name and what to do."""
        return f"{WIRE_ANSWERS[self.wire_code].name}\n{self}"


class _DocumentRefusedError(WireRefusedError, InvalidRequestError):
    """A document with at least one problem; `problems` are in document order."""

    def __init__(self, problems: tuple[Problem, ...], **fields: object) -> None:
        super().__init__(count=len(problems), **fields)
        self.problems = problems

    @property
    def description(self) -> str:
        """Give the code's name, then one line per problem."""
        name = WIRE_ANSWERS[self.wire_code].name
        return "\n".join([name, *map(str, self.problems)])


class MalformedXmlError(_DocumentRefusedError):
    """The body is not XML that we read: not well-formed, not UTF-8, or hostile."""

    code = "malformed-xml"
    wire_code = WireCode.MALFORMED_XML
    sentence = "The body is not XML that can be read."


class WrongRootError(_DocumentRefusedError):
    """The XML is another document than the endpoint takes."""

    code = "wrong-root-element"
    wire_code = WireCode.VALIDATION_FAILED
    sentence = "The root element is not the one that this endpoint takes."


class ValidationFailedError(_DocumentRefusedError):
    """The document breaks the schema or rules; `problems` holds all of them."""

    code = "validation-failed"
    wire_code = WireCode.VALIDATION_FAILED
    sentence = "The document breaks its schema or rules in %(count)s places."


class InvalidFormError(WireRefusedError, InvalidRequestError):
    """A form field of finish, retract or upload is missing or unreadable."""

    code = "invalid-form"
    wire_code = WireCode.INVALID_REQUEST
    sentence = "The form field %(field)s is missing or cannot be read."


class MalformedFileError(WireRefusedError, InvalidRequestError):
    """The upload's form is broken, incomplete or has no file part."""

    code = "malformed-file"
    wire_code = WireCode.MALFORMED_FILE
    sentence = "The form must have the fields id and file, and end properly."


class UploadFailedError(WireRefusedError, UnavailableError):
    """The file's bytes could not be stored; nothing of it was kept."""

    code = "file-upload-failed"
    wire_code = WireCode.FILE_UPLOAD_FAILED
    http_status = 500
    sentence = "The file could not be stored. Send it again."


class EndpointNotFoundError(WireRefusedError, NotFoundError):
    """The reporting API has nothing at this address."""

    code = "endpoint-not-found"
    wire_code = WireCode.RESOURCE_NOT_FOUND
    sentence = "There is no endpoint at this address."


class AuthenticationRequiredError(WireRefusedError, SignInRequiredError):
    """No credential was sent, or it is wrong, expired or revoked: the same answer."""

    code = "authentication-required"
    wire_code = WireCode.AUTHENTICATION_REQUIRED
    sentence = "Send a valid user name and password by HTTP Basic."


class NotAuthorizedError(WireRefusedError, PermissionDeniedError):
    """The credential is known and may not do this."""

    code = "not-authorized"
    wire_code = WireCode.NOT_AUTHORIZED
    sentence = "This credential may not do this."


class MaySubmitError(WireRefusedError, PermissionDeniedError):
    """The credential may not open reports."""

    code = "may-not-submit"
    wire_code = WireCode.MAY_NOT_SUBMIT
    sentence = "This credential may not open reports."


class MayUpdateError(WireRefusedError, PermissionDeniedError):
    """The credential may not change reports."""

    code = "may-not-update"
    wire_code = WireCode.MAY_NOT_UPDATE
    sentence = "This credential may not change reports."


class NotYourReportError(WireRefusedError, NotFoundError):
    """No report with this id exists for the reporter who asks."""

    code = "report-not-found"
    wire_code = WireCode.REPORT_DOES_NOT_EXIST
    sentence = "None of your reports has the id %(report_id)s."


class SupplementMissingError(NotYourReportError):
    """No supplement with this id exists for the reporter who asks."""

    code = "supplement-not-found"
    sentence = "None of your supplements has this id."


class FileMissingError(WireRefusedError, NotFoundError):
    """The report has no file with this id."""

    code = "file-not-found"
    wire_code = WireCode.FILE_DOES_NOT_EXIST
    sentence = "The report has no file with the id %(file_id)s."


class ReportRetractedError(WireRefusedError, ConflictError):
    """The report was retracted by the reporter, or expired."""

    code = "report-retracted"
    wire_code = WireCode.REPORT_ALREADY_RETRACTED
    sentence = "The report %(report_id)s was retracted or has expired."


class ReportPurgedError(WireRefusedError, ConflictError):
    """The report was cleared and destroyed: a tombstone takes nothing."""

    code = "report-purged"
    wire_code = WireCode.REPORT_ALREADY_RETRACTED
    sentence = "The report %(report_id)s was cleared and destroyed."


class ReportFinishedError(WireRefusedError, ConflictError):
    """The report is finished and cannot change."""

    code = "report-finished"
    wire_code = WireCode.REPORT_ALREADY_FINISHED
    sentence = (
        "The report %(report_id)s is finished and cannot change; send what is new to"
        " /supplement."
    )


class ReportNotFinishedError(WireRefusedError, InvalidRequestError):
    """The report is open: what is new is uploaded to it, and no supplement."""

    code = "report-not-finished"
    wire_code = WireCode.INVALID_REQUEST
    sentence = (
        "The report %(report_id)s is open: upload and describe what is new, and finish"
        " it. Supplements are for finished reports."
    )


class TooManySupplementsError(WireRefusedError, InvalidRequestError):
    """A report takes no more supplements, or no more files wait for one."""

    code = "too-many-supplements"
    wire_code = WireCode.INVALID_REQUEST
    sentence = (
        "There are %(most)s already; send what is new as a report of its own, with the"
        " first one in priorCTReports."
    )


class ReportBusyError(WireRefusedError, UnavailableError):
    """The report changed each time that it was about to be finished; it stays open."""

    code = "report-busy"
    http_status = 500
    wire_code = WireCode.UPDATE_FAILED
    sentence = "The report %(report_id)s kept changing. Finish it when all is uploaded."


class AnswerTooLongError(InvalidRequestError):
    """An answer of a member of the public is longer than its field takes."""

    code = "answer-too-long"
    sentence = "“%(field)s” takes at most %(longest)s characters. Shorten it."


class CallNotFoundError(NotFoundError):
    """No call has this number, for the person who asks."""

    code = "call-not-found"


class CallOverError(ConflictError):
    """Somebody types into a call that was ended or given up."""

    code = "call-over"
    sentence = "This call is over. Its report is in the queue and keeps what it says."


class KindMissingError(InvalidRequestError):
    """A call is ended before anybody said what kind of incident it is about."""

    code = "kind-of-incident-missing"
    sentence = "Choose what comes closest to what happened; all else may stay open."


class TooManyOpenCallsError(ConflictError):
    """One person has more calls open than anybody can have."""

    code = "too-many-open-calls"
    sentence = "You have %(most)s calls open. End those that are over first."


class CallTooLongError(ConflictError):
    """A call was saved more often than any call needs."""

    code = "call-too-long"
    sentence = "This call was saved too often. End it, and begin another for the rest."


class NoDangerToCheckError(ConflictError):
    """Somebody checks a danger that the caller did not name."""

    code = "no-danger-to-check"
    sentence = "The caller did not say that a child is in danger now."


class OwnCheckError(PermissionDeniedError):
    """Who took the call wants to be the second person too."""

    code = "own-danger-check"
    sentence = "You took this call: call back, or ask another analyst to confirm it."


class EmptyMessageError(InvalidRequestError):
    """Somebody sends a question, an answer or an addition without a word."""

    code = "empty-message"
    sentence = "Write something first."


class TooManyMessagesError(ConflictError):
    """A report has as many questions or messages as anybody needs."""

    code = "too-many-messages"
    sentence = "There are %(most)s messages already; begin a new report for the rest."


class FormNotSendableError(InvalidRequestError):
    """Somebody sends a form in which nothing was ever answered."""

    code = "form-empty"
    sentence = "Answer at least one question first."
