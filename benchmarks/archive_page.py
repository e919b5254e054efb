"""The figures of `benchmarks.archive` as a table, and their place on the page."""

from typing import TYPE_CHECKING

from benchmarks import page

if TYPE_CHECKING:
    from benchmarks.archive import Figures

HELP = page.HELP


def text_of(figures: "Figures") -> str:
    """Return all figures as Markdown."""
    pace = figures.swept / figures.sweep_seconds
    whole = (
        f"{figures.first_seconds:.2f} s; {figures.reports} reports one after the other "
        f"{figures.all_seconds:.2f} s"
    )
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
        (
            "From an import to a past report's match, assessed and routed",
            f"{2 * figures.stored:,} hashes in PostgreSQL",
            whole,
        ),
    ]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    machine = page.machine("archive")
    return f"{machine}\n{table}\n"


def write(text: str) -> None:
    """Put the figures between their marks on the page."""
    page.write("archive", text)
