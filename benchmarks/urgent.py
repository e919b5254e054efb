"""Measure how long a level 1 report takes to its agency while others wait.

    python -m benchmarks.urgent [--waiting 150] [--urgent 3] [--write]

The product runs as `tipline start` runs it. Reports with two pictures each are sent as
fast as they are answered, so that the worker falls behind; then reports that look like
level 1 are sent, one after the other. The figures: how many wait at that moment, how
many seconds pass from the answer to `finish` until the report is available to its
agency and people are called, and how many of those that waited came there meanwhile.
"""

import argparse
import tempfile
import time
from pathlib import Path

import psycopg

from benchmarks import page
from benchmarks.intake import _owner_url
from benchmarks.intake_client import Client
from tests.product import Product

_WAITING = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'journey'"
_THERE = """
    SELECT (SELECT count(*) FROM referral_referral WHERE report_id = %s),
           (SELECT count(*) FROM alerting_alarm WHERE report_id = %s),
           (SELECT count(DISTINCT report_id) FROM referral_referral)
"""
_PATIENCE_SECONDS = 120.0
GOAL_SECONDS = 60
_HEAD = "| Waiting | Seconds to the agency | Overtook it | Goal, seconds |"


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--waiting", type=int, default=150)
    parser.add_argument("--urgent", type=int, default=3)
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        limit = str(10_000_000)
        with Product(
            Path(folder) / "data",
            demo=False,
            TIPLINE_PLATFORM_REQUESTS_PER_MINUTE=limit,
        ) as product:
            rows = measure(product, waiting=options.waiting, urgent=options.urgent)
    text = "\n".join([page.machine("urgent"), _HEAD, "|---|---|---|---|", *rows, ""])
    print(text)
    if options.write:
        page.write("urgent", text)


def measure(product: Product, *, waiting: int, urgent: int) -> list[str]:
    """Let reports pile up, then send urgent ones; give a row for each."""
    credential = product.add_platform("Benchmark")
    client = Client(product, credential, number=1)
    for _ in range(waiting):
        client.send_report()
    with psycopg.connect(_owner_url(product), autocommit=True) as connection:
        connection.execute("SET tipline.kind = 'clearinghouse'")
        return [row_of_one(client, connection) for _ in range(urgent)]


def row_of_one(client: Client, connection: psycopg.Connection) -> str:
    """Send one urgent report, wait until its agency has it, and give its row."""
    (waits,) = connection.execute(_WAITING).fetchone() or (0,)
    (_, _, before) = connection.execute(_THERE, [0, 0]).fetchone() or (0, 0, 0)
    report_id = client.submit(escalation="Please look today.")
    client.finish(report_id)
    began = time.perf_counter()
    while time.perf_counter() - began < _PATIENCE_SECONDS:
        row = connection.execute(_THERE, [report_id, report_id]).fetchone()
        referrals, alarms, now = row or (0, 0, 0)
        if referrals and alarms:
            took = time.perf_counter() - began
            overtook = now - before - 1
            return f"| {waits} | {took:.2f} | {overtook} | {GOAL_SECONDS} |"
        time.sleep(0.02)
    return f"| {waits} | over {_PATIENCE_SECONDS:.0f} | | {GOAL_SECONDS} |"


if __name__ == "__main__":
    main()
