"""Measure an agency's queue: how long its pages take, and how that grows.

    python -m benchmarks.queue [--rows 100000 1000000] [--times 50] [--write]

Everything is in one agency, which is the worst that can be: reports, referrals and work
are generated inside a database of their own, with the product's tables, indexes and
row-level security. The product's own queries are timed as the web server's role, for an
officer. A million rows take about 2 GB, which are removed after.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import database, page

TODAY = date(2026, 11, 21)  # the rows end on it
FIRST = 10**12
OFFICERS, REPORTS_OF_CASE = 20, 200
DEEP = 100  # pages
FEWEST, LONGEST_SECONDS = 5, 60  # how often each question is asked at least, how long
AGENCY = 1
_ROWS = Path(__file__).with_name("queue_rows.sql")
_TABLES = (
    "intake_report",
    "triage_standing",
    "referral_referral",
    "casework_work",
    "casework_searchword",
)


def main() -> None:
    """Measure each number of rows in a database of its own, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    found = {}
    for rows in options.rows:
        code = f"from benchmarks import queue\nqueue.measure({rows}, {options.times})"
        told = database.measured(code)
        lines = [line.split("\t") for line in told.splitlines() if "\t" in line]
        found[rows] = {name: [float(each) for each in times] for name, *times in lines}
        print(f"{rows:,} rows: done", flush=True)
    text = table_of(found)
    print(text)
    if options.write:
        page.write("queue", text)


def measure(rows: int, times: int) -> None:
    """Fill the database and print milliseconds, a line for each question."""
    from benchmarks import bulk  # noqa: PLC0415 - needs the settings

    values = {
        "rows": rows,
        "first": FIRST,
        "agency": AGENCY,
        "officers": OFFICERS,
        "cases": _cases(rows),
    }
    with database.tables():
        bulk.fill(_ROWS, _TABLES, values)
        for name, ask in _questions(rows):
            print(name, *_taken(ask, times), sep="\t", flush=True)


def _taken(ask: Callable[[], object], times: int) -> Iterator[float]:
    """Give the milliseconds of each time; what takes long is asked less often."""
    ask()  # once, so that what is read is in memory for all alike
    start = time.perf_counter()
    for number in range(times):
        if number >= FEWEST and time.perf_counter() - start > LONGEST_SECONDS:
            return
        yield _milliseconds(ask)


def _milliseconds(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def _cases(rows: int) -> int:
    return max(rows // REPORTS_OF_CASE, 1)


def _questions(rows: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give what is timed, by the names of the table's lines."""
    from tipline.casework import figures, queries  # noqa: PLC0415
    from tipline.casework.queue import Order, QueueFilters, queue_for  # noqa: PLC0415
    from tipline.foundation.policy.principal import Kind, Principal  # noqa: PLC0415

    officer = Principal(kind=Kind.AGENCY, actor="person:1", organization_id=AGENCY)

    def paged(after: str = "", **said: Any) -> Callable[[], Any]:  # noqa: ANN401
        return lambda: queue_for(officer, filters=QueueFilters(**said), after=after)

    yield "First page", paged()
    yield "In work, of one officer", paged(state="in-work", assignee=3)
    yield "One kind of incident", paged(incident_type="Invented kind 4")
    yield "Not opened", paged(is_unopened=True)
    yield "What is due, in order", paged(order=Order.DUE)
    after = ""
    for _ in range(DEEP - 1):
        after = paged(after)().next_after or after
    yield f"Page {DEEP}", paged(after)
    yield "Words, all in 20 reports", paged(text="marmalade lantern")
    yield "A word that every report holds", paged(text="lantern")
    yield "The list of cases", lambda: queries.cases(officer)
    case_id = _cases(rows) // 2 + 1
    yield "The reports of a case", paged(case_id=case_id)
    yield from _figures_asked(
        lambda: figures.dashboard(officer, months=12, today=TODAY)
    )


def _figures_asked(
    ask: Callable[[], object],
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give the figures as nothing was counted, as all was, and as one month changed."""
    from tipline.casework import counting  # noqa: PLC0415
    from tipline.casework.models import Work  # noqa: PLC0415
    from tipline.foundation.policy.principal import Kind, Principal  # noqa: PLC0415
    from tipline.foundation.policy.scope import acting  # noqa: PLC0415

    actor = Principal(kind=Kind.CLEARINGHOUSE, actor="system:benchmark")
    yield "Figures of 12 months, none counted", ask
    while counting.count_some(actor, today=TODAY):
        pass
    yield "Figures of 12 months", ask
    with acting(actor):
        Work.objects.filter(pk=FIRST + 10).update(due_on=TODAY)
    yield "Figures of 12 months, one changed since", ask


def table_of(found: dict[int, dict[str, list[float]]]) -> str:
    """Give the percentiles as Markdown, a column for each number of rows."""
    sizes = sorted(found)
    head = " | ".join(f"{rows:,} reports" for rows in sizes)
    lines = [
        page.machine("queue"),
        "Milliseconds: median / 95th / 99th percentile.",
        "",
        f"| Question | {head} |",
        "|---|" + "---|" * len(sizes),
    ]
    for name in found[sizes[0]]:
        cells = " | ".join(_percentiles(found[rows][name]) for rows in sizes)
        lines.append(f"| {name} | {cells} |")
    return "\n".join(lines)


def _percentiles(values: Sequence[float]) -> str:
    ordered = sorted(values)
    at = [ordered[int(share * (len(ordered) - 1))] for share in (0.95, 0.99)]
    return f"{statistics.median(ordered):.0f} / {at[0]:.0f} / {at[1]:.0f}"


if __name__ == "__main__":
    main()
