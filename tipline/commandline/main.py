"""Where `tipline` begins: finds the command, reads the environment, runs it."""

import argparse
import importlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import metadata

from tipline.commandline.database import (
    require_tables,
    set_up_django,
    started_if_needed,
)
from tipline.commandline.registry import COMMANDS, Command
from tipline.config import environment
from tipline.config.environment import WrongSettingError
from tipline.foundation.errors import TiplineError
from tipline.foundation.postgres.connection import OWNER

FAILED = 1
WRONG_USE = 2  # also argparse's own exit code

_DESCRIPTION = """\
Tipline receives reports of online child sexual exploitation, works them, and hands
them to the agency that is responsible.

Begin with `tipline start`. It keeps everything in one folder, ./var, unless --data or
TIPLINE_DATA names another.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 is success, 1 a refusal or failure that was explained, 2 a wrong use or setting.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    command = _command(given)
    try:
        return _run(command, given[1:])
    except WrongSettingError as error:
        return _explain(error, given, WRONG_USE)
    except TiplineError as error:
        return _explain(error, given, FAILED)
    except BrokenPipeError:
        # The reader, for example `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _command(given: list[str]) -> Command:
    parser = argparse.ArgumentParser(
        prog="tipline",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="`tipline COMMAND --help` explains a command.",
    )
    version = f"tipline {_version()}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", required=True)
    for command in COMMANDS:
        entry = commands.add_parser(
            command.name, help=command.summary, add_help=False, prefix_chars="\0"
        )
        entry.set_defaults(command=command)
        entry.add_argument("rest", nargs="*")
    found: Command = parser.parse_args(given).command
    return found


def _run(command: Command, given: list[str]) -> int:
    _apply_to_environment(given)
    for name, value in command.defaults:
        os.environ[name] = os.environ.get(name) or value
    wants_help = any(word in {"-h", "--help"} for word in given)
    # Help must not leave a data folder behind.
    scratch = tempfile.TemporaryDirectory() if wants_help else nullcontext()
    with scratch as folder:
        if folder is not None:
            os.environ["TIPLINE_DATA"] = folder
        settings = environment.load()
        starts = command.role is not None and command.starts_database
        if starts and command.role != OWNER and not wants_help:
            # Before anything else, so that a slip leaves no data folder behind either.
            require_tables(settings)
        if command.role is not None:
            set_up_django(command.role)
        arguments = _parse(command, given)
    arguments.environment = settings
    with started_if_needed(settings) if starts else nullcontext():
        return int(arguments.run(arguments))


def _parse(command: Command, given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=f"tipline {command.name}",
        description=command.summary,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    importlib.import_module(command.module).add_arguments(parser)
    return parser.parse_args(given)


def _apply_to_environment(given: list[str]) -> None:
    """Let --data, --port and --demo win over the variables of the same name."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data")
    parser.add_argument("--port")
    parser.add_argument("--demo", action="store_const", const="true")
    flags, _ = parser.parse_known_args(given)
    for name, value in vars(flags).items():
        if value is not None:
            os.environ[environment.variable(name)] = value


def _explain(error: TiplineError, given: list[str], code: int) -> int:
    if "--json" in given:
        print(json.dumps({"error": error.code, "message": str(error)}))
    print(f"tipline: {error}", file=sys.stderr)
    return code


def _version() -> str:
    try:
        return metadata.version("tipline")
    except metadata.PackageNotFoundError:
        return "(from a source folder)"
