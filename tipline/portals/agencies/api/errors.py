"""Refusals that only the agencies' interface has."""

from tipline.foundation.errors import InvalidRequestError, PermissionDeniedError
from tipline.foundation.errors import NotFoundError as _NotFoundError
from tipline.foundation.errors import TooManyRequestsError as _TooManyRequestsError


class BodyNotValidError(InvalidRequestError):
    """The body or the query is not what the operation takes; `errors` says where."""

    code = "body-not-valid"
    sentence = "%(problem)s See /agency/api/v1/openapi.json for what is taken."


class ScopeMissingError(PermissionDeniedError):
    """The token may not do this."""

    code = "token-scope-missing"
    sentence = "This token lacks the scope %(scope)s. Make one that has it."


class BodyTooLongError(InvalidRequestError):
    """The body is larger than any operation takes."""

    code = "json-too-large"
    http_status = 413
    sentence = "The body is larger than 2 MB. Nothing here takes so much."


class OperationUnknownError(_NotFoundError):
    """There is no such address on this interface."""

    code = "operation-unknown"
    sentence = "There is no such address. See /agency/api/v1/openapi.json."


class TokenRateError(_TooManyRequestsError):
    """The token sent more requests than its limit allows."""

    code = "token-rate"
    sentence = "Too many requests. Send this again in %(retry_after_seconds)s seconds."
