"""`tipline status`: what is running, and where."""

import argparse
from dataclasses import asdict

from tipline.commandline import options
from tipline.commandline.runfile import RunFile, State

_DESCRIPTION = """\
Say what is running, and where. The exit code is 0 when Tipline is ready and 3 when it
is not running or still starting.
"""
# The exit code of `status` for a program that is not running, by the LSB 3.1.
_NOT_RUNNING = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline status`."""
    parser.description = _DESCRIPTION
    options.add_data(parser)
    options.add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Tell what the supervisor has noted."""
    state = RunFile(arguments.environment.data).state()
    if state is None:
        facts = {"running": False, "ready": False}
        options.answer(arguments, facts, "Tipline is not running.")
        return _NOT_RUNNING
    options.answer(arguments, {"running": True, **asdict(state)}, _describe(state))
    return 0 if state.ready else _NOT_RUNNING


def _describe(state: State) -> str:
    phrase = "is ready at" if state.ready else "is starting; it will be at"
    lines = [f"Tipline {phrase} {state.address} (process {state.pid})"]
    for name, process in state.processes.items():
        where = f"process {process.pid}" if process.pid else "being started again"
        again = f", restarted {process.restarts} times" if process.restarts else ""
        lines.append(f"  {name:<9} {where}{again}")
    return "\n".join(lines)
