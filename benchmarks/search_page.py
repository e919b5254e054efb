"""The figures of `benchmarks.search` as a table."""

from collections.abc import Sequence
from typing import cast

from benchmarks import page

_WORDS = {
    "plain": "one row by its unique index",
    "found": "an analyst, a mailbox or an account",
    "missing": "an analyst, what no report names",
    "heavy": "an analyst, a page that 10,000 reports name",
    "officer": "an officer, a mailbox or an account",
    "officer-heavy": "an officer, the page that 10,000 name",
}


def text_of(figures: Sequence[dict[str, object]]) -> str:
    """Write the table, the growth, and what it was measured on."""
    lines = [
        "| Reports | Asked | least ms | p50 ms | p95 ms | p99 ms | least, as a ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in figures:
        times = cast("dict[str, list[float]]", each["times"])
        for name, words in _WORDS.items():
            ratio = times[name][0] / times["plain"][0]
            taken = " | ".join(f"{one:.2f}" for one in times[name])
            lines.append(f"| {each['reports']:,} | {words} | {taken} | {ratio:.1f} |")
    sizes = ", ".join(f"{e['reports']:,}: {e['gib']:.1f} GiB" for e in figures)
    lines += ["", f"Tables and indexes of identifiers and their uses: {sizes}.", ""]
    return "\n".join(lines) + page.machine("search")
