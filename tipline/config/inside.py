"""The inside port: health and metrics, for this machine's own monitoring."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipline.config.settings")
django.setup()

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry  # noqa: E402 - after the settings
from prometheus_client.exposition import generate_latest  # noqa: E402 - see above

from tipline.config.metrics import Figures  # noqa: E402 - see above
from tipline.foundation.web import health  # noqa: E402 - see above

REGISTRY = CollectorRegistry(auto_describe=True)
REGISTRY.register(Figures())

Start = Callable[[str, list[tuple[str, str]]], Any]


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer /health/live, /health/ready and /metrics; everything else is 404."""
    status, content_type, body = _answer(environ.get("PATH_INFO", ""))
    start_response(status, [("Content-Type", content_type)])
    return [body]


def _answer(path: str) -> tuple[str, str, bytes]:
    text = "text/plain; charset=utf-8"
    if path == "/health/live":
        return "200 OK", text, b"live\n"
    if path == "/health/ready":
        fault = health.fault()
        if fault:
            return "503 Service Unavailable", text, f"not ready: {fault}\n".encode()
        return "200 OK", text, b"ready\n"
    if path == "/metrics":
        return "200 OK", CONTENT_TYPE_LATEST, generate_latest(REGISTRY)
    return "404 Not Found", text, b"not found\n"
