"""The figures of `benchmarks.archive` as a table, and their place on the page."""

from typing import TYPE_CHECKING

from benchmarks import page

if TYPE_CHECKING:
    from benchmarks.archive import Figures

HELP = page.HELP


def text_of(figures: "Figures") -> str:
    """Return all figures as Markdown."""
    pace = figures.swept / figures.sweep_seconds
    way, stored = figures.way, f"{figures.stored:,} files, of two hashes each"
    rows = [
        ("What", "Size", "Time"),
        ("---", "---", "---"),
        (
            "One listed hash, laid in eight ways, searched for in the folder",
            f"{figures.pictures:,} hashes",
            f"{figures.search_ms:.2f} ms; {figures.found} of {figures.planted} found",
        ),
        (
            f"Sweep for {figures.listed:,} listed hashes, one thread, four turns asked",
            f"{figures.swept:,} picture hashes",
            f"{figures.sweep_seconds:.1f} s: {pace:,.0f} picture hashes a second",
        ),
        ("An import of one hash, until it is committed", stored, seconds(way.listed)),
        ("until the worker has noted it", stored, seconds(way.noted)),
        (
            f"until {figures.reports} past reports are found and queued",
            stored,
            seconds(way.searched),
        ),
        (
            "until the first of them has its match, is assessed and routed",
            stored,
            seconds(way.first_match),
        ),
        (
            f"until all {figures.reports} have, one after the other",
            stored,
            seconds(way.all_matches),
        ),
    ]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    machine = page.machine("archive")
    return f"{machine}\n{table}\n"


def seconds(since: float) -> str:
    """Return a time since the import began, as the page has it."""
    return f"{since:.2f} s"


def write(text: str) -> None:
    """Put the figures between their marks on the page."""
    page.write("archive", text)
