"""Refusals that only the reporting interface has."""

from tipline.foundation.errors import PermissionDeniedError
from tipline.intake.errors import WireRefusedError
from tipline.intake.wire_codes import WireCode


class MethodRefusedError(WireRefusedError):
    """The endpoint does not answer this method."""

    code = "method-refused"
    http_status = 405
    wire_code = WireCode.INVALID_REQUEST
    sentence = "This endpoint answers %(method)s only."


class BodyTooLargeError(WireRefusedError):
    """The body is larger than its endpoint takes; files go to /upload."""

    code = "body-too-large"
    http_status = 413
    wire_code = WireCode.INVALID_REQUEST
    sentence = "The body is larger than 2 MB. Send files to /upload, one at a time."


class RateLimitError(WireRefusedError):
    """The platform sent more requests than its limit allows."""

    code = "rate-limit"
    http_status = 429
    wire_code = WireCode.INVALID_REQUEST
    sentence = "Too many requests. Send this again in %(retry_after_seconds)s s."


class FormOfAnotherSiteError(PermissionDeniedError):
    """A browser sends a form that is not of this server."""

    code = "form-of-another-site"
    sentence = "This form is of another site. Open the page here, and send it again."
