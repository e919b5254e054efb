"""The rows and the clock of `benchmarks.search`, in a database of its own."""

import json
import random
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import bulk, database
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import first_row
from tipline.linking import searching

FIRST = 2**40  # the least key that is made up here
HEAVY = "https://example.org/heavy"  # named by 10,000 reports
_AGENCIES = 50
_WARM = 50
_ROWS = Path(__file__).with_name("search_rows.sql")

_TABLES = ("linking_identifier", "linking_identifieruse", "referral_referral")
_PLAIN = """
    SELECT id FROM linking_identifier
    WHERE kind = 'email' AND scope = '' AND value = %(value)s
"""


def measure(reports: int, searches: int) -> None:
    """Fill the database and print the times; in ms: the least, p50, p95 and p99."""
    values = {"reports": reports, "first": FIRST, "agencies": _AGENCIES}
    with database.tables():
        start = time.perf_counter()
        # What is searched for is never looked up by an index of the reports.
        bulk.fill(_ROWS, _TABLES, values, bare=["intake_report"])
        filled = time.perf_counter() - start
        gib = bulk.gib(_TABLES[:2])
        times = _times(reports, searches)
    figures = {"reports": reports, "gib": gib, "filled_seconds": filled, "times": times}
    print(json.dumps(figures))


def _times(reports: int, searches: int) -> dict[str, list[float]]:
    chance = random.Random(2026)
    analyst = Principal(kind=Kind.CLEARINGHOUSE, actor="person:1", organization_id=1)
    officer = Principal(kind=Kind.AGENCY, actor="person:2", organization_id=2)

    def texts() -> Iterable[str]:
        for _ in range(searches + _WARM):
            number = chance.randrange(1, reports)
            number -= number % 10 - 9  # a mailbox of one report alone
            yield chance.choice([f"MAILBOX-{number}@example.org", f"Account{number}"])

    def missing() -> Iterable[str]:
        return (f"nobody-{number}@example.net" for number in range(searches + _WARM))

    heavy = [HEAVY] * (max(searches // 10, 20) + _WARM)
    return {
        "plain": _taken(_plain, (t.lower() for t in texts())),
        "found": _taken(lambda t: _searched(analyst, t), texts()),
        "missing": _taken(lambda t: searching.search(analyst, t), missing()),
        "heavy": _taken(lambda t: _searched(analyst, t), heavy),
        "officer": _taken(lambda t: searching.search(officer, t), texts()),
        "officer-heavy": _taken(lambda t: _searched(officer, t), heavy),
    }


def _searched(reader: Principal, text: str) -> None:
    if not searching.search(reader, text).hits:
        raise AssertionError(f"{text} was not found")


def _plain(text: str) -> None:
    reader = Principal(kind=Kind.CLEARINGHOUSE, actor="person:1", organization_id=1)
    with acting(reader):
        first_row(_PLAIN, {"value": text})


def _taken(ask: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """Give the least time and percentiles; the first ones warm the connection."""
    times = []
    for text in texts:
        start = time.perf_counter()
        ask(text)
        times.append((time.perf_counter() - start) * 1000)
    cuts = statistics.quantiles(times[_WARM:], n=100)
    return [min(times[_WARM:]), cuts[49], cuts[94], cuts[98]]
