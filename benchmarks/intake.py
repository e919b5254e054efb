"""Measure intake: complete reports a second, durable, with everything running.

    python -m benchmarks.intake [--seconds 20] [--clients 16] [--write]

A complete report is six requests: submit, two uploads, two file details, finish. The
product runs as `tipline start` runs it (PostgreSQL, web, worker and decoder on the same
processors as this client), every answer is awaited, and nothing is switched off. The
same run measures how many single-row transactions PostgreSQL itself commits on this
disk with as many connections, so that the figure can be given as a ratio.

The client's own share of the processors is printed beside the product's. What the
product alone would reach on all of them follows from its processor time for a report;
on a shared host that figure moves less than the measured rate.
"""

import argparse
import base64
import http.client
import os
import re
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from benchmarks import page
from tests.material import FILE_DETAILS, picture, report_xml
from tests.product import Credential, Product
from tipline.config.environment import load

Row = tuple[str, str]
"""What was measured, and how much it is."""

STAGES = ("submit", "upload", "fileinfo", "finish")
_ID = re.compile(rb"<reportId>(\d+)</reportId>")
_FILE = re.compile(rb"<fileId>(\w+)</fileId>")
_BOUNDARY = "b-4c1d9f"


@dataclass
class Tally:
    """What all clients did: complete reports, and seconds by stage."""

    reports: int = 0
    latencies: list[float] = field(default_factory=list)
    stages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lock: threading.Lock = field(default_factory=threading.Lock)


class Client(threading.Thread):
    """One connection that sends reports, each when the last is answered."""

    def __init__(
        self, product: Product, credential: Credential, tally: Tally, *, number: int
    ) -> None:
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", product.port)
        pair = ":".join(credential.pair).encode()
        self.basic = "Basic " + base64.b64encode(pair).decode()
        self.tally = tally
        self.number = number
        self.pictures = [picture(number * 100 + n, form="JPEG") for n in range(20)]
        self.stop_at = 0.0
        self.sent = 0

    def run(self) -> None:
        while time.perf_counter() < self.stop_at:
            began = time.perf_counter()
            self.send_report()
            with self.tally.lock:
                self.tally.reports += 1
                self.tally.latencies.append(time.perf_counter() - began)

    def send_report(self) -> None:
        self.sent += 1
        unique = f"u-{self.number}-{self.sent}-{time.time_ns()}"
        body = report_xml(user_id=unique, email=f"{unique}@example.net")
        report_id = self._find(_ID, self._post("submit", body, "text/xml"))
        for turn in range(2):
            # Unique bytes behind the picture's end, so that no file is a repeat.
            content = self.pictures[(self.sent + turn) % 20] + unique.encode()
            answer = self._post("upload", *_form(report_id, content))
            file_id = self._find(_FILE, answer)
            details = FILE_DETAILS.format(
                report_id=report_id,
                file_id=file_id,
                flags="<fileViewedByEsp>true</fileViewedByEsp>",
            )
            self._post("fileinfo", details.encode(), "text/xml")
        form = f"id={report_id}".encode()
        self._post("finish", form, "application/x-www-form-urlencoded")

    def _post(self, stage: str, body: bytes, content_type: str) -> bytes:
        headers = {"Authorization": self.basic, "Content-Type": content_type}
        began = time.perf_counter()
        self.connection.request("POST", f"/ispws/{stage}", body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"{stage}: {response.status} {answer!r}")
        with self.tally.lock:
            self.tally.stages[stage].append(time.perf_counter() - began)
        return answer

    @staticmethod
    def _find(pattern: re.Pattern[bytes], answer: bytes) -> str:
        found = pattern.search(answer)
        if found is None:
            raise RuntimeError(f"unexpected answer {answer!r}")
        return found[1].decode()


def _form(report_id: str, content: bytes) -> tuple[bytes, str]:
    head = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="id"\r\n\r\n'
        f"{report_id}\r\n--{_BOUNDARY}\r\n"
        'Content-Disposition: form-data; name="file"; filename="f.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
    return body, f"multipart/form-data; boundary={_BOUNDARY}"


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


def processor_seconds(product: Product) -> dict[str, float]:
    """Give the processor time that each part of the product has used so far."""
    spent: dict[str, float] = defaultdict(float)
    root = psutil.Process(product.process.pid)
    for process in [root, *root.children(recursive=True)]:
        try:
            times, words = process.cpu_times(), " ".join(process.cmdline())
        except psutil.Error:
            continue
        used = times.user + times.system
        part = "postgresql" if "postgres" in words else "supervisor"
        for name in ("web", "worker", "inside", "decoder"):
            if f"commandline {name}" in words or f"{name}.zygote" in words:
                part = name
        # Ended children count too: the decoder forks one for every file.
        spent[part] += used + times.children_user + times.children_system
    return dict(spent)


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        limit = str(10_000_000)
        with Product(
            data, demo=False, TIPLINE_PLATFORM_REQUESTS_PER_MINUTE=limit
        ) as product:
            for row in measure(product, options.seconds, clients=options.clients):
                rows.append(row)
                print(f"{row[0]:<42} {row[1]}", flush=True)
    if options.write:
        lines = [page.machine("intake"), "| What | Measured |", "|---|---|"]
        page.write("intake", "\n".join(lines + [f"| {' | '.join(r)} |" for r in rows]))


def measure(product: Product, seconds: float, *, clients: int) -> Iterator[Row]:
    """Send reports for some seconds and say what came of it."""
    commits = commit_rate(product, connections=clients, seconds=3)
    credential = product.add_platform("Benchmark")
    tally = Tally()
    senders = [
        Client(product, credential, tally, number=number) for number in range(clients)
    ]
    for sender in senders:  # connections and caches warm
        sender.send_report()
    tally.latencies.clear()
    tally.stages.clear()
    before, mine = processor_seconds(product), time.process_time()
    began = time.perf_counter()
    for sender in senders:
        sender.stop_at = began + seconds
        sender.start()
    for sender in senders:
        sender.join()
    took = time.perf_counter() - began
    client_share = (time.process_time() - mine) / took
    after = processor_seconds(product)
    yield from report(tally, took=took, commits=commits)
    yield "processors used by this client", f"{client_share:.2f}"
    shares = {part: (after[part] - before.get(part, 0)) / took for part in after}
    for part, share in sorted(shares.items()):
        yield f"processors used by {part}", f"{share:.2f}"
    cost = sum(shares.values()) * took / len(tally.latencies)
    yield "the product's processor time a report", f"{cost * 1000:.1f} ms"
    cores = os.cpu_count() or 1
    yield f"reports a second at that on {cores} processors", f"{cores / cost:.1f}"
    yield "seconds until every agency has its own", f"{until_routed(product):.1f}"


def until_routed(product: Product) -> float:
    """Wait until the worker has nothing left to do, and give how long that took."""
    began = time.perf_counter()
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'reports'"
    with psycopg.connect(_owner_url(product), autocommit=True) as connection:
        while connection.execute(waiting).fetchone() != (0,):
            time.sleep(0.2)
    return time.perf_counter() - began


def report(tally: Tally, *, took: float, commits: float) -> Iterator[Row]:
    """Give rates, latencies and the share of each stage."""
    rate = len(tally.latencies) / took
    ordered = sorted(tally.latencies)
    yield "complete reports a second", f"{rate:.1f}"
    yield "PostgreSQL's own commits a second", f"{commits:.0f}"
    yield "requests for each commit it could do", f"{rate * 6 / commits:.3f}"
    for name, share in (("median", 0.5), ("p95", 0.95), ("p99", 0.99)):
        value = ordered[int(len(ordered) * share)] * 1000
        yield f"latency of a complete report, {name}", f"{value:.1f} ms"
    whole = sum(sum(times) for times in tally.stages.values())
    for stage in STAGES:
        times = tally.stages[stage]
        median = statistics.median(times) * 1000
        share = sum(times) / whole
        yield f"stage {stage}", f"{share:.1%} of the time, median {median:.1f} ms"


if __name__ == "__main__":
    main()
