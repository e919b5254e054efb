"""`tipline statistics`: the figures that are published."""

import argparse
from dataclasses import asdict
from datetime import date, timedelta

from tipline.commandline import context, options
from tipline.commandline.context import ACTOR, now
from tipline.statistics import reporters as by_reporter

_YEAR = timedelta(days=365)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline statistics`."""
    commands = options.add_subcommands(parser)
    options.add_data(parser)
    counted = options.add_subcommand(
        commands,
        "reporters",
        reporters,
        summary="Count reports by reporter, Take It Down among them, as they may be "
        f"published: who sent fewer than {by_reporter.SMALLEST} is in one line with "
        "others.",
    )
    counted.add_argument(
        "--since",
        type=date.fromisoformat,
        metavar="DAY",
        help="the first day, as 2026-01-01, in UTC; default: a year ago",
    )
    counted.add_argument(
        "--until",
        type=date.fromisoformat,
        metavar="DAY",
        help="the day after the last; default: tomorrow",
    )
    counted.add_argument(
        "--all",
        action="store_true",
        help="every reporter in a line, however few: not for publication",
    )


def reporters(arguments: argparse.Namespace) -> int:
    """Count reports by reporter."""
    today = now().date()
    found = by_reporter.by_reporter(
        ACTOR,
        since=arguments.since or today - _YEAR,
        until=arguments.until or today + timedelta(days=1),
    )
    lines = found if arguments.all else by_reporter.publishable(found)
    rows: list[tuple[object, ...]] = [
        (each.reporter, each.reporters, each.reports) for each in lines
    ]
    head = ("reporter", "reporters", "reports")
    text = context.table(head, rows, none="No report came.")
    options.answer(arguments, [asdict(each) for each in lines], text)
    return 0
