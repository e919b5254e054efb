"""One id per request, through web, jobs, log and audit."""

import secrets
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="-")


def new_request_id() -> str:
    """Start a request: make an id of 32 hexadecimal characters and keep it."""
    value = secrets.token_hex(16)
    _current.set(value)
    return value


def current_request_id() -> str:
    """Give the running request's id, or "-" outside of one."""
    return _current.get()
