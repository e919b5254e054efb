"""Whose network an address is in: what stands in a data center is nobody's home."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from ipaddress import IPv4Address
from pathlib import Path

import maxminddb

from tipline.referral.addresses import Address, routable
from tipline.referral.errors import MalformedGeodataError
from tipline.referral.range_table import RangeTable, read_range_table
from tipline.referral.tables import read_table

EXTRACT = Path(__file__).with_name("geodata") / "networks.npz"
NETWORKS_FILE = Path(__file__).with_name("data") / "hosting_networks.csv"


class NetworkKind(StrEnum):
    """What an address is used for, that hides who is behind it; values are stored."""

    TOR = "tor"
    VPN = "vpn"
    PROXY = "proxy"
    HOSTING = "hosting"


@dataclass(frozen=True, slots=True)
class Network:
    """A network that hides where its users are, and who says so."""

    kind: NetworkKind
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose network an address is in, such as `AS64496 Harbor Net`, and who says so.

    It is whoever announces the network, by its number as an autonomous system; that may
    be the provider's provider.
    """

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class NetworkFinder:
    """Tells networks by an operator's file, then by the shipped extract.

    The extract holds the networks of hosting, VPN and Tor alone.
    """

    operator_file: maxminddb.Reader | None = None

    @classmethod
    def open(cls, mmdb: Path | None = None) -> "NetworkFinder":
        """Prepare a finder.

        Args:
            mmdb: a database of anonymous addresses or of autonomous systems, by
                MaxMind, IPinfo, DB-IP or ip-location-db; None uses the extract alone.

        Raises:
            MalformedGeodataError: the file is missing, or is no such database.
        """
        if mmdb is None:
            return cls()
        try:
            return cls(maxminddb.open_database(str(mmdb)))
        except (OSError, ValueError, maxminddb.InvalidDatabaseError) as error:
            raise MalformedGeodataError(file=mmdb.name, problem=error) from error

    def network_of(self, ip: str) -> Network | None:
        """Give the hiding network of an address; None for any other, or no address."""
        address = routable(ip)
        if address is None:
            return None
        return self._by_operator(address) or _in_extract(address)

    def owner_of(self, ip: str) -> Owner | None:
        """Give whose network an address is in; None if nobody says, or no address."""
        address = routable(ip)
        if address is None:
            return None
        record, source = self._record(address)
        found = owner_in(record, source=source)
        if found is not None:
            return found
        listed = _in_extract(address)
        return Owner(listed.name, listed.source) if listed else None

    def _by_operator(self, address: Address) -> Network | None:
        record, _ = self._record(address)
        reader = self.operator_file
        source = reader.metadata().database_type if reader else ""
        return network_in(record, source=source)

    def _record(self, address: Address) -> tuple[object, str]:
        """Give what the operator's file says of an address, and its name and day."""
        reader = self.operator_file
        if reader is None or address.version > reader.metadata().ip_version:
            return None, ""
        about = reader.metadata()
        day = datetime.fromtimestamp(about.build_epoch, UTC).date()
        try:
            record: object = reader.get(address)
        except maxminddb.InvalidDatabaseError as error:
            file = about.database_type
            raise MalformedGeodataError(file=file, problem=error) from error
        return record, f"{about.database_type}, {day.isoformat()}"


# What databases call it, the most telling first: MaxMind (is_…) and IPinfo.
_FLAGS = (
    (NetworkKind.TOR, ("is_tor_exit_node", "tor")),
    (NetworkKind.VPN, ("is_anonymous_vpn", "vpn")),
    (
        NetworkKind.PROXY,
        ("is_public_proxy", "is_residential_proxy", "proxy", "relay", "is_anonymous"),
    ),
    (NetworkKind.HOSTING, ("is_hosting_provider", "hosting")),
)
_SYSTEM = ("autonomous_system_number", "asn", "as_number")
_NAMES = ("autonomous_system_organization", "as_name", "service", "isp", "name")
_TRUE = (True, 1, "true", "1")


# What databases call who announces a network, the most exact first.
_OWNERS = (
    "autonomous_system_organization",
    "as_organization",
    "as_name",
    "organization",
    "isp",
    "name",
)
OWNER_MAX = 200  # characters


def owner_in(record: object, *, source: str) -> Owner | None:
    """Read whose network it is from a record of any layout in common use."""
    if not isinstance(record, dict):
        return None
    inner = record.get("traits")
    flat = {**record, **inner} if isinstance(inner, dict) else record
    number = next((flat[name] for name in _SYSTEM if flat.get(name)), "")
    digits = str(number).upper().removeprefix("AS")
    is_number = digits.isascii() and digits.isdecimal()
    texts = (flat[name] for name in _OWNERS if isinstance(flat.get(name), str))
    name = " ".join(next(texts, "").split())
    said = " ".join(filter(None, (f"AS{digits}" if is_number else "", name)))
    return Owner(said[:OWNER_MAX], source) if said else None


def network_in(record: object, *, source: str) -> Network | None:
    """Read a hiding network from a record of any layout in common use."""
    if not isinstance(record, dict):
        return None
    inner = record.get("traits") or record.get("privacy")
    flat = {**record, **inner} if isinstance(inner, dict) else record
    said = next((flat[n] for n in _NAMES if isinstance(flat.get(n), str)), "")
    for kind, flags in _FLAGS:
        if any(flat.get(flag) in _TRUE for flag in flags):
            return Network(kind, str(said), source)
    number = next((flat[name] for name in _SYSTEM if flat.get(name)), None)
    return _listed(str(number).upper().removeprefix("AS"), source=source)


def _listed(number: str, *, source: str) -> Network | None:
    is_number = number.isascii() and number.isdecimal() and len(number) <= 10  # noqa: PLR2004 - 32 bits
    known = listed_networks().get(int(number)) if is_number else None
    return Network(known[0], f"AS{number} {known[1]}", source) if known else None


@cache
def listed_networks() -> dict[int, tuple[NetworkKind, str]]:
    """Give kind and name of the shipped table's autonomous systems, by number."""
    rows = read_table(NETWORKS_FILE, ("asn", "kind", "name"))
    kinds = frozenset(NetworkKind)
    return {
        row.number("asn"): (
            NetworkKind(row.one_of("kind", kinds)),
            row.required("name"),
        )
        for row in rows
    }


@cache
def _extract() -> RangeTable:
    return read_range_table(EXTRACT)


def _in_extract(address: Address) -> Network | None:
    table = _extract()
    find = table.place4 if isinstance(address, IPv4Address) else table.place6
    source = f"{table.source}, {table.data_date.isoformat()}"
    return _listed(find(int(address)), source=source)
