"""Measure how many times as fast the PDQ index answers a batch on two threads.

    python -m benchmarks.matching_threads --hashes 10000000 --write

By the clock, the best of many short runs, with SHA-256, which shares nothing, beside
it; and how many processors the best run of two threads had, its processor time over its
time by the clock. No gain by the clock can be larger than that: on a machine with other
work it tells of the machine. And by processor time, which needs none to be free: the
processor time of one thread against that of the longest way through two, which is what
the caller's own thread takes and half of what the two take. What two threads cost each
other in caches and memory is in it, and so is what is not divided; what they would wait
for each other is not.

`--hashes 10000000 --rounds 30` takes half a minute.
"""

import argparse
import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from benchmarks import page
from benchmarks.matching import BATCH, SEED, questions_about, uniform
from tipline.hashing.pdq_index import PdqIndex

GOAL = 1.6


@dataclass(frozen=True, kw_only=True)
class Gain:
    """How many times as fast two threads were as one."""

    hashes: int
    clock: float
    had: float
    control: float
    control_had: float
    processor: float


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Seconds of one run: by the clock, on the longest way through its threads.

    `had` is how many processors it had, on the average.
    """

    clock: float
    way: float
    had: float


def taken(action: Callable[[], object], threads: int) -> Taken:
    """Measure a run that is divided among so many threads of its own, or not at all."""
    clock, own, all_of_it = time.perf_counter, time.thread_time, time.process_time
    begun = clock(), own(), all_of_it()
    action()
    by_clock, mine, everybody = (
        ended - began
        for ended, began in zip((clock(), own(), all_of_it()), begun, strict=True)
    )
    way = mine + (everybody - mine) / threads
    return Taken(clock=by_clock, way=way, had=everybody / by_clock)


def sha(threads: int) -> None:
    """Hash the same 40 MB, on so many threads."""
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(hashlib.sha256, [bytes(20_000_000)] * 2))


def measure(hashes: int, rounds: int) -> Gain:
    """Let one thread and two answer in turn."""
    known = uniform(hashes, SEED)
    index = PdqIndex.build(known)
    queries = questions_about(known, 4 * BATCH, SEED + 3).queries
    runs: dict[tuple[str, int], list[Taken]] = {}
    for _ in range(rounds):
        for threads in (1, 2):
            ask = partial(index.search, queries, threads=threads)
            runs.setdefault(("ask", threads), []).append(taken(ask, threads))
            control = taken(partial(sha, threads), threads)
            runs.setdefault(("sha", threads), []).append(control)

    def gain(what: str) -> float:
        return best(what, 1).clock / best(what, 2).clock

    def best(what: str, threads: int) -> Taken:
        return min(runs[what, threads], key=lambda run: run.clock)

    one, two = (min(run.way for run in runs["ask", threads]) for threads in (1, 2))
    return Gain(
        hashes=hashes,
        clock=gain("ask"),
        had=best("ask", 2).had,
        control=gain("sha"),
        control_had=best("sha", 2).had,
        processor=one / two,
    )


def text_of(gains: list[Gain]) -> str:
    """Return the figures as Markdown."""
    rows = [
        (
            "| Hashes | By processor time | By the clock | Processors had"
            " | SHA-256 by the clock | Processors had | Goal |"
        ),
        "|---|---|---|---|---|---|---|",
        *(
            f"| {gain.hashes:,} | {gain.processor:.2f} times | {gain.clock:.2f} times "
            f"| {gain.had:.2f} | {gain.control:.2f} times | {gain.control_had:.2f} "
            f"| {GOAL} |"
            for gain in gains
        ),
    ]
    return "\n".join([page.machine("matching_threads"), *rows])


def main() -> None:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hashes", type=int, nargs="+", default=[10**6, 10**7])
    parser.add_argument("--rounds", type=int, default=90)
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    text = text_of([measure(count, options.rounds) for count in options.hashes])
    print(text)
    if options.write:
        page.write("matching-threads", text)


if __name__ == "__main__":
    main()
