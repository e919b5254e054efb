"""Measure how long a level 1 report takes to its agency while others wait.

    python -m benchmarks.urgent [--waiting 150] [--urgent 3]

The product runs as `tipline start` runs it. Reports with two pictures each are sent as
fast as they are answered, so that the worker falls behind; then reports that look like
level 1 are sent, one after the other. Printed is how many wait at that moment, how many
seconds pass from the answer to `finish` until the report is available to its agency and
people are called, and how many of those that waited had come there meanwhile.
"""

import argparse
import tempfile
import time
from pathlib import Path

import psycopg

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


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--waiting", type=int, default=150)
    parser.add_argument("--urgent", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        limit = str(10_000_000)
        with Product(
            Path(folder) / "data",
            demo=False,
            TIPLINE_PLATFORM_REQUESTS_PER_MINUTE=limit,
        ) as product:
            measure(product, waiting=options.waiting, urgent=options.urgent)


def measure(product: Product, *, waiting: int, urgent: int) -> None:
    """Let reports pile up, then send urgent ones, and print what came of it."""
    credential = product.add_platform("Benchmark")
    client = Client(product, credential, number=1)
    for _ in range(waiting):
        client.send_report()
    with psycopg.connect(_owner_url(product), autocommit=True) as connection:
        connection.execute("SET tipline.kind = 'clearinghouse'")
        print(f"{'waiting':>8} {'seconds to the agency':>24} {'overtook it':>12}")
        for _ in range(urgent):
            wait_and_print(client, connection)


def wait_and_print(client: Client, connection: psycopg.Connection) -> None:
    """Send one urgent report and wait until its agency has it."""
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
            print(f"{waits:>8} {took:>24.2f} {now - before - 1:>12}")
            return
        time.sleep(0.02)
    print(f"{waits:>8} {'over two minutes':>24}")


if __name__ == "__main__":
    main()
