from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from ipaddress import IPv4Address
from pathlib import Path

import maxminddb

from tipline.referral.addresses import Address, routable
from tipline.referral.errors import MalformedGeodataError
from tipline.referral.mmdb_records import place_in
from tipline.referral.networks import Network, Owner
from tipline.referral.range_table import RangeTable, read_range_table

EXTRACT = Path(__file__).with_name("geodata") / "places.npz"
ATTRIBUTION_TEXT, ATTRIBUTION_URL = "IP Geolocation by DB-IP", "https://db-ip.com"

# Two databases of the same month name the same US state for three addresses in four,
# and the same country for nineteen in twenty: docs/decisions/0006-geolocation-data.md.
ACCURACY_NOTE = (
    "A place derived from an IP address is a lead, not evidence. It names where a "
    "provider says that it uses the address, at the date of the table; proxies and "
    "mobile networks often lie elsewhere."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address is said to be, by whom, and how old that knowledge is.

    `country` is ISO 3166-1 alpha-2; `state` the postal code of a US state or territory,
    None elsewhere and where it is unknown. `network` if its address is in one that
    hides where its users are, `owner` whose network it is in.
    """

    country: str
    state: str | None
    source: str
    data_date: date
    network: Network | None = None
    owner: Owner | None = None


@dataclass(frozen=True, slots=True)
class Geolocator:
    """Answers where IP addresses are: from an operator's file, then from the extract.

    Costs nothing until the first question, which loads the extract once per process.
    """

    operator_file: maxminddb.Reader | None = None
    operator_source: str = ""
    operator_date: date = date.min

    @classmethod
    def open(cls, mmdb: Path | None = None) -> "Geolocator":
        """Prepare a locator.

        Args:
            mmdb: a newer database of MaxMind, DB-IP, IPinfo or ip-location-db, in their
                MMDB format; None uses the shipped extract alone.

        Raises:
            MalformedGeodataError: the file is missing, or is no such database. An old
                table in place of the one the operator asked for would go unnoticed.
        """
        if mmdb is None:
            return cls()
        try:
            reader = maxminddb.open_database(str(mmdb))
        except (OSError, ValueError, maxminddb.InvalidDatabaseError) as error:
            raise MalformedGeodataError(file=mmdb.name, problem=error) from error
        about = reader.metadata()
        built_on = datetime.fromtimestamp(about.build_epoch, tz=UTC).date()
        return cls(reader, about.database_type or mmdb.name, built_on)

    @property
    def attribution(self) -> str:
        """The sentence and link that the license of the shipped extract asks for."""
        return f"{ATTRIBUTION_TEXT} ({ATTRIBUTION_URL})"

    def place_of(self, ip: str) -> Place | None:
        """Give the place of an address; None if unknown, private or not an address."""
        address = routable(ip)
        if address is None:
            return None
        record = self._operator_record(address)
        if record is None:
            return _in_extract(address)
        # The operator's "anonymous proxy" is an answer: an older place is not better.
        found = place_in(record)
        return (
            Place(*found, self.operator_source, self.operator_date) if found else None
        )

    def _operator_record(self, address: Address) -> object:
        reader = self.operator_file
        # Some databases come as one file for each version.
        if reader is None or address.version > reader.metadata().ip_version:
            return None
        try:
            return reader.get(address)
        except maxminddb.InvalidDatabaseError as error:
            raise MalformedGeodataError(
                file=self.operator_source, problem=error
            ) from error


@cache
def _extract() -> RangeTable:
    return read_range_table(EXTRACT)


def _in_extract(address: Address) -> Place | None:
    table = _extract()
    find = table.place4 if isinstance(address, IPv4Address) else table.place6
    country, _, state = find(int(address)).partition("-")
    if not country:
        return None
    return Place(country, state or None, table.source, table.data_date)
