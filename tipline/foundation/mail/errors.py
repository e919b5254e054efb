"""Refusals of mail."""

from tipline.foundation.errors import UnavailableError


class MailNotSentError(UnavailableError):
    """The operator's mail server did not take a message; `cause` names why."""

    code = "mail-not-sent"
    sentence = "The mail server did not take the message: %(cause)s."
