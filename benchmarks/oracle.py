"""Ask whether time tells listed files from others, at intake and at the questions.

    python -m benchmarks.oracle [--samples 10000] [--questions 300] [--write]

The product runs as `tipline start` runs it. Listed and unlisted files take turns by
chance; each sample is one request on one connection. The two samples of times are
compared by the Mann-Whitney test: P18.3 of the threat model asks for p above 0.05. Of
equal samples one in twenty falls below that by chance: then run it again. Before it is
timed, each question is asked about a listed and an unlisted file, to see that the right
answer comes: where none is found, equal times would say nothing.

The same for the body's length. That answers are alike in shape and take the same
statements is not measured here but tested (tests/portals/platforms/hashsharing).
"""

import argparse
import base64
import hashlib
import http.client
import json
import math
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psycopg

from benchmarks import page
from benchmarks.intake import _owner_url
from benchmarks.intake_client import upload_form
from tests.material import report_xml
from tests.product import Credential, Product

SEED = 2026
LISTED = 2_000
WARM_UP = 100
_WORDS = {
    "upload": "upload of a file, at intake",
    "bucket": "a bucket of five digits",
    "match": "a question about one PDQ hash",
}
_LIMIT = str(10_000_000)
_PATH = "/hashsharing/known/match"
# A bucket holds what was listed when its hour began.
_HOURS_AGO = (
    "UPDATE hashlist_hashentry SET added_at = added_at - interval '2 hours'",
    "UPDATE hashlist_hashitem SET listed_at = listed_at - interval '2 hours'",
)


Sample = Callable[[int, bool], tuple[float, bytes]]


@dataclass
class Samples:
    """Seconds and bytes of the answers, by whether the file was listed."""

    name: str
    seconds: dict[bool, list[float]] = field(
        default_factory=lambda: {True: [], False: []}
    )
    lengths: dict[bool, list[int]] = field(
        default_factory=lambda: {True: [], False: []}
    )

    def row(self) -> dict[str, object]:
        """Give the figures of one place."""
        listed, others = self.seconds[True], self.seconds[False]
        return {
            "where": self.name,
            "samples": len(listed) + len(others),
            "median_us_listed": round(1e6 * float(np.median(listed)), 1),
            "median_us_unlisted": round(1e6 * float(np.median(others)), 1),
            "p_of_times": round(mann_whitney(listed, others), 3),
            "same_lengths": set(self.lengths[True]) == set(self.lengths[False]),
        }


def mann_whitney(left: list[float], right: list[float]) -> float:
    """Give the two-sided p of two samples having one distribution, for large samples.

    Source: Mann and Whitney 1947, doi:10.1214/aoms/1177730491.
    """
    both = np.array([*left, *right])
    _, which, counts = np.unique(both, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[which]
    n, m = len(left), len(right)
    u = float(ranks[:n].sum()) - n * (n + 1) / 2
    ties = float((counts**3 - counts).sum()) / ((n + m) * (n + m - 1))
    spread = math.sqrt(n * m / 12 * (n + m + 1 - ties))
    return math.erfc(abs(u - n * m / 2) / spread / math.sqrt(2))


class Program:
    """A program of a platform on one connection."""

    def __init__(self, product: Product, credential: Credential) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", product.port)
        pair = ":".join(credential.pair).encode()
        self.basic = f"Basic {base64.b64encode(pair).decode()}"

    def ask(
        self, path: str, body: bytes | None = None, kind: str = "text/xml"
    ) -> tuple[float, bytes]:
        """Send a request; give the seconds that its answer took, and the answer."""
        headers = {"Authorization": self.basic, "Content-Type": kind}
        began = time.perf_counter()
        self.connection.request("POST" if body else "GET", path, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        took = time.perf_counter() - began
        if response.status != http.client.OK:
            raise RuntimeError(f"{path}: {response.status} {answer!r}")
        return took, answer


def content(number: int, *, listed: bool) -> bytes:
    """Give the file of a number: 4,000 bytes, another for listed ones."""
    return random.Random(f"{SEED}/{number}/{listed}").randbytes(4_000)


def md5(number: int, *, listed: bool) -> str:
    """Give the MD5 of the file of a number."""
    known = content(number, listed=listed)
    return hashlib.md5(known, usedforsecurity=False).hexdigest()


def pdq(number: int, *, listed: bool) -> str:
    """Give the PDQ hash of a number."""
    return hashlib.sha256(f"{SEED}/{number}/{listed}".encode()).hexdigest()


def write_list(file: Path) -> None:
    """Write the list: MD5 and PDQ of the listed numbers."""
    with file.open("w", encoding="ascii") as out:
        for number in range(LISTED):
            known = md5(number, listed=True), pdq(number, listed=True)
            out.write("md5,{}\npdq,{}\n".format(*known))


def load(product: Product, folder: Path) -> None:
    """Put what is listed onto a list, two hours ago."""
    write_list(folder / "list.csv")
    named = ["--name", "Known", "--meaning", "known"]
    product.tipline("hashlist", "load", str(folder / "list.csv"), *named)
    with psycopg.connect(_owner_url(product), autocommit=True) as connection:
        connection.execute("SET tipline.kind = 'clearinghouse'")
        for statement in _HOURS_AGO:
            connection.execute(statement)


def require_answers(bucket: Sample, match: Sample, md5_of: Callable[..., str]) -> None:
    """Ask both questions about a listed file and an unlisted one.

    Raises:
        RuntimeError: a wrong answer: what is measured would say nothing.
    """
    for listed in (True, False):
        said = json.loads(bucket(0, listed)[1])
        salted = f"{said['salt']}{md5_of(0, listed=listed)}".encode()
        is_there = hashlib.sha256(salted).hexdigest()[:32] in said["digests"]
        is_match = json.loads(match(0, listed)[1])["match"]
        if (is_there, is_match) != (listed, listed):
            raise RuntimeError(f"listed is {listed}, but {is_there=}, {is_match=}")


def take(name: str, count: int, sample: Sample) -> Samples:
    """Take so many samples, listed or not by chance; the first warm up."""
    chance, found = random.Random(SEED), Samples(name)
    for turn in range(count + WARM_UP):
        listed = chance.random() < 0.5
        took, answer = sample(turn, listed)
        if turn >= WARM_UP:
            found.seconds[listed].append(took)
            found.lengths[listed].append(len(answer))
    return found


def measure(
    product: Product, *, samples: int, questions: int, folder: Path
) -> Iterator[dict[str, object]]:
    """Take all samples; give the figures of each place."""
    load(product, folder)
    reporter = Program(product, product.add_platform("Reporter"))
    asking = Program(product, product.add_platform("Asker", hash_lists=True))
    product.tipline("hashlist", "add-member", "known", "Asker", "--tier", "match-only")
    _, answer = reporter.ask("/ispws/submit", report_xml())
    report_id = answer.partition(b"<reportId>")[2].partition(b"<")[0].decode()

    def upload(turn: int, listed: bool) -> tuple[float, bytes]:  # noqa: FBT001 - a sample
        known = content(turn % LISTED, listed=listed)
        return reporter.ask("/ispws/upload", *upload_form(report_id, known))

    def bucket(turn: int, listed: bool) -> tuple[float, bytes]:  # noqa: FBT001 - a sample
        digits = md5(turn % LISTED, listed=listed)[:5]
        return asking.ask(f"{_PATH}/MD5/{digits}")

    def match(turn: int, listed: bool) -> tuple[float, bytes]:  # noqa: FBT001 - a sample
        value = pdq(turn % LISTED, listed=listed)
        body = json.dumps({"type": "PDQ", "value": value}).encode()
        return asking.ask(_PATH, body, "application/json")

    require_answers(bucket, match, md5)
    yield take(upload.__name__, samples, upload).row()
    asking.connection.close()  # idle for long; the next request opens it
    for each in (bucket, match):  # each answer is held back to an even time
        yield take(each.__name__, questions, each).row()


def table(rows: list[dict[str, object]]) -> str:
    """Return the figures as Markdown."""
    lines = [
        page.machine("oracle"),
        "| Request | Median, listed, µs | Median, unlisted, µs | p | One length |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {_WORDS[str(row['where'])]} | {row['median_us_listed']:,} "
        f"| {row['median_us_unlisted']:,} | {row['p_of_times']} "
        f"| {'yes' if row['same_lengths'] else 'no'} |"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=10_000, help="at intake")
    parser.add_argument("--questions", type=int, default=300, help="of each kind")
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    counts = {"samples": options.samples, "questions": options.questions}
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        limits = {
            "TIPLINE_PLATFORM_REQUESTS_PER_MINUTE": _LIMIT,
            "TIPLINE_HASH_QUESTIONS_PER_MINUTE": _LIMIT,
        }
        with Product(folder / "data", demo=False, **limits) as product:
            for row in measure(product, folder=folder, **counts):
                print(json.dumps(row), flush=True)
                rows.append(row)
    if options.write:
        page.write("oracle", table(rows))


if __name__ == "__main__":
    main()
