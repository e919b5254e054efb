"""Build the geolocation extract that ships with the package.

    python tools/build_geo_extract.py OUTPUT FILE.mmdb [FILE.mmdb ...]
        --source "DB-IP City Lite" --date 2026-06-05

Reads every network of the given databases (one with both versions of IP, or one for
each), keeps country and US state, joins neighboring networks of the same place, and
writes OUTPUT (tipline/referral/geodata/places.npz). IPv6 keeps the upper 64 bits: what
a provider gives to one subscriber is never smaller.

The same input gives the same bytes. License of the result: the input's. Keep
geodata/LICENSE-DATA.md in step.
"""

# ruff: noqa: INP001 -- a script to run, not a package to import
import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

import maxminddb
import numpy as np

from tipline.referral.mmdb_records import place_in
from tipline.referral.range_table import RangeTable, write_range_table

Network = IPv4Network | IPv6Network
IPV4_BITS = 32
SUBSCRIBER_BITS = 64


@dataclass
class Ranges:
    """Ranges of one version of IP as they grow, in ascending order."""

    starts: list[int] = field(default_factory=lambda: [0])
    codes: list[int] = field(default_factory=lambda: [0])
    end: int = 0

    def add(self, first: int, end: int, code: int) -> None:
        """Append a range; what lies between it and the last one is unknown."""
        # A network smaller than one step shares it with its neighbor: the first stays.
        first = max(first, self.end)
        if end <= first:
            return
        if first > self.end:
            self._start(self.end, 0)
        self._start(first, code)
        self.end = end

    def close(self, limit: int) -> None:
        """End the last range; what follows is unknown."""
        if self.end < limit:
            self._start(self.end, 0)

    def _start(self, at: int, code: int) -> None:
        if code == self.codes[-1]:
            return
        if at == self.starts[-1]:
            self.codes[-1] = code
            return
        self.starts.append(at)
        self.codes.append(code)


def build(files: list[Path], source: str, data_date: date) -> RangeTable:
    """Give the extract of all networks in `files`."""
    places = {"": 0}
    ranges4, ranges6 = Ranges(), Ranges()
    for path in files:
        for network, name in _networks(path):
            code = places.setdefault(name, len(places))
            if isinstance(network, IPv4Network):
                ranges4.add(*_bounds(network, 0), code)
            else:
                ranges6.add(*_bounds(network, SUBSCRIBER_BITS), code)
    ranges4.close(2**32)
    ranges6.close(2**64)
    return RangeTable(
        places=tuple(places),
        starts4=np.array(ranges4.starts, dtype=np.uint32),
        codes4=np.array(ranges4.codes, dtype=np.uint16),
        starts6=np.array(ranges6.starts, dtype=np.uint64),
        codes6=np.array(ranges6.codes, dtype=np.uint16),
        source=source,
        data_date=data_date,
    )


def _networks(path: Path) -> Iterator[tuple[Network, str]]:
    with maxminddb.open_database(str(path)) as reader:
        for network, record in reader:
            found = place_in(record)
            if found:
                yield _plain(network), "-".join(part for part in found if part)


def _plain(network: Network) -> Network:
    """Give IPv4 networks as such, where a database keeps them under ::/96."""
    if isinstance(network, IPv4Network) or int(network.network_address) >> IPV4_BITS:
        return network
    if network.prefixlen < 128 - IPV4_BITS:
        return network
    first = int(network.network_address)
    return IPv4Network((first, network.prefixlen - (128 - IPV4_BITS)))


def _bounds(network: Network, dropped_bits: int) -> tuple[int, int]:
    last = int(network.broadcast_address) >> dropped_bits
    return int(network.network_address) >> dropped_bits, last + 1


def main() -> None:
    """Read the command line and write the extract."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("files", type=Path, nargs="+", metavar="file.mmdb")
    parser.add_argument("--source", required=True)
    parser.add_argument("--date", required=True, type=date.fromisoformat)
    chosen = parser.parse_args()
    table = build(chosen.files, chosen.source, chosen.date)
    with chosen.output.open("wb") as file:
        write_range_table(table, file)
    counted = f"{len(table.starts4)} IPv4 and {len(table.starts6)} IPv6 ranges"
    print(f"{counted}, {len(table.places) - 1} places")  # noqa: T201


if __name__ == "__main__":
    main()
