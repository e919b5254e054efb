"""How a role reaches the database."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

Role = Literal["tipline_owner", "tipline_web", "tipline_worker", "tipline_superuser"]

OWNER: Role = "tipline_owner"
WEB: Role = "tipline_web"
WORKER: Role = "tipline_worker"
SUPERUSER: Role = "tipline_superuser"

DATABASE = "tipline"
SOCKET_PORT = 5432


@dataclass(frozen=True)
class Connection:
    """Everything a client needs to connect; the password stays out of `repr`.

    `host` is a host name, or the folder of a unix socket when it starts with a slash.
    `options` are further libpq parameters, for example `sslmode`.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    database: str = DATABASE
    options: tuple[tuple[str, str], ...] = ()

    def url(self) -> str:
        """Write the connection as a libpq URI, password included."""
        login = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}"
        parameters = [*self.options]
        place = f"{self.host}:{self.port}"
        if self.host.startswith("/"):
            parameters = [("host", self.host), ("port", str(self.port)), *parameters]
            place = ""
        # libpq reads %20 as a space, and a plus sign as a plus sign.
        query = f"?{urlencode(parameters, quote_via=quote)}" if parameters else ""
        return f"postgresql://{login}@{place}/{quote(self.database, safe='')}{query}"


def parse(url: str) -> Connection:
    """Read a libpq URI such as `postgresql://owner:secret@host:5432/tipline`.

    Raises:
        ValueError: it is not such a URI, or names no user or no database.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query.replace("+", "%2B")))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("it must begin with postgresql://")
    database = unquote(parts.path.removeprefix("/"))
    if not parts.username or not database:
        raise ValueError("it must name a user and a database")
    return Connection(
        host=options.pop("host", "") or parts.hostname or "localhost",
        port=int(options.pop("port", "") or parts.port or SOCKET_PORT),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        database=database,
        options=tuple(sorted(options.items())),
    )
