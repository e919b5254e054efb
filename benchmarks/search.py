"""Measure how long the search of an identifier takes, and how that grows.

    python -m benchmarks.search --reports 100000                 # a short look
    python -m benchmarks.search --reports 1000000 10000000 --write

Invented rows are made in a throw-away database: a report names a mailbox and an account
of its own platform; three reports in ten share their mailbox with a few others, and one
page is named by 10,000. Of the indexes of reports only the key is kept, the identifiers
have all of theirs. Each search is the whole of `linking.searching.search`: recognised,
looked up under row-level security, counted, read, and written to the audit. A plain
look-up asks for one identifier's row by its unique index.
"""

import argparse
import json
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks import page, search_page


def measured(reports: int, searches: int) -> dict[str, object]:
    """Give the figures of one size, from a database that is removed afterwards."""
    with ExitStack() as opened:
        data = Path(tempfile.mkdtemp(prefix="tipline-search-"))
        opened.callback(shutil.rmtree, data, ignore_errors=True)
        data.chmod(0o711)
        os.environ.update(
            TIPLINE_DATA=str(data),
            TIPLINE_DATABASE_ROLE="tipline_web",
            DJANGO_SETTINGS_MODULE="tipline.config.settings",
        )
        # It reads the settings of the process, which hold from here on.
        from benchmarks import search_database  # noqa: PLC0415

        return search_database.measure(data, reports=reports, searches=searches)


def in_a_process_of_its_own(reports: int, searches: int) -> dict[str, object]:
    """Measure one size in a child: settings are read once in a process."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(writing, "w") as told:
            json.dump(measured(reports, searches), told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    os.waitpid(child, 0)
    return dict(json.loads(said))


def main() -> None:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, nargs="+", default=[100_000])
    parser.add_argument("--searches", type=int, default=1000)
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    figures = []
    for reports in options.reports:
        figures.append(in_a_process_of_its_own(reports, options.searches))
        print(json.dumps(figures[-1]), flush=True)
    text = search_page.text_of(figures)
    print(text)
    if options.write:
        page.write("search", text)


if __name__ == "__main__":
    main()
