"""Where Tipline listens, by which addresses it is reached, and whether it is a demo."""

from typing import Annotated, Any, Final, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode

PREFIX = "TIPLINE_"
INSIDE_HOST = "127.0.0.1"  # health and metrics are for this machine, whatever `host`
HIGHEST_PORT: Final = 65535
Port = Annotated[int, Field(ge=1, le=HIGHEST_PORT)]


def _inside_port(known: dict[str, Any]) -> int:
    port = int(known.get("port", 8080))
    return port + 1000 if port + 1000 <= HIGHEST_PORT else port - 1000


def _evidence_port(known: dict[str, Any]) -> int:
    port = int(known.get("port", 8080))
    return port + 2000 if port + 2000 <= HIGHEST_PORT else port - 2000


def _evidence_url(known: dict[str, Any]) -> str:
    """Give this machine's other name: cookies do not tell ports apart, but names."""
    other = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}
    name = other.get(urlsplit(str(known.get("public_url", ""))).hostname or "")
    return f"http://{name}:{known.get('evidence_port')}" if name else ""


def _public_url(known: dict[str, Any]) -> str:
    return f"http://localhost:{known.get('port', 8080)}"


def _allowed_hosts(known: dict[str, Any]) -> tuple[str, ...]:
    name = urlsplit(str(known.get("public_url", ""))).hostname or "localhost"
    return tuple(dict.fromkeys((name, "localhost", "127.0.0.1", "[::1]")))


class AddressSettings(BaseSettings):
    """The part of the environment that is about addresses; its fields come first."""

    port: Port = Field(
        default=8080,
        description="The port of the web server: portals and interfaces alike.",
    )
    inside_port: Port = Field(
        default_factory=_inside_port,
        description="The port for health checks and metrics, which this machine "
        "alone can reach. Default: the port plus 1000, or minus 1000 where that is "
        "too high.",
    )
    host: str = Field(
        default="127.0.0.1",
        description="The address to listen on. The default is reachable from this "
        "machine alone; put a reverse proxy with TLS in front for everybody else.",
    )
    public_url: str = Field(
        default_factory=_public_url,
        description="The address that people type, for example "
        "https://tipline.example.org. Passkeys are bound to its host name. "
        "Default: http://localhost with the port.",
    )
    evidence_port: Port = Field(
        default_factory=_evidence_port,
        description="The port of the evidence gateway, which alone shows previews of "
        "files. Default: the port plus 2000, or minus 2000 where that is too high.",
    )
    evidence_url: str = Field(
        default_factory=_evidence_url,
        description="The address of the evidence gateway as browsers reach it, for "
        "example https://evidence.example.net. Its host name must differ from that of "
        "the public address. Default: on localhost this machine's other name, else "
        "none, and then no file is shown.",
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default_factory=_allowed_hosts,
        description="Host names to answer to, separated by commas. Default: the host "
        "name of the public address, localhost, 127.0.0.1 and [::1].",
    )
    demo: bool = Field(
        default=False,
        description="Demonstration mode: invented reports and sign-in links without a "
        "passkey. Never where real reports arrive; this machine alone can reach it.",
    )

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split_names(cls, names: object) -> object:
        if isinstance(names, str):
            return tuple(name.strip() for name in names.split(",") if name.strip())
        return names

    @field_validator("public_url", "evidence_url", mode="after")
    @classmethod
    def _check_address(cls, url: str, info: ValidationInfo) -> str:
        if not url and info.field_name == "evidence_url":
            return url
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("it must begin with http:// or https:// and name a host")
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError("it must end after the host name and port")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _check_apart(self) -> Self:
        if self.inside_port == self.port:
            raise ValueError(f"{PREFIX}INSIDE_PORT must differ from {PREFIX}PORT")
        if self.evidence_port in {self.port, self.inside_port}:
            raise ValueError(f"{PREFIX}EVIDENCE_PORT must be a port of its own")
        if urlsplit(self.evidence_url).hostname == self.relying_party_id:
            raise ValueError(
                f"{PREFIX}EVIDENCE_URL must have another host name than "
                f"{PREFIX}PUBLIC_URL: browsers send cookies to every port of a host"
            )
        if self.demo and self.host not in {"127.0.0.1", "::1", "localhost"}:
            raise ValueError(
                f"{PREFIX}DEMO=true needs {PREFIX}HOST=127.0.0.1: demonstration mode "
                "lets anybody in"
            )
        return self

    @property
    def inside_url(self) -> str:
        """Where this machine reaches health checks and metrics."""
        return f"http://{INSIDE_HOST}:{self.inside_port}"

    @property
    def relying_party_id(self) -> str:
        """The host name that passkeys are bound to."""
        return urlsplit(self.public_url).hostname or "localhost"
