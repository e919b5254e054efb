"""Refusals of alerting."""

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    UnavailableError,
)


class AlarmNotFoundError(NotFoundError):
    """No alarm with this number, for the person who asks."""

    code = "no-such-alarm"


class AlarmOverError(ConflictError):
    """Somebody acknowledged the alarm already, or its cause is gone."""

    code = "alarm-over"
    sentence = "This alarm is over: somebody acknowledged it, or its cause is gone."


class DutyTimeError(InvalidRequestError):
    """A duty ends before it begins, or it is over already."""

    code = "duty-time"
    sentence = "A duty must end after it begins, and in the future."


class NotOnRosterError(NotFoundError):
    """Somebody who is not of the organization, or whose work is another."""

    code = "not-for-this-roster"


class WebhookFailedError(UnavailableError):
    """What a webhook's address answered was no success; `cause` names it."""

    code = "webhook-failed"
    sentence = "The webhook did not take the message: %(cause)s."
