"""Refusals around the programs of agencies."""

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    UnavailableError,
)
from tipline.foundation.sentence import Sentence


class KeyReusedError(ConflictError):
    """A program names two different requests alike."""

    code = "idempotency-key-reused"
    sentence = (
        "This Idempotency-Key was used for another request within %(hours)s hours. Use "
        "a new key for each new thing that you want."
    )


class KeyNotUsableError(InvalidRequestError):
    """The program's name for a request is empty, too long or not printable."""

    code = "idempotency-key-not-usable"
    sentence = "An Idempotency-Key has 1 to 200 printable ASCII characters."


class WebhookIncompleteError(InvalidRequestError):
    """A webhook's address cannot be used, or the agency has too many."""

    code = "webhook-incomplete"
    sentence = "%(problem)s"


class WebhookOverError(ConflictError):
    """The webhook was ended already."""

    code = "webhook-over"
    sentence = Sentence("This webhook was ended already.")


class EventNotSentError(UnavailableError):
    """An agency's address did not take an event; `cause` says why."""

    code = "event-not-sent"
    sentence = "The address did not take the event: %(cause)s."
