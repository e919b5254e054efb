"""How people are called about urgent reports: mail, webhooks, and how often."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode

from tipline.alerting.calling import Calling
from tipline.alerting.watching import WatchLimits
from tipline.alerting.webhook import is_safe
from tipline.config.address_settings import Port


class AlarmSettings(BaseSettings):
    """The part of the environment that is about alarms."""

    mail_host: str = Field(
        default="",
        description="The SMTP server that alarms are mailed by. Default: none, and no "
        "mail is sent. See docs/operate/alarms.md.",
    )
    mail_port: Port = Field(default=587, description="The port of the SMTP server.")
    mail_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="How the connection to it is kept private: encrypted after a "
        "greeting (starttls), from the start (tls), or not at all (none), for a "
        "server on this machine.",
    )
    mail_username: str = Field(
        default="", description="The user name at the SMTP server, if it wants one."
    )
    mail_password: SecretStr | None = Field(
        default=None, description="The password at the SMTP server."
    )
    alarm_webhooks: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Addresses that are told of alarms, separated by spaces: https, or "
        "http on this machine. See docs/operate/alarms.md.",
    )
    alarm_calling: Calling = Field(
        default=Calling(),
        description="How alarms are repeated, as JSON; what is left out keeps its "
        "default. again_minutes (5): how long an alarm waits for an answer. calls_each "
        "(3): after so many calls the next on duty is called too.",
    )
    watch_limits: WatchLimits = Field(
        default=WatchLimits(),
        description="How many seconds an urgent report may take, as JSON; what is left "
        "out keeps its default. From the finish: assessed (60), available at an agency "
        "(60). From there: opened (900), acknowledged (3600). Later is an alarm.",
    )

    @field_validator("alarm_webhooks", mode="before")
    @classmethod
    def _split_addresses(cls, addresses: object) -> object:
        return tuple(addresses.split()) if isinstance(addresses, str) else addresses

    @field_validator("alarm_webhooks", mode="after")
    @classmethod
    def _check_webhooks(cls, addresses: tuple[str, ...]) -> tuple[str, ...]:
        for address in addresses:
            if not is_safe(address):
                raise ValueError(
                    "each address must be https without a user name, or http on this"
                    " machine"
                )
        return addresses
