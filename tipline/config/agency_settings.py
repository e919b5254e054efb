"""Programs of agencies: how much they may ask, and where webhooks may lead."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode


class AgencySettings(BaseSettings):
    """The part of the environment that is about programs of agencies."""

    agency_requests_per_minute: int = Field(
        default=1_200,
        ge=1,
        description="How many requests a minute one token of an agency may send. "
        "More are answered with status 429 and the time to wait.",
    )
    webhook_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = (
        Field(
            default=(),
            description="Networks beside the public Internet that webhooks of agencies "
            "may lead to, separated by spaces, such as 10.20.0.0/16; there http will "
            "do. Default: none. See docs/api/agencies.md.",
        )
    )

    @field_validator("webhook_networks", mode="before")
    @classmethod
    def _read_networks(cls, networks: object) -> object:
        if not isinstance(networks, str):
            return networks
        return tuple(ip_network(each) for each in networks.split())
