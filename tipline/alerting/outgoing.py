"""What the operator decided about messages that go out."""

from dataclasses import dataclass

from tipline.alerting.webhook import Address
from tipline.foundation.mail.post import MailServer


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """Where messages go; without a mail server no mail is sent."""

    mail: MailServer | None
    webhooks: tuple[Address, ...]
    public_url: str
