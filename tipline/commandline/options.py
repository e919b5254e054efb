"""The options that commands share, and how they answer."""

import argparse
import json
from collections.abc import Callable

Run = Callable[[argparse.Namespace], int]
_NAME_MAX = 200  # as the tables have it


def add_data(parser: argparse.ArgumentParser, *, default: str = "./var") -> None:
    """Offer --data; `main` has already acted on it."""
    parser.add_argument(
        "--data",
        metavar="DIR",
        help="the folder that holds everything "
        f"(default: TIPLINE_DATA, else {default})",
    )


def add_port(parser: argparse.ArgumentParser) -> None:
    """Offer --port; `main` has already acted on it."""
    parser.add_argument(
        "--port",
        metavar="N",
        help="the port of the web server (default: TIPLINE_PORT, else 8080)",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Offer --json, which `answer` acts on."""
    parser.add_argument(
        "--json", action="store_true", help="answer in JSON, for programs"
    )


def add_subcommands(
    parser: argparse.ArgumentParser,
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    """Make the command a group, and return where to add its commands."""
    return parser.add_subparsers(metavar="COMMAND", title="commands", required=True)


def add_subcommand(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Run,
    *,
    summary: str,
    data: str = "./var",
) -> argparse.ArgumentParser:
    """Add a command with --data and --json to a group, and return its parser."""
    parser = commands.add_parser(name, help=summary, description=summary)
    add_data(parser, default=data)
    add_json(parser)
    parser.set_defaults(run=run)
    return parser


def answer(arguments: argparse.Namespace, facts: object, text: str) -> None:
    """Print `facts` as JSON when --json was given, and else `text`.

    Values that JSON does not know, such as times and paths, are written as text.
    """
    if arguments.json:
        print(json.dumps(facts, default=str, ensure_ascii=False, indent=2))
    else:
        print(text)


def name(text: str) -> str:
    """Read a name: 1 to 200 characters that are not all blank."""
    if not 1 <= len(text.strip()) <= _NAME_MAX:
        raise argparse.ArgumentTypeError(f"it must have 1 to {_NAME_MAX} characters")
    return text.strip()


def count(text: str) -> int:
    """Read a whole number of at least 1."""
    if not (text.isascii() and text.isdecimal() and int(text) >= 1):
        raise argparse.ArgumentTypeError("it must be a whole number of at least 1")
    return int(text)
