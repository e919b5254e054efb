"""`tipline stop`: end what `tipline start` started."""

import argparse
import contextlib
import os
import signal
import time

from tipline.commandline import options
from tipline.commandline.runfile import RunFile
from tipline.config.environment import Environment
from tipline.foundation.errors import UnavailableError
from tipline.foundation.postgres import postmaster

_PATIENCE_SECONDS = 60.0


class NotStoppedError(UnavailableError):
    """The running product did not end in time."""

    code = "not-stopped"
    sentence = "Tipline (process %(pid)s) was asked to stop and is still running."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline stop`."""
    options.add_data(parser)
    options.add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask the running product to stop, and wait until it has."""
    environment: Environment = arguments.environment
    run_file = RunFile(environment.data)
    pid = run_file.owner()
    if pid is None:
        # A killed supervisor's PostgreSQL shuts down by itself; make sure of it.
        postmaster.stop(environment.cluster.folder)
        options.answer(arguments, {"stopped": None}, "Tipline is not running.")
        return 0
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while run_file.owner() == pid:
        if time.monotonic() > deadline:
            raise NotStoppedError(pid=pid)
        time.sleep(0.05)
    options.answer(arguments, {"stopped": pid}, "Tipline has stopped.")
    return 0
