"""The table of what recipients' laws let them act on, read and checked."""

from collections.abc import Iterable
from pathlib import Path

from tipline.intake.wording import INCIDENT_WORDINGS
from tipline.referral.agencies import AgencyRecord
from tipline.referral.national_law import FALLBACK, HOLD, Material, NationalFilter
from tipline.referral.places import ISO_COUNTRIES
from tipline.referral.tables import Row, read_rows

FILTERS_FILE = Path(__file__).with_name("data") / "national_law.csv"
COLUMNS = (
    "filter",
    "recipient",
    "designation",
    "incidents",
    "material",
    "peer_age",
    "otherwise",
    "hold_days",
    "valid_from",
    "valid_to",
    "why",
)
NAME_MAX = 40  # characters; deliveries keep it as their rule
ANY, REFERRALS = "any", "referrals"
ADULT = 18
HOLD_DAYS_LEAST, HOLD_DAYS_MOST = 30, 3650
_INCIDENTS = frozenset(wording.code for wording in INCIDENT_WORDINGS)


def parse_filters(
    text: str, *, agencies: Iterable[AgencyRecord], table: str = FILTERS_FILE.name
) -> tuple[NationalFilter, ...]:
    """Read and check a table of filters; it may have no lines.

    Raises:
        MalformedTableError: names the line and what to change. Checked: columns, names
            that repeat, recipients and agencies that do not exist, unknown words, ages,
            days and dates, and that each line holds something back.
    """
    codes = frozenset(agency.code for agency in agencies)
    seen: set[str] = set()
    found = []
    for row in read_rows(text, COLUMNS, table=table):
        one = _filter(row, codes)
        if one.filter in seen:
            row.refuse(f"filter: {one.filter} is used by an earlier line")
        seen.add(one.filter)
        found.append(one)
    return tuple(found)


def _filter(row: Row, codes: frozenset[str]) -> NationalFilter:
    found = NationalFilter(
        filter=_name(row),
        recipient=_recipient(row, codes),
        takes_informational=row.one_of("designation", frozenset({ANY, REFERRALS}))
        == ANY,
        incidents=_words(row, "incidents", _INCIDENTS),
        material=_material(row),
        peer_age=_peer_age(row),
        otherwise=_otherwise(row, codes),
        hold_days=_hold_days(row),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        why=row.required("why"),
    )
    if found.valid_from and found.valid_to and found.valid_to < found.valid_from:
        row.refuse("valid_to is earlier than valid_from")
    asks = (found.incidents, found.material, found.peer_age or None)
    if found.takes_informational and not any(each is not None for each in asks):
        row.refuse("it holds nothing back; take the line out, or say what is wanted")
    return found


def _name(row: Row) -> str:
    name = row.required("filter")
    if len(name) > NAME_MAX or not name.replace("-", "").isalnum():
        row.refuse(
            f"filter is {name!r}, but must be at most {NAME_MAX} letters, digits and"
            " hyphens"
        )
    return name


def _recipient(row: Row, codes: frozenset[str]) -> str:
    recipient = row.required("recipient")
    if recipient not in ISO_COUNTRIES | codes:
        row.refuse(
            f"recipient is {recipient!r}; write the code of a country, or that of an"
            " agency in the table of agencies"
        )
    return recipient


def _words(row: Row, column: str, known: frozenset[str]) -> frozenset[str] | None:
    if row.required(column) == ANY:
        return None
    words = frozenset(row[column].split())
    for word in sorted(words - known):
        choices = ", ".join(sorted(known))
        row.refuse(f"{column} holds {word!r}, but may hold: {ANY}, or {choices}")
    return words


def _material(row: Row) -> frozenset[Material] | None:
    words = _words(row, "material", frozenset(Material))
    return None if words is None else frozenset(map(Material, words))


def _peer_age(row: Row) -> int:
    if not row["peer_age"]:
        return 0
    years = row.number("peer_age")
    if not 1 <= years <= ADULT:
        row.refuse(f"peer_age is {years}; write 1 to {ADULT} years, or nothing")
    return years


def _otherwise(row: Row, codes: frozenset[str]) -> str:
    otherwise = row.required("otherwise")
    if otherwise not in {FALLBACK, HOLD} | codes - {row["recipient"]}:
        row.refuse(
            f"otherwise is {otherwise!r}; write {FALLBACK} for whom the rules name for"
            f" nobody, {HOLD}, or the code of another agency"
        )
    return otherwise


def _hold_days(row: Row) -> int:
    days = row.number("hold_days")
    if not HOLD_DAYS_LEAST <= days <= HOLD_DAYS_MOST:
        row.refuse(
            f"hold_days is {days}; write how many days what nobody receives is kept,"
            f" {HOLD_DAYS_LEAST} to {HOLD_DAYS_MOST}"
        )
    return days
