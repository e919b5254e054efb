"""The rows and the clock of `benchmarks.search`, in a database of its own."""

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import django

django.setup()

import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from tipline.foundation.policy.principal import Kind, Principal  # noqa: E402
from tipline.foundation.policy.scope import acting  # noqa: E402
from tipline.foundation.postgres.cluster import Cluster  # noqa: E402
from tipline.foundation.statements import first_row  # noqa: E402
from tipline.linking import searching  # noqa: E402

FIRST = 2**40  # the least key that is made up here
HEAVY = "https://example.org/heavy"  # named by 10,000 reports
_AGENCIES = 50
_WARM = 50
_ROWS = Path(__file__).with_suffix("").with_name("search_rows.sql")

_KEYS = """
    SELECT indexrelid::regclass::text FROM pg_index
    WHERE indrelid = 'intake_report'::regclass AND NOT indisprimary AND indexrelid
          NOT IN (SELECT conindid FROM pg_constraint WHERE conindid <> 0)
"""
_INDEXED = ("linking_identifier", "linking_identifieruse", "referral_referral")
_INDEXES = """
    SELECT indexdef, indexrelid::regclass::text FROM pg_indexes
    JOIN pg_class c ON c.relname = indexname
    JOIN pg_index i ON i.indexrelid = c.oid
    WHERE tablename = %s AND NOT indisunique
"""
_PLAIN = """
    SELECT id FROM linking_identifier
    WHERE kind = 'email' AND scope = '' AND value = %(value)s
"""
_SIZE = """
    SELECT sum(pg_total_relation_size(name)) / 2.0^30
    FROM unnest(ARRAY['linking_identifier', 'linking_identifieruse']) name
"""


def measure(data: Path, *, reports: int, searches: int) -> dict[str, object]:
    """Fill a database and take the times; in ms: the least, p50, p95 and p99."""
    (data / "static").mkdir()
    with Cluster(data, throwaway=True):
        migrate = [sys.executable, "-m", "tipline.commandline", "migrate"]
        subprocess.run(migrate, check=True, capture_output=True)
        start = time.perf_counter()
        gib = _fill(reports)
        filled = time.perf_counter() - start
        try:
            times = _times(reports, searches)
        finally:
            connection.close()
    return {"reports": reports, "gib": gib, "filled_seconds": filled, "times": times}


def _fill(reports: int) -> float:
    """Make the rows past all policies and foreign keys, then the indexes."""
    login = settings.ENVIRONMENT.cluster.connection("tipline_superuser")
    place = {"host": login.host, "port": login.port, "dbname": login.database}
    who = {"user": login.user, "password": login.password}
    values = {"reports": reports, "first": FIRST, "agencies": _AGENCIES}
    with psycopg.connect(**place, **who, autocommit=True) as base:  # type: ignore[arg-type]
        base.execute("SET session_replication_role = replica")
        base.execute("SET maintenance_work_mem = '512MB'")
        for (name,) in base.execute(_KEYS).fetchall():
            base.execute(f"DROP INDEX {name}")
        later = []
        for table in _INDEXED:
            for definition, name in base.execute(_INDEXES, [table]).fetchall():
                base.execute(f"DROP INDEX {name}")
                later.append(definition)
        for insert in _ROWS.read_text(encoding="utf-8").split(";\n")[:-1]:
            base.execute(insert, values)
        for definition in later:
            base.execute(definition)
        base.execute("VACUUM ANALYZE")
        row = base.execute(_SIZE).fetchone()
    return float(row[0]) if row else 0.0


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
