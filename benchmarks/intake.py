"""Measure intake: complete reports a second, durable, with everything running.

    python -m benchmarks.intake [--seconds 20] [--clients 16] [--write]

A complete report is six requests: submit, two uploads, two file details, finish. The
product runs as `tipline start` runs it (PostgreSQL, web, worker and decoder on the same
processors as this client), every answer is awaited, and nothing is switched off. The
same run measures how many single-row transactions PostgreSQL itself commits on this
disk with as many connections, so that the figure can be given as a ratio.

What each kind of request costs the processors is measured first; on a shared host that
moves less than a rate. The rush comes after it: all clients at once, for some seconds.
"""

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

from benchmarks import page
from benchmarks.intake_client import STAGES, Client
from benchmarks.intake_costs import (
    Costs,
    processor_seconds,
    reports_a_second,
    table,
    weigh,
)
from tests.product import Product
from tipline.config.environment import load

Row = tuple[str, str]
"""What was measured, and how much it is."""

# Until every connection of every web process has planned all that it asks.
WARM_UP_REPORTS = 320
WEIGHED_REPORTS = 160


class Sender(threading.Thread):
    """Lets a client send reports until time is up, each when the last is answered."""

    def __init__(self, client: Client, *, stop_at: float) -> None:
        super().__init__(daemon=True)
        self.client = client
        self.stop_at = stop_at
        self.latencies: list[float] = []

    def run(self) -> None:
        """Send and take the time."""
        while time.perf_counter() < self.stop_at:
            began = time.perf_counter()
            self.client.send_report()
            self.latencies.append(time.perf_counter() - began)


def _owner_url(product: Product) -> str:
    os.environ["TIPLINE_DATA"] = str(product.data)
    return load().connection("tipline_owner").url()


def commit_rate(product: Product, *, connections: int, seconds: float) -> float:
    """Give PostgreSQL's own single-row transactions a second on this disk."""
    url = _owner_url(product)
    with psycopg.connect(url, autocommit=True) as setup:
        setup.execute("CREATE TABLE IF NOT EXISTS benchmark (id bigserial, at text)")
    counts = [0] * connections
    stop_at = time.perf_counter() + seconds

    def commit(number: int) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while time.perf_counter() < stop_at:
                connection.execute("INSERT INTO benchmark (at) VALUES ('x')")
                counts[number] += 1

    threads = [threading.Thread(target=commit, args=(n,)) for n in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with psycopg.connect(url, autocommit=True) as setup:
        setup.execute("DROP TABLE benchmark")
    return sum(counts) / seconds


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        limit = str(10_000_000)
        with Product(
            data, demo=False, TIPLINE_PLATFORM_REQUESTS_PER_MINUTE=limit
        ) as product:
            for line in measure(product, options.seconds, clients=options.clients):
                print(line, flush=True)
                lines.append(line)
    if options.write:
        page.write("intake", "\n".join([page.machine("intake"), *lines]))


def measure(product: Product, seconds: float, *, clients: int) -> Iterator[str]:
    """Give two tables in Markdown: what a request costs, and what a rush comes to."""
    credential = product.add_platform("Benchmark")
    senders = [Client(product, credential, number=n) for n in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        for _ in range(WARM_UP_REPORTS // clients):
            list(pool.map(Client.send_report, senders))
    costs = Costs()
    weigh(product, senders, reports=WEIGHED_REPORTS // clients, costs=costs)
    yield from table(costs)
    cores, rate = os.cpu_count(), reports_a_second(costs)
    yield f"\nAt that cost {cores} processors take in {rate:.0f} reports a second,"
    yield "with nothing left for the worker.\n"
    yield "| In a rush | Measured |"
    yield "|---|---|"
    yield from (f"| {what} | {how} |" for what, how in rush(product, senders, seconds))


def rush(product: Product, clients: Sequence[Client], seconds: float) -> Iterator[Row]:
    """Send reports for some seconds and say what came of it."""
    commits = commit_rate(product, connections=len(clients), seconds=3)
    for client in clients:
        client.forget_seconds()
    before, mine = processor_seconds(product), time.process_time()
    began = time.perf_counter()
    senders = [Sender(client, stop_at=began + seconds) for client in clients]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    took = time.perf_counter() - began
    client_share = (time.process_time() - mine) / took
    after = processor_seconds(product)
    yield from report(senders, took=took, commits=commits)
    yield "processors used by this client", f"{client_share:.2f}"
    cores, sent = os.cpu_count() or 1, sum(len(each.latencies) for each in senders)
    aside = sent / took * cores / (cores - client_share)
    yield "complete reports a second, client aside", f"{aside:.1f}"
    shares = {part: (after[part] - before[part]) / took for part in after}
    for part, share in sorted(shares.items()):
        yield f"processors used by {part}", f"{share:.2f}"
    yield "seconds until every agency has its own", f"{until_routed(product):.1f}"


def until_routed(product: Product) -> float:
    """Wait until the worker has nothing left to do, and give how long that took."""
    began = time.perf_counter()
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'reports'"
    with psycopg.connect(_owner_url(product), autocommit=True) as connection:
        while connection.execute(waiting).fetchone() != (0,):
            time.sleep(0.2)
    return time.perf_counter() - began


def report(senders: Sequence[Sender], *, took: float, commits: float) -> Iterator[Row]:
    """Give rates, latencies and the share of each stage."""
    latencies = sorted(each for sender in senders for each in sender.latencies)
    rate = len(latencies) / took
    yield "complete reports a second", f"{rate:.1f}"
    yield "PostgreSQL's own commits a second", f"{commits:.0f}"
    yield "requests for each commit it could do", f"{rate * 6 / commits:.3f}"
    for name, share in (("median", 0.5), ("p95", 0.95), ("p99", 0.99)):
        value = latencies[int(len(latencies) * share)] * 1000
        yield f"latency of a complete report, {name}", f"{value:.1f} ms"
    for stage in STAGES:
        times = [each for s in senders for each in s.client.seconds[stage]]
        median = statistics.median(times) * 1000
        share = sum(times) / sum(latencies)
        yield f"stage {stage}", f"{share:.1%} of the time, median {median:.1f} ms"


if __name__ == "__main__":
    main()
