"""Compare the PDQ index with what others offer, in one run, interleaved.

    python -m pip install '.[bench]'        # faiss, threatexchange, usearch
    python -m benchmarks.matching --hashes 1000000
    python -m benchmarks.matching --write   # also 10 million; writes the page
    python -m benchmarks.matching --write --most-for-slow-peers 10000000   # 21 GiB

Uniform hashes; half of the queries lie 0 to 31 bits from one of them, half anywhere.
Every engine answers the same queries in turn, on one thread, so that a noisy machine
slows all. Prints a JSON line for each engine, then tables. A peer that is not installed
is named and left out.
"""

import argparse
import ctypes
import gc
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import matching_page, page
from benchmarks.matching_engines import (
    ENGINES,
    Engine,
    NotThereError,
    Pairs,
    load_peers,
)
from tipline.hashing.pdq_segments import PdqSegments
from tipline.hashing.pdq_segments_writer import PdqSegmentsWriter

BATCH = 1000
RADIUS = 31
SEED = 2026


@dataclass
class Figures:
    """What was measured of one engine at one size."""

    engine: str
    hashes: int
    build_seconds: float = 0.0
    bytes_a_hash: float = 0.0
    single_us: float = 0.0
    batch_us: float = 0.0
    recall: float = 0.0
    same_as_scan: bool | None = None
    why_not: str = ""


@dataclass
class Additions:
    """How soon other readers of a folder find what was added."""

    hashes: int
    rebuild_seconds: float
    add_one_ms: float
    visible_ms: float
    add_thousand_ms: float
    single_us: float = 0.0
    disk_bytes_a_hash: float = 0.0


@dataclass
class Run:
    """All figures of one run."""

    figures: list[Figures] = field(default_factory=list)
    additions: list[Additions] = field(default_factory=list)
    peak_bytes: int = 0


@dataclass(frozen=True)
class Questions:
    """Queries (m, 32) uint8, and which known hash lies near which of them."""

    queries: NDArray[np.uint8]
    planted: Pairs


def uniform(count: int, seed: int) -> NDArray[np.uint8]:
    """Give hashes as random as they can be, (count, 32) uint8."""
    return np.random.default_rng(seed).integers(0, 256, (count, 32), np.uint8)


def questions_about(known: NDArray[np.uint8], count: int, seed: int) -> Questions:
    """Ask for neighbors of known hashes at 0 to 31 bits, and for as many strangers."""
    chance = np.random.default_rng(seed)
    chosen = chance.integers(0, len(known), count // 2)
    flips = chance.integers(0, RADIUS + 1, len(chosen))
    order = np.argsort(chance.random((len(chosen), 256)), axis=1)
    difference = np.packbits(order < flips[:, None], axis=1)
    queries = uniform(count, seed + 1)
    queries[: len(chosen)] = known[chosen] ^ difference
    return Questions(queries, set(enumerate(chosen.tolist())))


def resident_bytes() -> int:
    """Return how much memory this process has."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def seconds(action: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def built(
    kind: type[Engine], known: NDArray[np.uint8], most: int
) -> tuple[Engine | None, Figures]:
    """Build one engine's index, or say why there is none."""
    figures = Figures(kind.name, len(known))
    if len(known) > most and kind.limit_because:
        figures.why_not = f"not above {most:,}: {kind.limit_because}"
        return None, figures
    # Else what was freed before is used again, and counted as nothing.
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    before = resident_bytes()
    try:
        start = time.perf_counter()
        engine = kind(known)
        figures.build_seconds = time.perf_counter() - start
    except NotThereError as missing:
        figures.why_not = str(missing)
        return None, figures
    figures.bytes_a_hash = (resident_bytes() - before) / len(known)
    return engine, figures


def measure(known: NDArray[np.uint8], rounds: int, most: int) -> list[Figures]:
    """Build every engine, then let them answer in turn."""
    load_peers()
    asked = questions_about(known, BATCH, SEED + 1)
    pairs = [built(kind, known, most) for kind in ENGINES]
    there = [(engine, figures) for engine, figures in pairs if engine]
    single: dict[str, list[float]] = {}
    batch: dict[str, list[float]] = {}
    for number in range(rounds):
        for engine, _ in there:
            chosen = (np.arange(engine.singles) * 3 + number) % BATCH
            times = [
                seconds(partial(engine.search, query[None]))
                for query in asked.queries[chosen]
            ]
            single.setdefault(engine.name, []).append(statistics.median(times))
            taken = seconds(partial(engine.search, asked.queries[: engine.batch]))
            batch.setdefault(engine.name, []).append(taken / engine.batch)
    truth = next((e.found(asked.queries) for e, _ in there if e.is_scan), None)
    for engine, figures in there:
        figures.single_us = statistics.median(single[engine.name]) * 1e6
        figures.batch_us = statistics.median(batch[engine.name]) * 1e6
        found = engine.found(asked.queries[: engine.batch])
        planted = _among(asked.planted, engine.batch)
        figures.recall = len(found & planted) / len(planted)
        if truth is not None:
            figures.same_as_scan = found == _among(truth, engine.batch)
    return [figures for _, figures in pairs]


def _among(pairs: Pairs, queries: int) -> Pairs:
    return {pair for pair in pairs if pair[0] < queries}


def additions(known: NDArray[np.uint8], rounds: int) -> Additions:
    """Keep the hashes in a folder, add to it, and let a reader search meanwhile."""
    new = uniform(2 * BATCH, SEED + 5)
    count = len(known)
    with tempfile.TemporaryDirectory() as folder, PdqSegmentsWriter(folder) as writer:
        whole = [(np.arange(count), known)]
        rebuilt = seconds(lambda: writer.rebuild(whole, position=1))
        reader = PdqSegments(folder)
        single, visible, one = [], [], []
        for number in range(50 * rounds):
            start = time.perf_counter()
            writer.add([count + number], new[[number]])
            one.append(time.perf_counter() - start)
            hits = reader.search(new[[number]])
            visible.append(time.perf_counter() - start)
            if count + number not in hits.entry:
                raise AssertionError("an addition was not found")
            query = known[[number]]
            single.append(seconds(partial(reader.search, query)))
        ids = np.arange(BATCH) + 2 * count
        thousand = seconds(lambda: writer.add(ids, new[BATCH:]))
        disk = sum(path.stat().st_size for path in Path(folder).iterdir())
        reader.close()
    return Additions(
        count,
        rebuilt,
        statistics.median(one) * 1e3,
        max(visible) * 1e3,
        thousand * 1e3,
        statistics.median(single) * 1e6,
        disk / count,
    )


def main() -> None:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hashes", type=int, nargs="+", default=[10**6, 10**7])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most-for-slow-peers", type=int, default=10**6)
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    run = Run()
    for count in options.hashes:
        known = uniform(count, SEED)
        run.additions.append(additions(known, options.rounds))
        print(json.dumps(asdict(run.additions[-1])), flush=True)
        for figures in measure(known, options.rounds, options.most_for_slow_peers):
            print(json.dumps(asdict(figures)), flush=True)
            run.figures.append(figures)
    run.peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    text = matching_page.text_of(run)
    print(text)
    if options.write:
        matching_page.write(text)


if __name__ == "__main__":
    main()
