"""Measure how soon a listed hash finds its past copies, and a list the whole archive.

    python -m benchmarks.archive --pictures 200000      # a short look
    python -m benchmarks.archive --write                # 10 million; writes the page

Three measures: the search in a folder of 10 million hashes for one that is listed, laid
in the eight ways; the sweep of a part of the archive for a million listed hashes; and
the whole way through PostgreSQL, from an import of one hash until the last report has
its match, and when it got how far. The hashes are uniform. The database is a throw-away
one; 10 million pictures, of two hashes each, take 16 GB and some minutes.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import time
from dataclasses import asdict, dataclass
from typing import NamedTuple

import numpy as np

from benchmarks import archive_page, database
from tipline.hashing.laid import laid
from tipline.hashing.pdq_join import ASKED, near_a_list
from tipline.hashing.pdq_segments import PdqSegments
from tipline.hashing.pdq_segments_writer import PdqSegmentsWriter
from tipline.hashing.turns import Turn

SEED = 2026
COPIES = 100
_PLANTED = 200


class Times(NamedTuple):
    """Seconds since an import began, of the last one each."""

    listed: float
    noted: float
    searched: float
    first_match: float
    all_matches: float


@dataclass
class Figures:
    """What was measured; times in the unit of their name."""

    pictures: int
    search_ms: float
    found: int
    planted: int
    listed: int
    swept: int
    sweep_seconds: float
    stored: int
    reports: int
    way: Times


def uniform(count: int, seed: int) -> np.ndarray:
    """Give hashes as random as they can be, (count, 32) uint8."""
    return np.random.default_rng(seed).integers(0, 256, (count, 32), np.uint8)


def one_hash(pictures: int) -> tuple[float, int]:
    """Search for one listed hash in eight ways: the median in ms, and how many hit."""
    known = uniform(pictures, SEED)
    folder = tempfile.mkdtemp()
    with PdqSegmentsWriter(folder) as writer:
        writer.rebuild([(np.arange(pictures), known)], position=1)
    reader, times, found = PdqSegments(folder), [], 0
    for number in range(_PLANTED):
        listed = known[[number * 7 % pictures]] ^ np.packbits(np.arange(256) < 20)
        start = time.perf_counter()
        asked = np.concatenate([laid(listed, turn) for turn in Turn])
        hits = reader.search(asked)
        times.append(time.perf_counter() - start)
        found += number * 7 % pictures in hits.entry
    reader.close()
    shutil.rmtree(folder)
    return statistics.median(times) * 1000, found


def sweep(listed: int, swept: int) -> float:
    """Return the seconds in which so many picture hashes are asked against a list."""
    known = uniform(listed, SEED + 1)
    pictures = uniform(swept * len(ASKED), SEED + 2).reshape(swept, len(ASKED), 32)
    near_a_list(known, pictures[:1])  # builds the index of the list
    start = time.perf_counter()
    for first in range(0, swept, 50_000):
        near_a_list(known, pictures[first : first + 50_000])
    return time.perf_counter() - start


def whole_way(stored: int) -> Times:
    """Return the seconds from an import to each stage, the last report's match as last.

    A worker's threads keep the index and run journeys, as in the product.
    """
    code = "from benchmarks import archive_database as filled\n"
    code += f"filled.measure(stored={stored}, copies={COPIES})"
    told = database.measured(code, role="tipline_worker")
    return Times(**json.loads(told.splitlines()[-1]))  # after what the product logs


def main() -> None:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=10**7)
    parser.add_argument("--listed", type=int, default=10**6)
    parser.add_argument("--swept", type=int, default=10**6)
    parser.add_argument("--stored", type=int, default=10**7)
    parser.add_argument("--write", action="store_true", help=archive_page.HELP)
    options = parser.parse_args()
    search_ms, found = one_hash(options.pictures)
    sweep_seconds = sweep(options.listed, options.swept)
    way = whole_way(options.stored)
    figures = Figures(
        pictures=options.pictures,
        search_ms=search_ms,
        found=found,
        planted=_PLANTED,
        listed=options.listed,
        swept=options.swept,
        sweep_seconds=sweep_seconds,
        stored=options.stored,
        reports=COPIES,
        way=way,
    )
    print(json.dumps(asdict(figures)))
    text = archive_page.text_of(figures)
    print(text)
    if options.write:
        archive_page.write(text)


if __name__ == "__main__":
    main()
