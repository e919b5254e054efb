"""Refusals of drafts and clocks."""

from tipline.foundation.errors import ConflictError, InvalidRequestError


class TextFaultyError(InvalidRequestError):
    """An agency's text for a draft cannot be read; nothing was kept."""

    code = "draft-text-faulty"
    sentence = "%(problem)s"


class RequestIncompleteError(InvalidRequestError):
    """A request to a platform or state lacks its kind, or its days do not fit."""

    code = "request-incomplete"
    sentence = "%(problem)s"


class RequestOverError(ConflictError):
    """Nobody waits for this request any longer."""

    code = "request-over"
    sentence = "This request is closed already. Load the page again."
