import csv
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.referral.evidence import hint, piles
from tipline.referral.agencies import AGENCIES_FILE, AgencyKind, Channel, load_agencies
from tipline.referral.errors import NoAgencyLeftError
from tipline.referral.jurisdiction import (
    About,
    EvidenceSource,
    default_confidence,
    resolve,
)
from tipline.referral.places import ISO_COUNTRIES, NOT_PLACES, US_STATES
from tipline.referral.routing import Tables, route
from tipline.referral.routing_rules import COUNTRY_GROUPS, EU_MEMBERS, load_rules

CASES = Path(__file__).with_name("routing_cases.csv")
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
AGENCIES = load_agencies()
RULES = load_rules(agencies=AGENCIES)
CODES = {agency.code for agency in AGENCIES}
EU = COUNTRY_GROUPS[EU_MEMBERS]

# Read anew and plainly, so that a mistake of the loader cannot hide in the expectation.
with AGENCIES_FILE.open(encoding="utf-8", newline="") as file:
    TABLE = list(csv.DictReader(file))
DESKS = {row["country"]: row for row in TABLE if row["kind"] == "country"}


def tables(agencies=AGENCIES, rules=RULES):
    return Tables(
        agencies=tuple(agencies),
        rules=tuple(rules),
        agencies_edition=1,
        rules_edition=1,
    )


def sent(*evidence):
    deliveries = route(resolve(evidence), tables(), at=NOON).deliveries
    return [delivery.agency_code for delivery in deliveries]


def expected_abroad(country):
    informed = ["EUROPOL"] if country in EU else []
    desk = DESKS.get(country)
    if desk is None:
        return [*informed, "INTERPOL"]
    carrier = {"direct": [], "attache": ["US-ATTACHE"], "interpol": ["INTERPOL"]}
    return [*informed, desk["code"], *carrier[desk["channel"]]]


# T-ROUTE: written by hand-made rules apart from the product, and read by people.


def evidence_of(text):
    """Read evidence as the cases have it: SOURCE of WHOM in PLACE city NAME."""
    words, _, city = text.partition(" city ")
    city, _, post_code = city.partition(" post ")
    if not post_code:
        words, _, post_code = words.partition(" post ")
    *military, source, _, about, _, place = words.split()
    country, _, state = place.partition("-")
    is_proxied = source == "proxied-ip"
    source = EvidenceSource("event-ip" if is_proxied else source)
    return hint(
        country,
        state or None,
        source=source,
        about=About(about),
        city=city,
        post_code=post_code,
        is_military=bool(military),
        confidence=default_confidence(source, possible_proxy=is_proxied),
    )


def test_every_case_of_the_table_reaches_the_agencies_that_it_names():
    with CASES.open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    wrong = []
    for case in cases:
        texts = [text for text in case["evidence"].split(" ; ") if text]
        codes = sent(*map(evidence_of, texts))
        if codes != case["agencies"].split():
            wrong.append((case["why"], case["evidence"], codes))
    assert wrong == []
    assert len(cases) >= 300


@pytest.mark.parametrize("code", [*sorted(NOT_PLACES), "", "ZZ"])
def test_no_place_reaches_the_federal_desk(code):
    assert sent(hint(code)) == ["US-FED"]


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
    deliveries = route(resolve(codes), tables(), at=NOON).deliveries
    (interpol,) = (d for d in deliveries if d.agency_code == "INTERPOL")
    assert "DESK-AF" in interpol.reason
    assert "DESK-ML" in interpol.reason
    (desk,) = (d for d in deliveries if d.agency_code == "DESK-ML")
    assert desk.channel is Channel.INTERPOL
    assert desk.rule_id == "country"
    assert desk.reason.startswith("ML (victim): The country has a desk")


def test_if_nobody_is_in_service_no_one_is_made_up():
    with pytest.raises(NoAgencyLeftError):
        route(resolve([hint("US", "OH")]), tables(()), at=NOON)


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

    first = route(resolve(pile), tables(), at=NOON).deliveries
    second = route(resolve(mixed(pile)), tables(rules=mixed(RULES)), at=NOON).deliveries
    assert first == second


@given(piles)
def test_every_delivery_says_why_and_by_which_rule(pile):
    names = {rule.rule for rule in RULES}
    for delivery in route(resolve(pile), tables(), at=NOON).deliveries:
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
    deliveries = route(resolve([evidence]), tables(agencies), at=NOON).deliveries
    assert [delivery.agency_code for delivery in deliveries] == instead


def test_an_agency_receives_on_its_last_day_and_not_after():
    agencies = retired("ICAC-OH", date(2026, 5, 4))
    for at, code in ((NOON, "ICAC-OH"), (NOON + timedelta(days=1), "US-FED")):
        (delivery,) = route(
            resolve([hint("US", "OH")]), tables(agencies), at=at
        ).deliveries
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
