"""`tipline take-it-down`: open it, keep what is harmless off it, and count."""

import argparse
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from tipline.commandline import context, options
from tipline.commandline.context import ACTOR, now
from tipline.commandline.hashlist import UnreadableFileError
from tipline.takeitdown import queries, services

_YEAR = timedelta(days=365)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline take-it-down`."""
    commands = options.add_subcommands(parser)
    options.add_data(parser)
    options.add_subcommand(
        commands,
        "open",
        open_list,
        summary="Open Take It Down: make its list, to which platforms are then let in "
        "with tipline hashlist add-member. Until then its pages say where else to go.",
    )
    added = options.add_subcommand(
        commands,
        "harmless",
        harmless,
        summary="Add hashes of famous and test pictures that nobody can have blocked, "
        "nor what is near to them: a CSV file of algorithm (md5, sha256, pdq), value "
        "and name.",
    )
    added.add_argument("file", metavar="FILE", type=Path, help="the CSV file, UTF-8")
    counted = options.add_subcommand(
        commands,
        "figures",
        figures,
        summary="Count submissions, files and hashes, month by month.",
    )
    counted.add_argument(
        "--since",
        type=date.fromisoformat,
        metavar="DAY",
        help="the first day, as 2026-01-01; default: a year ago",
    )
    counted.add_argument(
        "--until",
        type=date.fromisoformat,
        metavar="DAY",
        help="the day after the last; default: tomorrow",
    )


def open_list(arguments: argparse.Namespace) -> int:
    """Make the list, if it is not there."""
    made = services.open_list(ACTOR, at=now())
    facts = {"list_id": made.pk, "name": made.name, "slug": made.slug}
    text = f"Take It Down is open. Platforms fetch /hashsharing/{made.slug}."
    options.answer(arguments, facts, text)
    return 0


def harmless(arguments: argparse.Namespace) -> int:
    """Add a file of harmless pictures."""
    try:
        text = arguments.file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableFileError(
            file=arguments.file, problem=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(file=arguments.file, problem="no UTF-8") from error
    added = services.add_harmless(ACTOR, text.splitlines(), at=now())
    options.answer(arguments, {"added": added}, f"{added} new.")
    return 0


def figures(arguments: argparse.Namespace) -> int:
    """Count what came."""
    today = now().date()
    found = queries.figures(
        ACTOR,
        since=arguments.since or today - _YEAR,
        until=arguments.until or today + timedelta(days=1),
    )
    rows: list[tuple[object, ...]] = [
        (f"{each.month:%Y-%m}", each.submissions, each.files, each.hashes)
        for each in found
    ]
    head = ("month", "submissions", "files", "hashes")
    text = context.table(head, rows, none="Nothing was sent.")
    options.answer(arguments, [asdict(each) for each in found], text)
    return 0
