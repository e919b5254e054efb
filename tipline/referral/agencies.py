from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from tipline.referral.places import ISO_COUNTRIES, US_STATES, US_TERRITORIES
from tipline.referral.tables import Row, read_table

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
    city. `area`: cities, in lower case. `valid_from` and `valid_to`: first and last day
    on which it receives; None means without limit.
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

    def receives_on(self, day: date) -> bool:
        """Say whether the agency is in service on a day (UTC)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


def load_agencies(path: Path = AGENCIES_FILE) -> tuple[AgencyRecord, ...]:
    """Read and check a table of agencies.

    Raises:
        MalformedTableError: names the line and what to change. Checked: columns, codes
            that repeat, unknown words, countries and states, dates, and that each
            state with task forces has exactly one lead and each country one desk.
    """
    rows = [(row, _agency(row)) for row in read_table(path, COLUMNS)]
    _refuse_repeats(rows)
    _require_one_lead(rows)
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
        area=frozenset(city_key(city) for city in row["area"].split(";")) - {""},
        channel=Channel(row.one_of("channel", frozenset(Channel))),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
    )
    if agency.valid_from and agency.valid_to and agency.valid_to < agency.valid_from:
        row.refuse("valid_to is earlier than valid_from")
    return agency


def city_key(city: str) -> str:
    """Give the form in which names of cities are compared."""
    return " ".join(city.casefold().split())


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
            row.refuse(f"{agency.country} has another desk at the same time")
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
