"""Simulate one day of a large clearinghouse, with the product's own decisions.

    python -m benchmarks.day [--reports 100000] [--analysts 10] [--sensitivity]
        [--write]

Reports come by the mix of 2023; what is a model and not the product is in `day_model`.
Level, designation, bundle, what waits and in which order, who looks again, and for how
long a person may look are asked of the product's rules. A seed gives the same day.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace

from benchmarks import day_page as pages
from benchmarks import page
from benchmarks.day_analysts import ZONES, team_of
from benchmarks.day_model import Assumed, Year, add_options, from_options, is_share
from benchmarks.day_reports import Day, day_of
from benchmarks.day_run import Outcome, work_through
from tipline.triage.holding import MOST_URGENT

YEAR = Year()
TEAMS = len(ZONES)
MORE = (2, 4)  # times the analysts
FACTORS = (0.5, 2.0)
# What is halved and doubled, some of it together.
CHANGED = (
    ("image_seconds", "video_seconds"),
    ("image_clear", "video_clear"),
    ("two_people",),
    ("disagreement",),
    ("read_seconds",),
    ("listed_copies", "listed_new"),
    ("urgent_words", "stray_words"),
    ("same_day",),
    ("swing",),
)
# These change what the reports are; the others only who looks, and how long.
OF_REPORTS = frozenset({"listed_copies", "urgent_words", "same_day", "swing"})


def figures_of(options: argparse.Namespace) -> Iterator[str]:
    """Simulate the day, and give its figures as Markdown, part by part."""
    assumed, analysts = from_options(options), options.analysts
    day = day_of(options.reports, year=YEAR, assumed=assumed, seed=options.seed)
    base = _worked(day, analysts, assumed)
    alone = _worked(day.only(MOST_URGENT), analysts, assumed)
    yield page.machine("day")
    yield pages.files_text(day, base, YEAR)
    yield "### How long each level waited\n"
    yield pages.waits_text(day, base, alone)
    yield "### What more analysts change\n"
    yield pages.staff_text(_staffed(day, base, analysts=analysts, assumed=assumed))
    yield pages.enough_text(day, base, assumed)
    yield "### The model\n"
    yield pages.model_text(YEAR, assumed)
    if options.sensitivity:
        yield "### What hangs on assumptions\n"
        whole = _changed((), 1.0, day=day, outcome=base)
        yield pages.changes_text(whole, _changes(options, assumed, day))


def _worked(
    day: Day, analysts: int, assumed: Assumed, *, teams: int = TEAMS
) -> Outcome:
    return work_through(day, team_of(analysts, teams=teams), assumed)


def _staffed(
    day: Day, base: Outcome, *, analysts: int, assumed: Assumed
) -> Iterator[tuple[str, Outcome]]:
    yield f"{analysts}", base
    for times in MORE:
        yield f"{analysts * times}", _worked(day, analysts * times, assumed)
    yield f"{analysts}, one team", _worked(day, analysts, assumed, teams=1)


def _changes(
    options: argparse.Namespace, assumed: Assumed, day: Day
) -> Iterator[pages.Changed]:
    for names in CHANGED:
        for factor in FACTORS:
            changed = _times(assumed, names, factor)
            other = day
            if OF_REPORTS.intersection(names):
                other = day_of(
                    options.reports, year=YEAR, assumed=changed, seed=options.seed
                )
            outcome = _worked(other, options.analysts, changed)
            yield _changed(names, factor, day=other, outcome=outcome)


def _times(assumed: Assumed, names: tuple[str, ...], factor: float) -> Assumed:
    """Multiply assumptions; a share stays 1 at the most."""
    values = {name: getattr(assumed, name) * factor for name in names}
    for name, value in values.items():
        values[name] = min(value, 1.0) if is_share(name) else value
    return replace(assumed, **values)


def _changed(
    names: tuple[str, ...], factor: float, *, day: Day, outcome: Outcome
) -> pages.Changed:
    needed = pages.needed_of(day) / day.files
    return pages.Changed(names=names, factor=factor, needed=needed, outcome=outcome)


def parser() -> argparse.ArgumentParser:
    """Give the options, every assumption among them."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--reports", type=int, default=100_000)
    options.add_argument("--analysts", type=int, default=10)
    options.add_argument("--seed", type=int, default=2023)
    options.add_argument(
        "--sensitivity",
        action="store_true",
        help="halve and double each assumption, too; takes several minutes",
    )
    options.add_argument("--write", action="store_true", help=pages.HELP)
    add_options(options)
    return options


def main() -> None:
    """Simulate, print, and write."""
    options = parser().parse_args()
    parts = []
    for part in figures_of(options):
        print(part, flush=True)
        parts.append(part)
    if options.write:
        pages.write("\n".join(parts))


if __name__ == "__main__":
    main()
