"""`tipline inside`: health checks and metrics, on a port of their own."""

import argparse
import signal
import sys
from importlib import import_module
from socketserver import ThreadingMixIn
from types import FrameType
from typing import Never
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from tipline.commandline import options
from tipline.config.address_settings import INSIDE_HOST
from tipline.config.environment import Environment

_DESCRIPTION = """\
Serve /health/live, /health/ready and /metrics on the inside port, to this machine.
"""
_TARGET = "tipline.config.inside"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline inside`."""
    parser.description = _DESCRIPTION
    options.add_data(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    signal.signal(signal.SIGTERM, _leave)
    serve(arguments.environment, _TARGET)
    return 0


class _Server(ThreadingMixIn, WSGIServer):
    """A thread for each request: one slow reader of metrics hides no health check."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    """Log nothing: a health check every few seconds is no news."""

    timeout = 10

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is inherited
        del format, args


def serve(environment: Environment, module: str) -> None:
    """Serve the WSGI `application` of the module on the inside port."""
    application = import_module(module).application
    server = make_server(
        INSIDE_HOST,
        environment.inside_port,
        application,
        server_class=_Server,
        handler_class=_Quiet,
    )
    server.serve_forever()


def _leave(number: int, frame: FrameType | None) -> Never:
    del number, frame
    sys.exit(0)
