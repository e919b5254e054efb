"""Send one event to an agency's address: pinned, signed, and with an end."""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from standardwebhooks.webhooks import Webhook

from tipline.exchange.errors import EventNotSentError
from tipline.exchange.reaching import Network, address_problem, may_reach, port_of

_SECONDS: Final = 10  # for each step
_ALTOGETHER: Final = 20  # so that an answer that drips holds nobody
_SUCCESS: Final = range(200, 300)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """An event, its number, and the secrets that sign it, the newest first."""

    number: str
    facts: dict[str, object]
    secrets: Sequence[str]
    at: datetime


def send(url: str, letter: Letter, *, allowed: Sequence[Network]) -> int:
    """Post an event as JSON; give the status of the answer, of which nothing is read.

    The name is resolved once, every address that it has is looked at, and the
    connection goes to the one that was looked at. No redirect is followed.

    Raises:
        EventNotSentError: the address may not be called, or did not take it.
    """
    if address_problem(url):
        raise EventNotSentError(cause="unusable-address")
    parts = urlsplit(url)
    host, is_encrypted = str(parts.hostname), parts.scheme == "https"
    found = _resolved(host, port_of(url))
    if not all(may_reach(each, allowed, is_encrypted=is_encrypted) for each in found):
        raise EventNotSentError(cause="forbidden-network")
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    body = json.dumps(letter.facts, sort_keys=True)
    connection = _connection(host, port_of(url), found[0], is_encrypted=is_encrypted)
    watch = threading.Timer(_ALTOGETHER, _hang_up, [connection])
    watch.start()
    try:
        connection.request(
            "POST", path, body=body.encode(), headers=head_of(letter, body)
        )
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise EventNotSentError(cause=type(error).__name__) from error
    finally:
        watch.cancel()
        connection.close()
    if status not in _SUCCESS:
        raise EventNotSentError(cause=f"status-{status}")
    return status


def head_of(letter: Letter, body: str) -> dict[str, str]:
    """Give the headers of Standard Webhooks: number, time, a signature per secret."""
    signed = [
        Webhook(each).sign(letter.number, letter.at, body) for each in letter.secrets
    ]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Tipline",
        "webhook-id": letter.number,
        "webhook-timestamp": str(int(letter.at.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise EventNotSentError(cause="unknown-name") from error
    return [str(each[4][0]) for each in found]


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever its name resolves to by now."""

    def __init__(
        self, host: str, port: int, *, address: str, tls: ssl.SSLContext | None
    ) -> None:
        super().__init__(host, port, timeout=_SECONDS)
        self._address, self._tls = address, tls

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls is not None:
            # Shaken hands with only once it is in its place: so it can be hung up on.
            self.sock = self._tls.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()


def _connection(
    host: str, port: int, address: str, *, is_encrypted: bool
) -> http.client.HTTPConnection:
    tls = ssl.create_default_context() if is_encrypted else None
    return _Pinned(host, port, address=address, tls=tls)


def _hang_up(connection: http.client.HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it ended by itself
