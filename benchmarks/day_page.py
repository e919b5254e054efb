"""The figures of `benchmarks.day` as Markdown, and their page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from benchmarks import page
from benchmarks.day_analysts import Analyst
from benchmarks.day_figures import (
    Level,
    Waits,
    calls_of,
    lasting,
    level_of,
    limits_of,
    looks_each,
    use_of,
)
from benchmarks.day_model import Assumed, Year
from benchmarks.day_reports import Day, Recognition
from benchmarks.day_run import Outcome
from tipline.viewing.concern_kinds import ConcernKind

PAGE = Path(__file__).parents[1] / "docs" / "operate" / "day.md"
HELP = f"write the figures to {PAGE.relative_to(PAGE.parents[2])}"
LEVELS = ("1", "2", "3", "E")
_CHOSEN = {ConcernKind.MANY_PREVIEWS, ConcernKind.MANY_REPORTS}


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A run with one assumption, or what belongs to it, changed by a factor."""

    names: tuple[str, ...]
    factor: float
    needed: float
    outcome: Outcome


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a table."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def share(part: float, whole: float) -> str:
    """Write a share in per cent."""
    return f"{100 * part / whole:.1f} %" if whole else "none"


def needed_of(day: Day) -> int:
    """Count the files for which a person had to look: the first of each content."""
    return day.files - day.recognized.total()


def files_text(day: Day, outcome: Outcome, year: Year) -> str:
    """Say what the day brought, and what made looks needless."""
    needed, by = needed_of(day), day.recognized
    seen = sum(work.looked_at is not None for work in outcome.works)
    rows: list[tuple[str, str]] = [
        ("Reports, each one incident", f"{len(day.reports):,}"),
        ("Files", f"{day.files:,}"),
        ("Distinct contents", f"{day.contents:,}"),
        *(
            (f"No look: {how.value}", f"{by[how]:,} ({share(by[how], day.files)})")
            for how in Recognition
        ),
        ("**A person has to look**", f"{needed:,} (**{share(needed, day.files)}**)"),
        ("of these, looked at that day", f"{seen:,} ({share(seen, day.files)})"),
        ("of these, not looked at that day", f"{needed - seen:,}"),
        ("looks, second and senior ones too", f"{outcome.looks:,}"),
        ("looks that confirm what is near", f"{outcome.confirmed:,}"),
        ("Reports in bundles", f"{day.bundled:,} in {len(day.bundles):,} bundles"),
        ("Lines of the queue saved", f"{day.bundled - len(day.bundles):,}"),
        ("Looks saved by bundles", f"0; {day.bundled_looks:,} of their files wait"),
        ("Reports that are informational", share(day.informational, len(day.reports))),
    ]
    return table(("The day", ""), rows) + "\n" + _checks(day, year)


def _checks(day: Day, year: Year) -> str:
    unique = share(day.with_new, len(day.reports))
    return (
        f"Against 2023, by figures that the model does not use: reports with a file "
        f"that never came before are {unique} here and "
        f"{share(year.with_unique, year.reports)} then (T5). People then labeled "
        f"{share(year.labeled, year.files)} of all files.\n"
    )


def _waits(waits: Waits) -> tuple[str, ...]:
    if not waits.number:
        return ("0", "", "", "")
    times = (waits.median, waits.most, waits.longest)
    return (f"{waits.number:,}", *map(lasting, times))


def waits_text(day: Day, outcome: Outcome, alone: Outcome) -> str:
    """Say how long each level waited."""
    head = ("Level", "Reports", "Contents", "Looked at", "median", "95 %", "longest")
    ends = ("Settled", "median", "95 %", "longest", "Not looked at", "Not settled")
    levels = ((level, level_of(outcome.works, level)) for level in LEVELS)
    rows = [(n, f"{day.levels[n]:,}", *_level(level)) for n, level in levels]
    only = ("1, alone", f"{day.levels['1']:,}", *_level(level_of(alone.works, "1")))
    rang = "Reports of level 1 rang until somebody began to read them:"
    calls, still = calls_of(outcome), len(outcome.calls)
    return (
        f"{table((*head, *ends), [rows[0], only, *rows[1:]])}\n"
        f"{rang} {calls.number:,} of {still:,}, median {lasting(calls.median)}, "
        f"95 % {lasting(calls.most)}, longest {lasting(calls.longest)}.\n"
    )


def _level(level: Level) -> tuple[str, ...]:
    return (
        f"{level.contents:,}",
        *_waits(level.looked_at),
        *_waits(level.settled),
        f"{level.left:,}",
        f"{level.unsettled:,}",
    )


def staff_text(runs: Iterable[tuple[str, Outcome]]) -> str:
    """Say what more analysts change, and what kept them from looking."""
    head = ("Analysts", "Contents looked at", "Settled", "Level 1: 95 %", "longest")
    more = ("rang longest", "Left at level 2", "At work", "Kept by limits", "Which")
    told = ("Told of: chose much", "saw much")
    return table((*head, *more, *told), (_staff(name, run) for name, run in runs))


def enough_text(day: Day, outcome: Outcome, assumed: Assumed) -> str:
    """Say how many analysts would keep up, at the pace of those there were."""
    pace = outcome.looks / len(outcome.analysts)
    each = looks_each(assumed)
    return (
        f"An analyst made {pace:,.0f} looks, and a content takes {each:.2f} until it "
        f"is settled: at that pace, {needed_of(day) * each / pace:,.0f} analysts would "
        "keep up with such days.\n"
    )


def _staff(name: str, run: Outcome) -> tuple[str, ...]:
    first, second = (level_of(run.works, level) for level in "12")
    seen = sum(work.looked_at is not None for work in run.works)
    settled = sum(work.settled_at is not None for work in run.works)
    worked, kept = use_of(run.analysts)
    which = (f"{why} {hours:.0f} h" for why, hours in limits_of(run.analysts).items())
    return (
        name,
        f"{seen:,} ({share(seen, len(run.works))})",
        f"{settled:,}",
        lasting(first.looked_at.most),
        f"{lasting(first.looked_at.longest)}; {first.left} left",
        lasting(calls_of(run).longest),
        f"{second.left:,}",
        share(worked, 1),
        share(kept, 1),
        ", ".join(which),
        *told_of(run.analysts),
    )


def told_of(analysts: Sequence[Analyst]) -> tuple[str, str]:
    """Count the analysts of whom colleagues were told, by what they chose and saw."""
    chose = sum(bool(_CHOSEN & each.told_of) for each in analysts)
    saw = sum(ConcernKind.LOAD in each.told_of for each in analysts)
    return f"{chose} of {len(analysts)}", f"{saw} of {len(analysts)}"


def changes_text(base: Changed, changes: Iterable[Changed]) -> str:
    """Say how the figures move with each assumption."""
    head = ("Assumption", "", "A person has to look", "Contents looked at", "Settled")
    rows = [_change(each) for each in (base, *changes)]
    return table((*head, "Level 1: contents", "95 % of waits"), rows)


def _change(each: Changed) -> tuple[str, ...]:
    works = each.outcome.works
    first = level_of(works, "1")
    words = {0.5: "halved", 1.0: "as assumed", 2.0: "doubled"}
    return (
        ", ".join(f"`{name}`" for name in each.names) or "all",
        words[each.factor],
        share(each.needed, 1),
        f"{sum(work.looked_at is not None for work in works):,}",
        f"{sum(work.settled_at is not None for work in works):,}",
        f"{first.contents:,}",
        lasting(first.looked_at.most),
    )


def model_text(year: Year, assumed: Assumed) -> str:
    """Name every value of the model, with its source or that it is assumed."""
    sources = (each.metadata["source"] for each in fields(year))
    rows = [
        (f"`{each.name}`", f"{getattr(assumed, each.name):g}", each.metadata["says"])
        for each in fields(assumed)
    ]
    return (
        f"From statistics of 2023: {'; '.join(sources)}.\n\n"
        f"{table(('Assumed', 'Value', 'What it is'), rows)}"
    )


def write(text: str) -> None:
    """Put the figures between their marks on the page."""
    page.write("day", text, path=PAGE)
