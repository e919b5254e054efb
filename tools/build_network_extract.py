"""Build the extract of hosting, VPN and Tor networks that ships with the package.

    python tools/build_network_extract.py OUTPUT V4.csv V6.csv
        --source "RouteViews, NRO and DB-IP" --date 2026-06-17

Reads lists of address ranges with the autonomous system that announces each (first and
last address as numbers, number of the system, its name), keeps those of the systems in
tipline/referral/data/hosting_networks.csv, and writes OUTPUT
(tipline/referral/geodata/networks.npz).

The same input gives the same bytes. Keep geodata/LICENSE-DATA.md in step.
"""

# ruff: noqa: INP001 -- a script to run, not a package to import
import argparse
import csv
from datetime import date
from pathlib import Path

import numpy as np
from build_geo_extract import SUBSCRIBER_BITS, Ranges

from tipline.referral.networks import listed_networks
from tipline.referral.range_table import RangeTable, write_range_table


def build(files: list[Path], source: str, data_date: date) -> RangeTable:
    """Give the extract; `files` are the lists for IPv4 and IPv6, in this order."""
    systems = {"": 0} | {str(n): row for row, n in enumerate(listed_networks(), 1)}
    ranges = [Ranges(), Ranges()]
    for path, dropped_bits, kept in zip(
        files, (0, SUBSCRIBER_BITS), ranges, strict=True
    ):
        with path.open(encoding="utf-8", newline="") as file:
            for first, last, system, _name in csv.reader(file):
                code = systems.get(system, 0)
                if code:
                    end = (int(last) >> dropped_bits) + 1
                    kept.add(int(first) >> dropped_bits, end, code)
    ranges[0].close(2**32)
    ranges[1].close(2**64)
    return RangeTable(
        places=tuple(systems),
        starts4=np.array(ranges[0].starts, dtype=np.uint32),
        codes4=np.array(ranges[0].codes, dtype=np.uint16),
        starts6=np.array(ranges[1].starts, dtype=np.uint64),
        codes6=np.array(ranges[1].codes, dtype=np.uint16),
        source=source,
        data_date=data_date,
    )


def main() -> None:
    """Read the command line and write the extract."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("files", type=Path, nargs=2, metavar="ranges.csv")
    parser.add_argument("--source", required=True)
    parser.add_argument("--date", type=date.fromisoformat, required=True)
    arguments = parser.parse_args()
    table = build(arguments.files, arguments.source, arguments.date)
    with arguments.output.open("wb") as file:
        write_range_table(table, file)


if __name__ == "__main__":
    main()
