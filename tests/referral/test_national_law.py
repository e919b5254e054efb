"""What a recipient's law does not let it act on is held back, and never lost."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.referral.evidence import hint, piles
from tipline.intake.wording import INCIDENT_WORDINGS
from tipline.referral.agencies import load_agencies
from tipline.referral.errors import MalformedTableError
from tipline.referral.jurisdiction import resolve
from tipline.referral.national_filters import COLUMNS, FILTERS_FILE, parse_filters
from tipline.referral.national_law import (
    FALLBACK,
    HOLD,
    Facts,
    Material,
    NationalFilter,
    ground_of,
    material_of,
    objection,
)
from tipline.referral.routing import Tables, route
from tipline.referral.routing_rules import load_rules
from tipline.review.labels import (
    Act,
    AgeRange,
    Child,
    ContentType,
    Generated,
    Labels,
    Reason,
)

CASES = Path(__file__).with_name("national_cases.csv")
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
AGENCIES = load_agencies()
RULES = load_rules(agencies=AGENCIES)
WITHOUT = tuple(
    replace(each, valid_to=date(2026, 5, 3)) if each.code == "INTERPOL" else each
    for each in AGENCIES
)
CODES = [wording.code for wording in INCIDENT_WORDINGS]
CALM = Facts(level="3", incident="csam")
UNWANTED = replace(CALM, is_informational=True)


def line(recipient, **more):
    said = {"takes_informational": False, "otherwise": FALLBACK, **more}
    return NationalFilter(
        filter=f"act-{recipient}",
        recipient=recipient,
        hold_days=90,
        why="An invented act says so",
        **said,
    )


def routed(evidence, *filters, facts=UNWANTED, agencies=AGENCIES, excluded=frozenset()):
    tables = Tables(
        agencies=agencies,
        rules=RULES,
        agencies_edition=1,
        rules_edition=1,
        filters=filters,
    )
    place = resolve(evidence)
    return route(place, tables, at=NOON, facts=facts, excluded=excluded)


def codes(found):
    return [delivery.agency_code for delivery in found.deliveries]


# T-LAW: a table of cases that people can read.


def filter_of(text):
    designation, incidents, material, age = text.split()
    return line(
        "SE",
        takes_informational=designation == "any",
        incidents=None if incidents == "any" else frozenset(incidents.split("+")),
        material=None
        if material == "any"
        else frozenset(map(Material, material.split("+"))),
        peer_age=int(age),
    )


def facts_of(text):
    said = {}
    for word in text.split():
        name, _, value = word.partition("=")
        if name == "level":
            said["level"] = value
        elif name == "files":
            said["materials"] = tuple(
                None if each == "?" else frozenset(map(Material, each.split("+")))
                for each in value.split("|")
            )
        elif name == "ages":
            ages = value.split("|")
            said["ages"] = tuple(None if a == "?" else int(a) for a in ages)
        elif name in CODES:
            said["incident"] = name
        else:
            names = {
                "informational": "is_informational",
                "danger": "says_danger",
                "rests": "rests_on_files",
                "peers": "are_peers",
            }
            said[names[name]] = True
    return Facts(**said)


def test_every_case_of_the_table_is_held_back_for_what_it_names():
    with CASES.open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    desk = next(agency for agency in AGENCIES if agency.country == "SE")
    wrong = []
    for case in cases:
        asked, facts = filter_of(case["filter"]), facts_of(case["facts"])
        found = objection(desk, [asked], facts, day=NOON.date())
        if (found.ground if found else "") != case["ground"]:
            wrong.append((case["why"], found))
    assert wrong == []
    assert len(cases) >= 25


materials = st.frozensets(st.sampled_from(Material), min_size=1, max_size=3)
filters = st.builds(
    line,
    st.sampled_from(["SE", "DE", "US", "US-FED", "INTERPOL", "DESK-SE"]),
    takes_informational=st.booleans(),
    incidents=st.none() | st.frozensets(st.sampled_from(CODES)),
    material=st.none() | st.frozensets(st.sampled_from(Material)),
    peer_age=st.integers(0, 18),
    otherwise=st.sampled_from([FALLBACK, HOLD, "US-FED", "INTERPOL"]),
)
facts = st.builds(
    Facts,
    level=st.sampled_from(["", "1", "2", "3", "E"]),
    says_danger=st.booleans(),
    is_informational=st.booleans(),
    incident=st.none() | st.sampled_from(CODES),
    materials=st.lists(st.none() | materials, max_size=3).map(tuple),
    rests_on_files=st.booleans(),
    are_peers=st.booleans(),
    ages=st.lists(st.none() | st.integers(0, 90), max_size=3).map(tuple),
)


@settings(max_examples=60)
@given(piles, st.lists(filters, max_size=4), facts)
def test_nothing_is_lost_whatever_the_laws_say(pile, lines, known):
    unique = {each.recipient: each for each in lines}.values()
    plain = set(codes(routed(pile, facts=known)))
    found = routed(pile, *unique, facts=known)
    there, held = set(codes(found)), {each.agency_code for each in found.withheld}
    assert not there & held
    assert there or held
    carriers = {"US-ATTACHE", "INTERPOL"}
    assert plain - there <= held | carriers  # each is told, and carriers have no more
    for each in found.withheld:
        assert set(each.instead) <= there
    if known.may_be_emergency:
        assert (there, held) == (plain, set())


@given(filters, facts)
def test_what_nobody_knows_holds_nothing_back(asked, known):
    nothing = Facts(level="3")
    assert ground_of(asked, nothing) is None
    less = replace(known, materials=(None, *known.materials), ages=(None,))
    if ground_of(asked, known) is None:
        assert ground_of(asked, less) is None


def test_what_is_held_back_goes_to_whom_the_line_names():
    german, afghan = hint("DE"), hint("AF")
    assert codes(routed([german])) == ["EUROPOL", "DESK-DE"]
    found = routed([german], line("DE"))
    assert codes(found) == ["EUROPOL", "US-FED"]
    (fed,) = (d for d in found.deliveries if d.agency_code == "US-FED")
    assert fed.reason.startswith(
        "Receives what is held back from DESK-DE. It takes no informational reports. "
        "An invented act says so (filter act-DE)."
    )
    assert codes(routed([german], line("DE", otherwise="INTERPOL"))) == [
        "EUROPOL",
        "INTERPOL",
    ]
    # The attaché or Interpol has no more to do with what it would have carried.
    assert codes(routed([afghan])) == ["DESK-AF", "INTERPOL"]
    assert codes(routed([afghan], line("AF", otherwise=HOLD))) == []
    both = routed([afghan, german], line("AF", otherwise=HOLD))
    assert codes(both) == ["EUROPOL", "DESK-DE"]
    (kept,) = both.withheld
    assert (kept.agency_code, kept.instead) == ("DESK-AF", ())
    # One that is named and cannot receive: the rules say who does.
    away = line("DE", otherwise="INTERPOL")
    for gone in ({"excluded": frozenset({"INTERPOL"})}, {"agencies": WITHOUT}):
        assert codes(routed([german], away, **gone)) == ["EUROPOL", "US-FED"]
    # A fallback that has such a law itself leaves the report on hold.
    assert codes(routed([afghan], line("AF"), line("US-FED"))) == []


def test_an_agencys_own_lines_go_in_the_place_of_its_countrys():
    own = line("ICAC-OH", takes_informational=True, peer_age=12)
    found = [hint("US", "OH"), hint("US", "MA", about="victim")]
    assert codes(routed(found, line("US", otherwise=HOLD), own)) == ["ICAC-OH"]
    let_go = replace(UNWANTED, let_go=frozenset({"ICAC-MA"}))
    kept = line("US", otherwise=HOLD)
    assert codes(routed(found, kept, facts=let_go)) == ["ICAC-MA"]


def test_a_line_holds_in_its_time_alone():
    over = line("DE", valid_to=date(2026, 5, 3))
    ahead = line("DE", valid_from=date(2026, 5, 5))
    today = line("DE", valid_from=date(2026, 5, 4), valid_to=date(2026, 5, 4))
    german = [hint("DE")]
    assert codes(routed(german, over)) == codes(routed(german, ahead))
    assert "DESK-DE" not in codes(routed(german, today))


def test_labels_say_what_a_law_sees():
    child = Child(age=AgeRange.PREPUBESCENT)
    csam = Labels(content_type=ContentType.CSAM, children=(child,), act=Act.EXHIBITION)
    assert material_of(csam) == {Material.CSAM}
    generated = replace(csam, generated=Generated.DEPICTED)
    assert material_of(generated) == {Material.CSAM, Material.GENERATED}
    unclear = replace(csam, children=(Child(),))
    assert material_of(unclear) == {Material.CSAM, Material.AGE_UNDETERMINED}
    out = Labels(content_type=ContentType.NOT_RELEVANT, reason=Reason.DRAWN)
    assert material_of(out) == {Material.DRAWN}
    assert material_of(replace(out, reason=Reason.ADULTS)) == {Material.OTHER}
    assert material_of(replace(out, reason=Reason.NOT_READABLE)) is None


HEAD = ",".join(COLUMNS)
GOOD = "act,SE,any,any,csam,,hold,90,2026-01-01,,An invented act"


def test_the_shipped_table_holds_nothing_back():
    assert parse_filters(FILTERS_FILE.read_text(), agencies=AGENCIES) == ()
    (found,) = parse_filters(f"{HEAD}\n{GOOD}\n", agencies=AGENCIES)
    assert (found.material, found.incidents) == ({Material.CSAM}, None)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("act,SE", "an act,SE", "filter is 'an act'"),
        ("SE,", "XX,", "recipient is 'XX'"),
        ("csam", "csam movies", "material holds 'movies'"),
        ("any,any", "any,theft", "incidents holds 'theft'"),
        ("any,any", "some,any", "designation is 'some'"),
        ("csam,,", "csam,19,", "peer_age is 19"),
        ("hold,90", "away,90", "otherwise is 'away'"),
        ("hold,90", "hold,7", "hold_days is 7"),
        (",2026-01-01,,", ",2026-01-01,2025-01-01,", "valid_to is earlier"),
        ("csam", "any", "it holds nothing back"),
        ("An invented act", "", "the column why is empty"),
        ("An invented act", f"x\n{GOOD}", "act is used by an earlier line"),
    ],
)
def test_a_line_with_a_mistake_is_refused_with_what_to_write(old, new, problem):
    with pytest.raises(MalformedTableError) as refusal:
        parse_filters(f"{HEAD}\n{GOOD.replace(old, new, 1)}\n", agencies=AGENCIES)
    assert problem in str(refusal.value)
