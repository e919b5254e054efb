"""Tell one address of the operator's, signed so that it can trust what it reads.

Only addresses of the operator's settings are called: over https, or on this machine. No
redirect is followed, and of the answer only the status is looked at. The signature is
that of Standard Webhooks (three headers, HMAC-SHA256), so that receivers can check it
with a library of their language.
"""

import base64
import http.client
import json
import ssl
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from standardwebhooks.webhooks import Webhook

from tipline.alerting.errors import WebhookFailedError

_SECONDS: Final = 10
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SUCCESS: Final = range(200, 300)


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where to, and the secret that both sides know."""

    url: str
    secret: str


def is_safe(url: str) -> bool:
    """Tell whether an address may be called: https, or on this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    is_private = parts.scheme == "http" and host in _LOOPBACK
    has_extras = any((parts.username, parts.password, parts.fragment))
    is_plain = url.isascii() and url.isprintable() and " " not in url
    return (
        bool(host)
        and (parts.scheme == "https" or is_private)
        and is_plain
        and not has_extras
    )


def call(
    address: Address, facts: dict[str, object], *, message_id: str, at: datetime
) -> None:
    """Send facts as JSON, signed.

    Raises:
        WebhookFailedError: no connection, or an answer that is no success; a redirect
            is none.
    """
    if not is_safe(address.url):
        raise WebhookFailedError(cause="unsafe-address")
    body = json.dumps(facts, sort_keys=True)
    secret = base64.b64encode(address.secret.encode()).decode()
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, at, body),
    }
    parts = urlsplit(address.url)
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    connection = _connect(parts.scheme, str(parts.hostname), parts.port)
    try:
        connection.request("POST", path, body=body.encode(), headers=headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise WebhookFailedError(cause=type(error).__name__) from error
    finally:
        connection.close()
    if status not in _SUCCESS:
        raise WebhookFailedError(cause=f"status-{status}")


def _connect(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(
            host, port, timeout=_SECONDS, context=context
        )
    return http.client.HTTPConnection(host, port, timeout=_SECONDS)
