"""Refusals a caller may expect, drawn as one tree.

TiplineError
├── NotFoundError            absent, or hidden from the person who asks: the same answer
├── PermissionDeniedError    the person is known, and may never do this
├── SignInRequiredError      nobody is signed in
├── InvalidRequestError      what was sent cannot be understood or breaks a rule
├── ConflictError            right in itself, but not in the state that things are in
├── TooManyRequestsError     a limit was reached; says when to come back
└── UnavailableError         a part that this needs is down; nothing was kept

A capability's `errors.py` derives one class per cause from these. Anything that is not
a TiplineError is a bug and reaches the 500 page.
"""

from typing import ClassVar


class TiplineError(Exception):
    """A refusal with a stable public `code` and a sentence for a person.

    Subclasses set `code` (listed in docs/api/errors.md), `http_status` and `sentence`;
    the sentence is a percent template filled from the keyword arguments, which also are
    the machine-readable `fields`.
    """

    code: ClassVar[str] = "refused"
    http_status: ClassVar[int] = 400
    sentence: ClassVar[str] = "The request was refused."

    def __init__(self, **fields: object) -> None:
        """Keep `fields` for programs and fill the sentence for people."""
        self.fields = fields
        super().__init__(self.sentence % fields)


class NotFoundError(TiplineError):
    """Nothing is there for the person who asks; hidden and absent answer alike."""

    code = "not-found"
    http_status = 404
    sentence = "There is nothing here, or it is not yours to see."


class PermissionDeniedError(TiplineError):
    """The person is known and may never do this."""

    code = "permission-denied"
    http_status = 403
    sentence = "Your account may not do this."


class SignInRequiredError(TiplineError):
    """Nobody is signed in."""

    code = "sign-in-required"
    http_status = 401
    sentence = "Sign in first."


class InvalidRequestError(TiplineError):
    """What was sent cannot be understood, or breaks a rule of its format."""

    code = "invalid-request"
    http_status = 400
    sentence = "The request is not valid."


class ConflictError(TiplineError):
    """The request is right in itself, but not in the state that things are in."""

    code = "conflict"
    http_status = 409
    sentence = "This cannot be done in the present state."


class TooManyRequestsError(TiplineError):
    """A limit was reached; the field `retry_after_seconds` says when to come back."""

    code = "too-many-requests"
    http_status = 429
    sentence = "Too many requests. Try again in %(retry_after_seconds)s seconds."


class UnavailableError(TiplineError):
    """A part that this needs is down; nothing of the request was kept."""

    code = "unavailable"
    http_status = 503
    sentence = "A part of the service is down. Try again in a minute."
