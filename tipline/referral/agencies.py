from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from tipline.foundation.accounts.zones import is_time_zone
from tipline.referral.place_names import name_key
from tipline.referral.places import ISO_COUNTRIES, US_STATES, US_TERRITORIES
from tipline.referral.tables import Row, read_rows, text_of

AGENCIES_FILE = Path(__file__).with_name("data") / "agencies.csv"
CODE_MAX = 40
COLUMNS = (
    "code",
    "name",
    "kind",
    "country",
    "state",
    "lead",
    "area",
    "channel",
    "valid_from",
    "valid_to",
)
# Tables of operators from before may lack them.
ADDED_COLUMNS = ("contact", "mail_domains", "networks", "instead", "time_zone")
ZIP_DIGITS = (3, 5)


class AgencyKind(StrEnum):
    """What an agency is; the values are stored."""

    ICAC = "icac"
    FEDERAL = "federal"
    MILITARY = "military"
    COUNTRY = "country"
    INTERPOL = "interpol"
    EUROPOL = "europol"


class Channel(StrEnum):
    """The way on which an agency receives; the values are stored."""

    DIRECT = "direct"
    ATTACHE = "attache"
    INTERPOL = "interpol"


@dataclass(frozen=True, slots=True)
class AgencyRecord:
    """One agency of the table, as routing needs it.

    `is_lead`: of several task forces of a state, the one that receives what names no
    place in it. `area`: cities and counties, as `name_key` gives them, and the first
    digits of postal codes. `valid_from` and `valid_to`: first and last day on which it
    receives; None means without limit. `contact`: a mail address for other agencies.
    `mail_domains` and `networks` are its own: whoever uses them may be one of its
    people, and the agency `instead` receives what it must not see. `time_zone`: in
    which its officers read times, a name such as Europe/Berlin; empty for UTC.
    """

    code: str
    name: str
    kind: AgencyKind
    country: str
    state: str
    is_lead: bool
    area: frozenset[str]
    channel: Channel
    valid_from: date | None = None
    valid_to: date | None = None
    contact: str = ""
    mail_domains: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    instead: str = ""
    time_zone: str = ""

    def receives_on(self, day: date) -> bool:
        """Say whether the agency is in service on a day (UTC)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


def load_agencies(path: Path = AGENCIES_FILE) -> tuple[AgencyRecord, ...]:
    """Read and check a table of agencies from its file; see `parse_agencies`."""
    return parse_agencies(text_of(path), table=path.name)


def parse_agencies(
    text: str, *, table: str = AGENCIES_FILE.name
) -> tuple[AgencyRecord, ...]:
    """Read and check a table of agencies.

    Raises:
        MalformedTableError: names the line and what to change. Checked: columns, codes
            that repeat, unknown words, countries and states, dates, mail domains and
            networks, and that each state with task forces has exactly one lead and each
            country one desk.
    """
    lines = read_rows(text, COLUMNS, table=table, added=ADDED_COLUMNS)
    rows = [(row, _agency(row)) for row in lines]
    _refuse_repeats(rows)
    _require_one_lead(rows)
    _require_substitutes(rows)
    return tuple(agency for _, agency in rows)


def _agency(row: Row) -> AgencyRecord:
    kind = AgencyKind(row.one_of("kind", frozenset(AgencyKind)))
    agency = AgencyRecord(
        code=_code(row),
        name=row.required("name"),
        kind=kind,
        country=row.one_of("country", _countries(kind)),
        state=row.one_of("state", _states(kind)),
        is_lead=row.one_of("lead", frozenset({"", "yes"})) == "yes",
        area=_area(row),
        channel=Channel(row.one_of("channel", frozenset(Channel))),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        contact=_contact(row),
        mail_domains=_mail_domains(row),
        networks=_networks(row),
        instead=row["instead"],
        time_zone=_time_zone(row),
    )
    if agency.valid_from and agency.valid_to and agency.valid_to < agency.valid_from:
        row.refuse("valid_to is earlier than valid_from")
    return agency


def _listed(row: Row, column: str) -> list[str]:
    return [part for part in map(str.strip, row[column].casefold().split(";")) if part]


def _area(row: Row) -> frozenset[str]:
    area = [key for key in map(name_key, _listed(row, "area")) if key]
    for part in area:
        if part.isdecimal() and len(part) not in ZIP_DIGITS:
            row.refuse(f"area holds {part!r}: write the first 3 or all 5 digits")
    return frozenset(area)


def _contact(row: Row) -> str:
    contact = row["contact"]
    local, _, domain = contact.partition("@")
    if contact and not (local and "." in domain and contact.isprintable()):
        row.refuse(f"contact is {contact!r}, but must be a mail address")
    return contact


def _mail_domains(row: Row) -> frozenset[str]:
    domains = frozenset(_listed(row, "mail_domains"))
    for domain in sorted(domains):
        labels = domain.split(".")
        if len(labels) == 1 or not all(x.replace("-", "").isalnum() for x in labels):
            row.refuse(
                f"mail_domains holds {domain!r}; write domains such as police.example"
                " with semicolons between them"
            )
    return domains


def _networks(row: Row) -> tuple[IPv4Network | IPv6Network, ...]:
    networks = []
    for part in _listed(row, "networks"):
        try:
            networks.append(ip_network(part))
        except ValueError:
            row.refuse(
                f"networks holds {part!r}; write networks such as 192.0.2.0/24 with"
                " semicolons between them"
            )
    return tuple(networks)


def _time_zone(row: Row) -> str:
    zone = row["time_zone"]
    if zone and not is_time_zone(zone):
        row.refuse(f"time_zone is {zone!r}; write a name such as Europe/Berlin")
    return zone


def _code(row: Row) -> str:
    code = row.required("code")
    if (
        len(code) > CODE_MAX
        or not code.replace("-", "").isalnum()
        or code.lower() == code
    ):
        row.refuse(f"code is {code!r}, but must be capitals, digits and hyphens")
    return code


def _countries(kind: AgencyKind) -> frozenset[str]:
    if kind in {AgencyKind.INTERPOL, AgencyKind.EUROPOL}:
        return frozenset({""})
    return ISO_COUNTRIES if kind is AgencyKind.COUNTRY else frozenset({"US"})


def _states(kind: AgencyKind) -> frozenset[str]:
    return US_STATES | US_TERRITORIES if kind is AgencyKind.ICAC else frozenset({""})


def _refuse_repeats(rows: Iterable[tuple[Row, AgencyRecord]]) -> None:
    codes: set[str] = set()
    desks: dict[str, list[AgencyRecord]] = {}
    for row, agency in rows:
        if agency.code in codes:
            row.refuse(f"the code {agency.code} is used by an earlier line")
        codes.add(agency.code)
        if agency.kind is not AgencyKind.COUNTRY:
            continue
        earlier = desks.setdefault(agency.country, [])
        if any(_overlap(agency, other) for other in earlier):
            row.refuse(f"country: {agency.country} has another desk at the same time")
        earlier.append(agency)


def _overlap(left: AgencyRecord, right: AgencyRecord) -> bool:
    begin = max(left.valid_from or date.min, right.valid_from or date.min)
    return begin <= min(left.valid_to or date.max, right.valid_to or date.max)


def _require_one_lead(rows: Iterable[tuple[Row, AgencyRecord]]) -> None:
    forces = [(r, a) for r, a in rows if a.kind is AgencyKind.ICAC and not a.valid_to]
    leads = Counter(agency.state for _, agency in forces if agency.is_lead)
    for row, agency in forces:
        if leads[agency.state] != 1:
            row.refuse(
                f"{agency.state} has {leads[agency.state]} lead task forces; write yes "
                "in the column lead of exactly one"
            )


def _require_substitutes(rows: Iterable[tuple[Row, AgencyRecord]]) -> None:
    rows = list(rows)
    codes = {agency.code for _, agency in rows}
    for row, agency in rows:
        if agency.instead and agency.instead not in codes - {agency.code}:
            row.refuse(
                f"instead is {agency.instead!r}, but must be the code of another line"
            )
