"""Refusals of Take It Down; the page has a sentence of its own for each code."""

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    TiplineError,
    TooManyRequestsError,
)


class NotOpenError(NotFoundError):
    """The operator has not opened Take It Down."""

    code = "take-it-down-not-open"
    sentence = "Take It Down is not open here."


class NoHashesError(InvalidRequestError):
    """What was sent is not the JSON of hashes that is taken, and nothing else is."""

    code = "not-hashes"
    sentence = "Only hashes are taken: %(problem)s."


class TooMuchSentError(TiplineError):
    """A request is larger than hashes ever are."""

    code = "more-than-hashes"
    http_status = 413
    sentence = "A request holds hashes only, at most %(most)s bytes."


class TooPlainError(InvalidRequestError):
    """There is so little in the picture that harmless ones would be blocked with it."""

    code = "too-plain"
    sentence = "There is too little to see in this picture to recognize it by."


class KnownHarmlessError(InvalidRequestError):
    """The picture is, or is near to, one that is known to be harmless."""

    code = "known-harmless"
    sentence = "This picture is known to be a harmless, widely used one."


class CaseFullError(ConflictError):
    """A case has as many files as one may have."""

    code = "case-full"
    sentence = "A case holds at most %(most)s files. Begin another one."


class CaseNotFoundError(NotFoundError):
    """Code and PIN do not belong together, or there is no such case."""

    code = "case-not-found"
    sentence = "There is no case with this code and this PIN."


class TooManySentError(TooManyRequestsError):
    """More comes in than people would send; nothing was kept."""

    code = "too-many-sent"
    sentence = "Too much was sent. Try again in %(retry_after_seconds)s seconds."


class MalformedHarmlessHashError(InvalidRequestError):
    """A line of the file is no hash of a harmless picture."""

    code = "malformed-harmless-hash"
    sentence = "Line %(line)s cannot be read: %(problem)s"
