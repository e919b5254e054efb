"""The inside port: health and metrics, for this machine's own monitoring."""

import os
import socket
from collections.abc import Callable, Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipline.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after the settings
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry  # noqa: E402 - after the settings
from prometheus_client.exposition import generate_latest  # noqa: E402 - see above

from tipline.config.metrics import Figures  # noqa: E402 - see above
from tipline.foundation.web import health  # noqa: E402 - see above

REGISTRY = CollectorRegistry(auto_describe=True)
REGISTRY.register(Figures())

# An address that means all of this machine's is asked for at the nearest.
_NEAR = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound

Start = Callable[[str, list[tuple[str, str]]], Any]


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer /health/live, /health/ready and /metrics; everything else is 404."""
    status, content_type, body = _answer(environ.get("PATH_INFO", ""))
    start_response(status, [("Content-Type", content_type)])
    return [body]


def _web_fault() -> str:
    """Say so when the web server beside us takes no connection yet, or any more."""
    environment = settings.ENVIRONMENT
    host = _NEAR.get(environment.host, environment.host)
    try:
        with socket.create_connection((host, environment.port), timeout=2):
            return ""
    except OSError:
        return "the web server does not answer"


def _answer(path: str) -> tuple[str, str, bytes]:
    text = "text/plain; charset=utf-8"
    if path == "/health/live":
        return "200 OK", text, b"live\n"
    if path == "/health/ready":
        fault = health.fault() or _web_fault()
        if fault:
            return "503 Service Unavailable", text, f"not ready: {fault}\n".encode()
        return "200 OK", text, b"ready\n"
    if path == "/metrics":
        return "200 OK", CONTENT_TYPE_LATEST, generate_latest(REGISTRY)
    return "404 Not Found", text, b"not found\n"
