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

from benchmarks import database, page, search_page


def main() -> None:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, nargs="+", default=[100_000])
    parser.add_argument("--searches", type=int, default=1000)
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    figures = []
    for reports in options.reports:
        code = "from benchmarks import search_database as filled\n"
        code += f"filled.measure({reports}, {options.searches})"
        figures.append(json.loads(database.measured(code)))
        print(json.dumps(figures[-1]), flush=True)
    text = search_page.text_of(figures)
    print(text)
    if options.write:
        page.write("search", text)


if __name__ == "__main__":
    main()
