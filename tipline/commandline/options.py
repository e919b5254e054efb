"""The options that commands share, and how they answer."""

import argparse
import json
from collections.abc import Callable

Run = Callable[[argparse.Namespace], int]


def add_data(parser: argparse.ArgumentParser) -> None:
    """Offer --data; `main` has already acted on it."""
    parser.add_argument(
        "--data",
        metavar="DIR",
        help="the folder that holds everything (default: TIPLINE_DATA, else ./var)",
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
) -> argparse.ArgumentParser:
    """Add a command with --data and --json to a group, and return its parser."""
    parser = commands.add_parser(name, help=summary, description=summary)
    add_data(parser)
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
