"""`tipline web`: a web server alone, for one of several machines."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from tipline.commandline import options
from tipline.commandline.child import die_with_parent
from tipline.commandline.database import set_up_django
from tipline.commandline.loading import for_good
from tipline.config.environment import Environment
from tipline.foundation.postgres.connection import WEB

_DESCRIPTION = """\
Run a web server alone. The database must be up; `tipline start` starts both.
"""
_TARGET = "tipline.config.wsgi:application"
_ADDRESSES = "tipline.config.urls"
_BACKLOG = 1024
_STOP_SECONDS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline web`."""
    parser.description = _DESCRIPTION
    options.add_port(parser)
    options.add_data(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    # Loaded once and then forked, so that a web process that died is back at once.
    set_up_django(WEB)
    with for_good():
        import_module(_ADDRESSES)
    serve(arguments.environment, _TARGET)
    return 0


def serve(
    environment: Environment,
    target: str,
    *,
    port: int | None = None,
    workers: int | None = None,
) -> None:
    """Serve the WSGI application `MODULE:NAME`; processes that die are replaced."""
    Granian(
        target,
        address=environment.host,
        port=port or environment.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=workers or environment.web_workers,
        blocking_threads=environment.web_threads,
        backlog=_BACKLOG,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
    ).serve(target_loader=load)


def load(target: str) -> Callable[..., Any]:
    """Import the application in a web process, which must not outlive its parent."""
    die_with_parent()
    module, _, name = target.partition(":")
    application: Callable[..., Any] = getattr(import_module(module), name)
    return application
