"""Who may learn what of another agency: the table, and what always holds."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.deconfliction.disclosure import (
    NOTHING,
    TABLE,
    Asking,
    Disclosure,
    Meeting,
    Outcome,
    Stance,
    outcome,
)
from tipline.linking.strength import Strength

meetings = st.builds(
    Meeting,
    asking=st.sampled_from(Asking),
    stance=st.sampled_from(Stance),
    strength=st.sampled_from(Strength),
    other_works_on_it=st.booleans(),
    is_same_agency=st.booleans(),
    is_in_service=st.booleans(),
)
ORDER = {Asking.HAS: 0, Asking.WORKS: 1, Asking.LOOKS_UP: 1}


def meeting(asking, stance, **said):
    plain = {"strength": Strength.STRONG, "other_works_on_it": True, **said}
    return Meeting(asking=asking, stance=stance, **plain)


def test_the_table_has_a_row_for_every_case():
    assert set(TABLE) == set(product(Asking, Stance))


@pytest.mark.parametrize(
    ("asking", "stance", "learns", "told"),
    [
        (Asking.HAS, Stance.OPEN, Disclosure.SOMEBODY, False),
        (Asking.WORKS, Stance.OPEN, Disclosure.WHOM_TO_CALL, True),
        (Asking.LOOKS_UP, Stance.OPEN, Disclosure.WHOM_TO_CALL, True),
        (Asking.HAS, Stance.SILENT, Disclosure.NOTHING, False),
        (Asking.WORKS, Stance.SILENT, Disclosure.NOTHING, True),
        (Asking.LOOKS_UP, Stance.SILENT, Disclosure.NOTHING, True),
    ],
)
def test_who_learns_what(*, asking, stance, learns, told):
    assert outcome(meeting(asking, stance)) == Outcome(
        learns=learns, other_is_told=told
    )


@given(meetings)
def test_whoever_learns_whom_to_call_is_made_known(met):
    found = outcome(met)
    if found.learns is Disclosure.WHOM_TO_CALL:
        assert found.other_is_told


@given(meetings)
def test_a_silent_agency_is_never_given_away(met):
    if met.stance is Stance.SILENT:
        assert outcome(met).learns is Disclosure.NOTHING


@given(meetings)
def test_only_strong_links_to_others_who_work_tell_anything(met):
    is_hollow = (
        met.strength is not Strength.STRONG
        or not met.other_works_on_it
        or met.is_same_agency
        or not met.is_in_service
    )
    if is_hollow:
        assert outcome(met) == NOTHING


@given(st.sampled_from(Stance), st.sampled_from(Asking), st.sampled_from(Asking))
def test_who_does_more_never_learns_less(stance, one, other):
    if ORDER[one] <= ORDER[other]:
        less, more = (outcome(meeting(each, stance)) for each in (one, other))
        assert less.learns <= more.learns
