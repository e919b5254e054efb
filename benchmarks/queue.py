"""Measure an agency's queue: how long its pages take, and how that grows.

    python -m benchmarks.queue [--rows 100000 1000000] [--times 50] [--write]

Everything is in one agency, which is the worst that can be: reports, referrals and work
are generated and written by COPY into a database of their own, with the product's
tables, indexes and row-level security. The product's own queries are timed as the web
server's role, for an officer. A million rows take about 2 GB, which are removed after.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import page

SEED = 11
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FIRST = 10**12
OFFICERS, REPORTS_OF_CASE, WORDS = 20, 200, 3
DEEP = 100  # pages
AGENCY, PLATFORM = 1, 2
Row = tuple[object, ...]
KINDS = tuple(f"Invented kind {number}" for number in range(10))
_COPY = {
    "intake_report": "id, platform_id, origin, is_test, state, profile, incident_type,"
    " is_escalated, is_batched, document, warnings, opened_at, changed_at, closed_at,"
    " completeness, receipt, finish_answer, supplemented_receipt",
    "triage_standing": "report_id, assessment_id, priority, risk, place, designation,"
    " needs_person, is_set_apart, updated_at",
    "referral_referral": "id, report_id, agency_id, reason, rule, made_available_at,"
    " is_set_apart, is_excluded, acknowledged_by",
    "casework_work": "referral_id, agency_id, report_id, level, designation,"
    " incident_type, received_at, made_available_at, first_opened_at, is_set_apart,"
    " state, assignee_id, due_on, case_id, closed_at, changed_at, changed_by, version",
    "casework_searchword": "agency_id, word, referral_id",
}


def main() -> None:
    """Measure each number of rows in a database of its own, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = {}
    for rows in options.rows:
        with tempfile.TemporaryDirectory() as folder:
            found[rows] = _in_process(folder, rows, options.times)
        print(f"{rows:,} rows: done")
    text = table_of(found)
    print(text)
    if options.write:
        page.write("queue", text)


def _in_process(folder: str, rows: int, times: int) -> dict[str, list[float]]:
    """Measure in a process of its own: Django knows one database for its life."""
    environment = {
        **os.environ,
        "TIPLINE_DATA": f"{folder}/data",
        "TIPLINE_PUBLIC_URL": "https://tipline.example.org",
        "DJANGO_SETTINGS_MODULE": "tipline.config.settings",
    }
    code = f"from benchmarks import queue; queue.measure({rows}, {times})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    lines = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    return {name: [float(value) for value in values] for name, *values in lines}


def measure(rows: int, times: int) -> None:
    """Fill the database and print milliseconds, a line for each question."""
    import django  # noqa: PLC0415 - only now the settings are known

    django.setup()
    from django.db import connection  # noqa: PLC0415

    from tipline.foundation.postgres.cluster import Cluster  # noqa: PLC0415

    data = Path(os.environ["TIPLINE_DATA"])
    (data / "static").mkdir(parents=True, exist_ok=True)
    with Cluster(data, throwaway=True):
        migrate = [sys.executable, "-m", "tipline.commandline", "migrate"]
        subprocess.run(migrate, check=True, capture_output=True)
        _fill(rows)
        for name, ask in _questions(rows):
            ask()  # once, so that what is read is in memory for all alike
            print(name, *(_milliseconds(ask) for _ in range(times)), sep="\t")
        connection.close()


def _milliseconds(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def _fill(rows: int) -> None:
    """Write everything past triggers and keys: each row is as they would make it."""
    import psycopg  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    login = settings.ENVIRONMENT.cluster.connection("tipline_superuser")
    with psycopg.connect(login.url()) as raw, raw.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        _fill_people(cursor, rows)
        makers: dict[str, Callable[[int], Iterator[Row]]] = {
            "intake_report": _reports,
            "triage_standing": _standings,
            "referral_referral": _referrals,
            "casework_work": _works,
            "casework_searchword": _words,
        }
        for table, make in makers.items():
            statement = f"COPY {table} ({_COPY[table]}) FROM STDIN"
            with cursor.copy(statement) as copy:
                for row in make(rows):
                    copy.write_row(row)
        raw.commit()
        raw.autocommit = True
        cursor.execute("VACUUM ANALYZE")


def _fill_people(cursor: Any, rows: int) -> None:  # noqa: ANN401 - psycopg's
    cursor.execute(
        "INSERT INTO accounts_organization (id, kind, name, time_zone, created_at)"
        " VALUES (%s, 'agency', 'Invented agency', '', now()),"
        " (%s, 'platform', 'Invented platform', '', now())",
        [AGENCY, PLATFORM],
    )
    cursor.execute(
        "INSERT INTO referral_agency (organization_id, code, kind, country, state,"
        " channel, contact) VALUES (%s, 'INVENTED', 'federal', 'US', '', 'direct', '')",
        [AGENCY],
    )
    cursor.execute(
        "INSERT INTO accounts_person (id, organization_id, name, email, role,"
        " seniority, time_zone, created_at) SELECT n, %s, 'Officer ' || n,"
        " n || '@example.org', 'officer', 1, '', now() FROM generate_series(1, %s) n",
        [AGENCY, OFFICERS],
    )
    cursor.execute(
        "INSERT INTO casework_case (id, agency_id, number, title, state, opened_at,"
        " changed_at, changed_by, version, is_watched) SELECT n, %s, 'N-' || n,"
        " 'Invented case', 'open', now(), now(), '', 1, false"
        " FROM generate_series(1, %s) n",
        [AGENCY, max(rows // REPORTS_OF_CASE, 1)],
    )


def _of(number: int) -> random.Random:
    """Give what is drawn for one report: the same in each table."""
    return random.Random(SEED * 10**9 + number)


def _level(number: int) -> str:
    return "1" if number % 200 == 0 else "2" if number % 5 == 0 else "3"


def _at(number: int, rows: int) -> datetime:
    return NOW - timedelta(minutes=(rows - number) * 500_000 / rows)


def _reports(rows: int) -> Iterator[Row]:
    for number in range(rows):
        at = _at(number, rows)
        yield (
            FIRST + number,
            PLATFORM,
            "platform",
            False,
            "finished",
            "lenient",
            KINDS[number % 10],
            False,
            False,
            "{}",
            "[]",
            at,
            at,
            at,
            number % 101,
            "{}",
            b"",
            "",
        )


def _standings(rows: int) -> Iterator[Row]:
    for number in range(rows):
        at, level = _at(number, rows), _level(number)
        yield (FIRST + number, 1, level, 0, 100, "referral", False, False, at)


def _referrals(rows: int) -> Iterator[Row]:
    for number in range(rows):
        key, at = FIRST + number, _at(number, rows)
        yield (key, key, AGENCY, "", "invented", at, False, False, "")


def _works(rows: int) -> Iterator[Row]:
    cases = max(rows // REPORTS_OF_CASE, 1)
    for number in range(rows):
        drawn, key, at = _of(number), FIRST + number, _at(number, rows)
        is_closed = drawn.random() < 0.6
        state = "closed" if is_closed else drawn.choice(["new", "in-work", "waiting"])
        is_due = drawn.random() < 0.05
        due = date(2026, 11, 21) + timedelta(drawn.randrange(-60, 60))
        yield (
            key,
            AGENCY,
            key,
            _level(number),
            "referral",
            KINDS[number % 10],
            at,
            at,
            None if drawn.random() < 0.1 else at,
            False,
            state,
            None if state == "new" else drawn.randint(1, OFFICERS),
            due if is_due else None,
            number % cases + 1 if number % 3 == 0 else None,
            at if is_closed else None,
            at,
            "",
            1,
        )


def _words(rows: int) -> Iterator[Row]:
    """Give each report some words: one that all hold, one that twenty hold, others."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT hashtextextended('lantern', 0)")
        (common,) = cursor.fetchone()
        cursor.execute("SELECT hashtextextended('marmalade', 0)")
        (rare,) = cursor.fetchone()
    for number in range(rows):
        key, drawn = FIRST + number, _of(-number)
        yield (AGENCY, common, key)
        if number % max(rows // 20, 1) == 0:
            yield (AGENCY, rare, key)
        for _ in range(WORDS - 1):
            yield (AGENCY, drawn.getrandbits(62), key)


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
    yield "One kind of incident", paged(incident_type=KINDS[4])
    yield "Not opened", paged(is_unopened=True)
    yield "What is due, in order", paged(order=Order.DUE)
    after = ""
    for _ in range(DEEP - 1):
        after = paged(after)().next_after or after
    yield f"Page {DEEP}", paged(after)
    yield "Words, all in 20 reports", paged(text="marmalade lantern")
    yield "A word that every report holds", paged(text="lantern")
    yield "The list of cases", lambda: queries.cases(officer)
    case_id = max(rows // REPORTS_OF_CASE, 1) // 2 + 1
    yield "The reports of a case", paged(case_id=case_id)
    today = NOW.date()
    yield (
        "Figures of 12 months",
        lambda: figures.dashboard(officer, months=12, today=today),
    )


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
