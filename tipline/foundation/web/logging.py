"""Log lines: static event names and ids; nothing that a report said."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# Whatever is not here is dropped, so that no name, address, text or hash gets out.
ALLOWED_KEYS = frozenset(
    {
        "attempts",
        "count",
        "error_code",
        "event",
        "exception_type",
        "job_id",
        "level",
        "list_id",
        "logger",
        "milliseconds",
        "outcome",
        "report_id",
        "request_id",
        "status",
        "step",
        "timestamp",
        "where",
    }
)


def keep_allowed_keys(
    logger: object, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop every key that is not on the list; a structlog processor."""
    del logger, method
    trace = event.pop("exc_info", None)
    if isinstance(trace, BaseException):
        event["exception_type"] = type(trace).__name__
        event["where"] = _where(trace)
    return {key: value for key, value in event.items() if key in ALLOWED_KEYS}


def _where(error: BaseException) -> str:
    """Give file and line of each of the last frames; no values, no message."""
    frames, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " ".join(frames[-8:])


def _resolve_exc_info(
    logger: object, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    del logger, method
    if event.get("exc_info") is True:
        event["exc_info"] = sys.exc_info()[1]
    return event


class _FromStandardLibrary(logging.Handler):
    """Sends libraries' warnings through the same list: their name, never their text."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(
            record.levelno,
            "library.warned",
            logger=record.name,
            exc_info=record.exc_info[1] if record.exc_info else None,
        )


def configure(*, as_json: bool) -> None:
    """Set logging up for this process."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _resolve_exc_info,
            keep_allowed_keys,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        handlers=[_FromStandardLibrary()], level=logging.WARNING, force=True
    )
