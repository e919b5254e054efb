"""Hand one message to the operator's mail server."""

import smtplib
from dataclasses import dataclass
from enum import StrEnum

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from tipline.foundation.mail.errors import MailNotSentError

SECONDS = 10  # of patience with a server, for each answer


class MailSecurity(StrEnum):
    """How the connection to the mail server is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """The operator's mail server, and in whose name it is used."""

    host: str
    port: int
    security: MailSecurity
    username: str
    password: str
    sender: str


def send(server: MailServer, *, to: str, subject: str, text: str) -> None:
    """Send one plain text to one address.

    Raises:
        MailNotSentError: no connection, no trust in its certificate, or a refusal.
    """
    connection = EmailBackend(
        host=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        use_tls=server.security is MailSecurity.STARTTLS,
        use_ssl=server.security is MailSecurity.TLS,
        timeout=SECONDS,
    )
    message = EmailMessage(subject, text, server.sender, [to], connection=connection)
    # Nobody is to answer a machine that is not there on a holiday.
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        raise MailNotSentError(cause=type(error).__name__) from error
