"""Say what each request of a report costs the processors, part by part.

Requests of one kind are sent in a row, so that the processor time which the web
processes and their connections to PostgreSQL used meanwhile is theirs. When others load
the machine it moves less than the clock does. What the worker does is counted apart.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from operator import methodcaller

import psutil

from benchmarks.intake_client import FILES, STAGES, Client
from tests.product import Product

_PARTS = {  # by a word of the command line; the first that is found
    "postgres: tipline_web": "postgresql for web",
    "postgres: tipline_worker": "postgresql for worker",
    "postgres": "postgresql itself",
    "commandline web": "web",
    "commandline worker": "worker",
    "commandline inside": "inside",
    "commandline evidence": "evidence",
    ".zygote": "decoder",
}
TIMES = {"submit": 1, "upload": FILES, "fileinfo": FILES, "finish": 1}
_OF_REQUESTS = ("web", "postgresql for web", "postgresql itself")


def processor_seconds(product: Product) -> Counter[str]:
    """Give the processor time that each part of the product has used so far."""
    spent: Counter[str] = Counter()
    for process, part in _processes(product):
        with suppress(psutil.Error):
            # Ended children count too: the decoder forks one for every file.
            spent[part] += sum(process.cpu_times()[:4])
    return spent


def _processes(product: Product) -> Iterator[tuple[psutil.Process, str]]:
    """Yield every process of the product, and the part that it belongs to."""
    if product.process is None:
        raise RuntimeError("the product does not run")
    root = psutil.Process(product.process.pid)
    for process in [root, *root.children(recursive=True)]:
        with suppress(psutil.Error):  # it has ended meanwhile
            words = " ".join(process.cmdline())
            part = (_PARTS[word] for word in _PARTS if word in words)
            yield process, next(part, "supervisor")


@dataclass
class Costs:
    """Processor seconds by stage and part, and how many requests used them."""

    seconds: dict[str, Counter[str]] = field(
        default_factory=lambda: {stage: Counter() for stage in STAGES}
    )
    requests: Counter[str] = field(default_factory=Counter)

    def milliseconds(self, stage: str, part: str) -> float:
        """Give what one request of a stage costs in one part of the product."""
        return self.seconds[stage][part] * 1000 / self.requests[stage]

    def of_report(self, part: str) -> float:
        """Give what a complete report costs in one part, in milliseconds."""
        return sum(TIMES[stage] * self.milliseconds(stage, part) for stage in STAGES)


@dataclass
class _Batch:
    """Reports of one client that go through every stage together."""

    client: Client
    size: int
    reports: list[str] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)

    def submit(self) -> None:
        self.reports = [self.client.submit() for _ in range(self.size)]

    def upload(self) -> None:
        for report in self.reports * FILES:
            self.files.append((report, self.client.upload(report)))

    def fileinfo(self) -> None:
        for report, file in self.files:
            self.client.describe(report, file)

    def finish(self) -> None:
        for report in self.reports:
            self.client.finish(report)


def weigh(
    product: Product, clients: Sequence[Client], *, reports: int, costs: Costs
) -> None:
    """Send `reports` from each client, stage by stage, and add up what they cost."""
    batches = [_Batch(client, reports) for client in clients]
    for stage in STAGES:
        before = processor_seconds(product)
        with ThreadPoolExecutor(len(batches)) as pool:
            list(pool.map(methodcaller(stage), batches))
        for part, seconds in processor_seconds(product).items():
            costs.seconds[stage][part] += seconds - before[part]
        costs.requests[stage] += TIMES[stage] * reports * len(clients)


def table(costs: Costs) -> Iterator[str]:
    """Give the rows of a table in Markdown: milliseconds a request."""
    yield f"| Request | {' | '.join(_OF_REQUESTS)} | together |"
    yield f"|---|{'---|' * (len(_OF_REQUESTS) + 1)}"
    for stage in STAGES:
        cells = [costs.milliseconds(stage, part) for part in _OF_REQUESTS]
        yield _line(stage, cells)
    yield _line("a complete report", [costs.of_report(p) for p in _OF_REQUESTS])


def _line(name: str, cells: list[float]) -> str:
    numbers = " | ".join(f"{cell:.2f}" for cell in [*cells, sum(cells)])
    return f"| {name} | {numbers} |"


def reports_a_second(costs: Costs) -> float:
    """Give how many reports all processors could take in at that cost."""
    cost = sum(costs.of_report(part) for part in _OF_REQUESTS)
    return (os.cpu_count() or 1) * 1000 / cost
