"""The areas of the shipped table: the six states that have several task forces."""

import csv
from collections import Counter, defaultdict

import pytest

from tests.referral.evidence import hint
from tests.referral.test_routing import sent
from tipline.referral.agencies import AGENCIES_FILE
from tipline.referral.jurisdiction import EvidenceSource

COUNTIES = {"CA": 58, "FL": 67, "IL": 102, "NY": 62, "TX": 254, "VA": 95}
# Virginia's cities that lie in no county.
INDEPENDENT = """
    Alexandria; Bristol; Buena Vista; Charlottesville; Chesapeake; Colonial Heights;
    Covington; Danville; Emporia; Fairfax; Falls Church; Franklin; Fredericksburg;
    Galax; Hampton; Harrisonburg; Hopewell; Lexington; Lynchburg; Manassas; Manassas
    Park; Martinsville; Newport News; Norfolk; Norton; Petersburg; Poquoson;
    Portsmouth; Radford; Richmond; Roanoke; Salem; Staunton; Suffolk; Virginia
    Beach; Waynesboro; Williamsburg; Winchester
"""
# Beginnings of postal codes by state: first to last, without those never given out.
# 340 belongs to the military.
POST_CODES = {
    "CA": {*range(900, 962)} - {909, 929},
    "FL": {*range(320, 350)} - {340, 343, 345, 348},
    "IL": {*range(600, 630)} - {621},
    "NY": {5, 63, *range(100, 150)},
    "TX": {733, 739, *range(750, 800), 885} - {771},
    "VA": {201, 205, *range(220, 247)},
}


def parts(text):
    return [" ".join(part.split()) for part in text.split(";") if part.strip()]


# Read anew and plainly, so that a mistake of the loader cannot hide in the expectation.
with AGENCIES_FILE.open(encoding="utf-8", newline="") as file:
    AREAS = {
        row["code"]: parts(row["area"]) for row in csv.DictReader(file) if row["area"]
    }
FORCES = defaultdict(list)
for code in AREAS:
    FORCES[code.split("-")[1]].append(code)


def test_only_a_state_with_several_task_forces_has_areas():
    assert FORCES.keys() == COUNTIES.keys()
    assert all(len(codes) > 1 for codes in FORCES.values())


@pytest.mark.parametrize("state", COUNTIES)
def test_each_county_city_and_postal_code_stands_once_in_its_state(state):
    counted = Counter(part.casefold() for code in FORCES[state] for part in AREAS[code])
    assert {part for part, times in counted.items() if times > 1} == set()


@pytest.mark.parametrize("state", COUNTIES)
def test_no_county_is_missing(state):
    names = {part for code in FORCES[state] for part in AREAS[code]}
    counties = {name for name in names if name.endswith(" County")}
    # What Miami-Dade was called until 1997.
    assert len(counties - {"Dade County"}) == COUNTIES[state]


def test_no_independent_city_of_virginia_is_missing():
    cities = parts(INDEPENDENT)
    assert len(cities) == 38
    assert set(cities) <= {*AREAS["ICAC-VA-NO"], *AREAS["ICAC-VA-SO"]}


@pytest.mark.parametrize("state", COUNTIES)
def test_postal_codes_cover_the_state_and_exceptions_are_some(state):
    beginning = {}
    whole = {}
    for code in FORCES[state]:
        for part in filter(str.isdecimal, AREAS[code]):
            (beginning if len(part) == 3 else whole)[part] = code
    assert set(map(int, beginning)) == POST_CODES[state]
    # A whole code that goes where its beginning goes says nothing.
    assert [part for part, code in whole.items() if beginning[part[:3]] == code] == []


@pytest.mark.parametrize("code", AREAS)
def test_whatever_stands_in_an_area_reaches_its_task_force(code):
    state = code.split("-")[1]
    stated = EvidenceSource.STATED_ADDRESS
    wrong = []
    for part in AREAS[code]:
        kind = "post_code" if part.isdecimal() else "city"
        codes = sent(hint("US", state, source=stated, **{kind: part}))
        if codes != [code]:
            wrong.append((part, codes))
    assert wrong == []
