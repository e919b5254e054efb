import csv
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.referral.evidence import hint, piles
from tipline.referral.agencies import AGENCIES_FILE, AgencyKind, Channel, load_agencies
from tipline.referral.errors import NoAgencyLeftError
from tipline.referral.jurisdiction import About, EvidenceSource, resolve
from tipline.referral.places import (
    ISO_COUNTRIES,
    NOT_PLACES,
    US_STATES,
    US_TERRITORIES,
)
from tipline.referral.routing import route
from tipline.referral.routing_rules import COUNTRY_GROUPS, EU_MEMBERS, load_rules

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
AGENCIES = load_agencies()
RULES = load_rules(agencies=AGENCIES)
CODES = {agency.code for agency in AGENCIES}
EU = COUNTRY_GROUPS[EU_MEMBERS]

# Read anew and plainly, so that a mistake of the loader cannot hide in the expectation.
with AGENCIES_FILE.open(encoding="utf-8", newline="") as file:
    TABLE = list(csv.DictReader(file))
LEADS = {row["state"]: row["code"] for row in TABLE if row["lead"]}
DESKS = {row["country"]: row for row in TABLE if row["kind"] == "country"}
CITIES = [
    (row["code"], row["state"], city.strip())
    for row in TABLE
    for city in row["area"].split(";")
    if row["kind"] == "icac" and city
]


def sent(*evidence):
    deliveries = route(resolve(evidence), AGENCIES, RULES, at=NOON)
    return [delivery.agency_code for delivery in deliveries]


def expected_abroad(country):
    informed = ["EUROPOL"] if country in EU else []
    desk = DESKS.get(country)
    if desk is None:
        return [*informed, "INTERPOL"]
    carrier = {"direct": [], "attache": ["US-ATTACHE"], "interpol": ["INTERPOL"]}
    return [*informed, desk["code"], *carrier[desk["channel"]]]


# T-ROUTE: one case for every state, territory, country, non-country and listed city.


@pytest.mark.parametrize("state", sorted(US_STATES - {"DC"}))
def test_a_known_state_reaches_its_lead_task_force(state):
    assert sent(hint("US", state)) == [LEADS[state]]


@pytest.mark.parametrize(("force", "state", "city"), CITIES)
def test_a_known_city_reaches_the_task_force_that_covers_it(force, state, city):
    assert sent(hint("US", state, city=city.upper())) == [force]


@pytest.mark.parametrize("country", sorted(ISO_COUNTRIES - {"US"} - US_TERRITORIES))
def test_a_country_reaches_its_desk_or_interpol(country):
    assert sent(hint(country)) == expected_abroad(country)


@pytest.mark.parametrize("territory", sorted(US_TERRITORIES))
def test_a_territory_reaches_the_federal_desk_by_either_code(territory):
    assert sent(hint(territory)) == sent(hint("US", territory)) == ["US-FED"]


@pytest.mark.parametrize("code", [*sorted(NOT_PLACES), "", "ZZ"])
def test_no_place_reaches_the_federal_desk(code):
    assert sent(hint(code)) == ["US-FED"]


def test_a_report_without_evidence_reaches_the_federal_desk():
    assert sent() == ["US-FED"]


def test_the_united_states_without_a_state_reach_the_federal_desk():
    assert sent(hint("US")) == ["US-FED"]


def test_the_capital_reaches_the_task_force_that_covers_it():
    assert sent(hint("US", "DC")) == ["ICAC-VA-NO"]


def test_a_city_that_nobody_lists_leaves_the_lead():
    assert sent(hint("US", "CA", city="Nowhere")) == ["ICAC-CA-LA"]


def test_cities_of_two_task_forces_reach_both():
    pair = hint("US", "CA", city="San Diego"), hint("US", "CA", city="Oakland")
    assert sorted(sent(*pair)) == ["ICAC-CA-SD", "ICAC-CA-SJ"]


def test_everybody_involved_is_served():
    codes = sent(
        hint("US", "OH"),
        hint("DE", about=About.VICTIM),
        hint("AF", about=About.RECIPIENT),
    )
    assert codes == ["ICAC-OH", "EUROPOL", "DESK-DE", "DESK-AF", "INTERPOL"]


def test_a_military_address_abroad_also_reaches_the_military_desk():
    assert sent(hint("DE", is_military=True)) == ["US-MIL", "EUROPOL", "DESK-DE"]


def test_a_military_address_alone_still_reaches_the_federal_desk():
    assert sent(hint("", is_military=True)) == ["US-MIL", "US-FED"]


def test_an_agency_is_named_once_with_all_its_reasons():
    codes = hint("AF"), hint("ML", about=About.VICTIM)
    deliveries = route(resolve(codes), AGENCIES, RULES, at=NOON)
    (interpol,) = (d for d in deliveries if d.agency_code == "INTERPOL")
    assert "DESK-AF" in interpol.reason
    assert "DESK-ML" in interpol.reason
    (desk,) = (d for d in deliveries if d.agency_code == "DESK-ML")
    assert desk.channel is Channel.INTERPOL
    assert desk.rule_id == "country"
    assert desk.reason.startswith("ML (victim): The country has a desk")


def test_if_nobody_is_in_service_no_one_is_made_up():
    with pytest.raises(NoAgencyLeftError):
        route(resolve([hint("US", "OH")]), (), RULES, at=NOON)


@given(piles)
def test_every_report_reaches_somebody_once(pile):
    codes = sent(*pile)
    assert codes
    assert len(codes) == len(set(codes))


@given(piles)
def test_all_places_are_served(pile):
    codes = sent(*pile)
    for place in resolve(pile).places:
        if place.state in US_STATES - {"DC"}:
            assert any(code.startswith(f"ICAC-{place.state}") for code in codes)
        elif place.country != "US":
            assert set(expected_abroad(place.country)) <= set(codes)


@given(piles, st.randoms(use_true_random=False))
def test_the_order_of_evidence_rules_and_agencies_does_not_matter(pile, chance):
    def mixed(values):
        return chance.sample(list(values), len(values))

    first = route(resolve(pile), AGENCIES, RULES, at=NOON)
    second = route(resolve(mixed(pile)), AGENCIES, mixed(RULES), at=NOON)
    assert first == second


@given(piles)
def test_every_delivery_says_why_and_by_which_rule(pile):
    names = {rule.rule for rule in RULES}
    for delivery in route(resolve(pile), AGENCIES, RULES, at=NOON):
        assert delivery.reason.strip()
        assert delivery.rule_id in names


def retired(code, day):
    return tuple(
        a if a.code != code else type(a)(**{**fields(a), "valid_to": day})
        for a in AGENCIES
    )


def fields(agency):
    return {name: getattr(agency, name) for name in agency.__slots__}


@pytest.mark.parametrize(
    ("code", "evidence", "instead"),
    [
        ("ICAC-OH", hint("US", "OH"), ["US-FED"]),
        ("ICAC-CA-LA", hint("US", "CA", city="San Diego"), ["ICAC-CA-SD"]),
        ("ICAC-VA-NO", hint("US", "DC"), ["US-FED"]),
        ("DESK-CA", hint("CA"), ["INTERPOL"]),
        ("US-ATTACHE", hint("EG"), ["INTERPOL"]),
        ("INTERPOL", hint("AF"), ["US-FED"]),
        ("EUROPOL", hint("DE"), ["DESK-DE"]),
        ("US-FED", hint("US"), ["US-FED-2"]),
        ("US-FED", hint(""), ["US-FED-2"]),
        ("US-FED", hint("", is_military=True), ["US-MIL", "US-FED-2"]),
    ],
)
def test_an_agency_out_of_service_is_passed_over(code, evidence, instead):
    agencies = retired(code, NOON.date() - timedelta(days=1))
    deliveries = route(resolve([evidence]), agencies, RULES, at=NOON)
    assert [delivery.agency_code for delivery in deliveries] == instead


def test_an_agency_receives_on_its_last_day_and_not_after():
    agencies = retired("ICAC-OH", date(2026, 5, 4))
    for at, code in ((NOON, "ICAC-OH"), (NOON + timedelta(days=1), "US-FED")):
        (delivery,) = route(resolve([hint("US", "OH")]), agencies, RULES, at=at)
        assert delivery.agency_code == code


def test_a_weak_hint_sends_nothing_abroad_while_an_upload_is_known():
    profile = hint("FR", source=EvidenceSource.PROFILE_TEXT)
    assert sent(hint("US", "OH"), profile) == ["ICAC-OH"]


def test_the_shipped_table_has_what_a_clearinghouse_serves():
    forces = [a for a in AGENCIES if a.kind is AgencyKind.ICAC]
    assert len(forces) == 61
    assert {force.state for force in forces} == US_STATES - {"DC"}
    several = {s: n for s, n in Counter(f.state for f in forces).items() if n > 1}
    assert several == {"CA": 5, "TX": 3, "FL": 3, "NY": 2, "IL": 2, "VA": 2}
    desks = Counter(a.channel for a in AGENCIES if a.kind is AgencyKind.COUNTRY)
    assert desks == {Channel.DIRECT: 71, Channel.ATTACHE: 61, Channel.INTERPOL: 28}
    assert set(DESKS) <= ISO_COUNTRIES
    assert set(DESKS) >= EU
    assert len(EU) == 27
