from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tipline.referral.agencies import AgencyRecord
from tipline.referral.places import ISO_COUNTRIES, US_STATES, US_TERRITORIES
from tipline.referral.tables import Row, read_rows, text_of

RULES_FILE = Path(__file__).with_name("data") / "routing_rules.csv"
COLUMNS = (
    "order",
    "rule",
    "when",
    "country",
    "state",
    "send_to",
    "then",
    "why",
)
TASK_FORCE, COUNTRY_DESK = "task-force", "country-desk"
ANY, KNOWN, UNKNOWN = "any", "known", "unknown"
EU_MEMBERS, ABROAD = "EU-MEMBERS", "ABROAD"

_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
COUNTRY_GROUPS = {
    EU_MEMBERS: frozenset(_EU.split()),
    ABROAD: ISO_COUNTRIES - {"US"},
}


class When(StrEnum):
    """What has to be the case for a rule to be looked at."""

    PLACE = "place"
    MILITARY = "military"
    NOWHERE = "nowhere"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """One line of the table: if `when`, `countries` and `states` fit, send there.

    `countries` None means any. `states` is ANY, KNOWN, UNKNOWN or codes. `send_to` is
    an agency's code, TASK_FORCE or COUNTRY_DESK. After a rule that found an agency the
    next rules are tried only if it `continues`.
    """

    order: int
    rule: str
    when: When
    countries: frozenset[str] | None
    states: str | frozenset[str]
    send_to: str
    continues: bool
    why: str

    def fits(self, country: str, state: str | None) -> bool:
        """Say whether the rule is about a place."""
        if self.countries is not None and country not in self.countries:
            return False
        if isinstance(self.states, frozenset):
            return state in self.states
        return self.states == ANY or (self.states == KNOWN) == (state is not None)


def load_rules(
    path: Path = RULES_FILE, *, agencies: Iterable[AgencyRecord]
) -> tuple[RoutingRule, ...]:
    """Read and check a table of routing rules from its file; see `parse_rules`."""
    return parse_rules(text_of(path), agencies=agencies, table=path.name)


def parse_rules(
    text: str, *, agencies: Iterable[AgencyRecord], table: str = RULES_FILE.name
) -> tuple[RoutingRule, ...]:
    """Read and check a table of routing rules; they come in their order.

    Raises:
        MalformedTableError: names the line and what to change. Checked: columns,
            unknown words, repeated names and orders, agencies that the table of
            agencies lacks, and that somebody receives whatever no other rule settles.
    """
    codes = frozenset(agency.code for agency in agencies)
    rows = [(row, _rule(row, codes)) for row in read_rows(text, COLUMNS, table=table)]
    _refuse_repeats(rows)
    for when in (When.NOWHERE, When.NOBODY):
        if not any(rule.when is when for _, rule in rows):
            Row(table, 1, {}).refuse(f"no rule has {when} in the column when")
    return tuple(sorted((rule for _, rule in rows), key=lambda rule: rule.order))


def _rule(row: Row, codes: frozenset[str]) -> RoutingRule:
    when = When(row.one_of("when", frozenset(When)))
    send_to = row.required("send_to")
    by_place = {TASK_FORCE, COUNTRY_DESK} if when is When.PLACE else set()
    if send_to not in codes | by_place:
        row.refuse(
            f"send_to is {send_to!r}, but the table of agencies has no such code; add"
            " its line there, also if the agency was added by hand"
        )
    return RoutingRule(
        order=row.number("order"),
        rule=row.required("rule"),
        when=when,
        countries=_countries(row),
        states=_states(row),
        send_to=send_to,
        continues=row.one_of("then", frozenset({"stop", "continue"})) == "continue",
        why=row.required("why"),
    )


def _countries(row: Row) -> frozenset[str] | None:
    text = row.required("country")
    if text == ANY:
        return None
    if text in COUNTRY_GROUPS:
        return COUNTRY_GROUPS[text]
    return _codes(row, "country", ISO_COUNTRIES)


def _states(row: Row) -> str | frozenset[str]:
    text = row.required("state")
    if text in {ANY, KNOWN, UNKNOWN}:
        return text
    return _codes(row, "state", US_STATES | US_TERRITORIES)


def _codes(row: Row, column: str, known: frozenset[str]) -> frozenset[str]:
    codes = frozenset(row[column].split())
    for code in sorted(codes - known):
        row.refuse(f"{column} holds {code!r}, which is no code of a {column}")
    return codes


def _refuse_repeats(rows: Iterable[tuple[Row, RoutingRule]]) -> None:
    seen: set[str | int] = set()
    for row, rule in rows:
        for column, value in (("order", rule.order), ("rule", rule.rule)):
            if value in seen:
                row.refuse(f"{column}: {value} is used by an earlier line")
            seen.add(value)
