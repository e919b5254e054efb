"""Measure how fast a hash list is loaded, and how long others wait meanwhile.

    python -m benchmarks.importing [--rows 200000] [--write]

A throw-away PostgreSQL with its default durability, with the product's tables, roles
and policies. In one run: a COPY into a plain table of the same hashes, as the reference
of what this disk and processor take; a CSV file loaded as `tipline hashlist load` does
it, with its check before; the same hashes as the pages of a followed list. While the
file is loaded, another connection takes the list's lock again and again, as a vote or a
feed does, and notes its longest wait.

A row is a hash. An item of the product is a row of the items, one of the hashes, and,
from a feed, one of its history, each with its indexes, keys and policies.
"""

import argparse
import hashlib
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import psycopg

from benchmarks import page

ROWS = 200_000
_NOW = datetime.now(UTC)
_PAGE = 1_000


def main() -> None:
    """Run the benchmark in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "TIPLINE_DATA": f"{folder}/data",
            "TIPLINE_DATABASE_ROLE": "tipline_worker",
            "DJANGO_SETTINGS_MODULE": "tipline.config.settings",
        }
        figures = _with_database(Path(folder), options.rows)
    print(json.dumps(figures))
    text = _table(figures)
    print(text)
    if options.write:
        page.write("importing", text)


def _with_database(folder: Path, rows: int) -> dict[str, float]:
    from tipline.commandline import main as commandline  # noqa: PLC0415
    from tipline.config.environment import load  # noqa: PLC0415
    from tipline.foundation.postgres.cluster import Cluster  # noqa: PLC0415

    with Cluster(folder / "data"):
        if commandline.main(["migrate"]):
            raise SystemExit("the tables could not be made")
        url = load().connection("tipline_worker").url()
        return {"rows": rows, **_measured(folder, rows, url)}


def _measured(folder: Path, rows: int, url: str) -> dict[str, float]:
    import django  # noqa: PLC0415

    django.setup()
    from tipline.foundation.policy.principal import system  # noqa: PLC0415
    from tipline.hashlist import importing, loading, services  # noqa: PLC0415

    actor, file = system("benchmark"), folder / "list.csv"
    lines = [f"{','.join(_hash(number))},A1\n" for number in range(rows)]
    file.write_text("".join(lines), encoding="ascii")
    figures = {"copy": rows / _seconds(lambda: _copy(url, rows))}

    def load_file() -> None:
        with file.open(encoding="utf-8", newline="") as given:
            loading.check_lines(given)
            given.seek(0)
            services.load_list(actor, given, name="File", meaning="x", at=_NOW)

    services.load_list(actor, [], name="File", meaning="x", at=_NOW)
    with _Neighbor(url) as neighbor:
        figures["file"] = rows / _seconds(load_file)
    figures["longest_wait_seconds"] = neighbor.longest
    figures["again"] = rows / _seconds(load_file)
    feed = services.add_list(actor, name="Feed", kind="imported", meaning="x", at=_NOW)

    def follow() -> None:
        for start in range(0, rows, _PAGE):
            records = [
                importing.Record(key=f"2-{n}", values=(_hash(n),))
                for n in range(start, min(rows, start + _PAGE))
            ]
            importing.import_records(actor, feed, records, at=_NOW)

    figures["feed"] = rows / _seconds(follow)
    return figures


def _hash(number: int) -> tuple[str, str]:
    """Give an algorithm and a value: MD5 and PDQ by turns."""
    name, made = ("pdq", "sha256") if number % 2 else ("md5", "md5")
    digest = hashlib.new(made, str(number).encode(), usedforsecurity=False)
    return name, digest.hexdigest()


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _copy(url: str, rows: int) -> None:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE plain (name text, value text, class text)")
        with cursor.copy("COPY plain FROM STDIN") as copy:
            for number in range(rows):
                copy.write_row((*_hash(number), "A1"))


class _Neighbor(threading.Thread):
    """Somebody else who uses the list; `longest` is the longest wait in seconds."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url = url
        self.longest = 0.0
        self.is_over = threading.Event()

    def run(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("SELECT set_config('tipline.kind', 'system', false)")
            (list_id,) = connection.execute(
                "SELECT id FROM hashlist_hashlist WHERE name = 'File'"
            ).fetchone() or (0,)
            while not self.is_over.is_set():
                began = time.perf_counter()
                connection.execute("SELECT hashlist_stamp(%s)", [list_id])
                self.longest = max(self.longest, time.perf_counter() - began)
                time.sleep(0.01)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self.join()


def _table(figures: dict[str, float]) -> str:
    ways = {
        "copy": "COPY into a plain table, the reference",
        "file": "a CSV file, checked and loaded",
        "again": "the same file again: nothing is new",
        "feed": "a followed list, 1,000 entries a page, with history",
    }
    rows = [
        f"| {text} | {figures[way]:,.0f} | {figures[way] / figures['copy']:.2f} |"
        for way, text in ways.items()
    ]
    head = ["| Way | Hashes a second | Of a COPY |", "|---|---|---|"]
    longest = figures["longest_wait_seconds"]
    wait = f"Longest wait of another user of the list: {longest:.2f} s."
    return "\n".join([page.machine("importing"), *head, *rows, "", wait])


if __name__ == "__main__":
    main()
