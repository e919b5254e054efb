import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.referral.evidence import hint, piles
from tipline.referral.area_codes import place_of_phone
from tipline.referral.jurisdiction import (
    DEFAULT_CONFIDENCE,
    About,
    EvidenceSource,
    default_confidence,
    resolve,
)
from tipline.referral.military import is_military_address, is_military_email
from tipline.referral.places import (
    ISO_COUNTRIES,
    NOT_PLACES,
    US_STATES,
    canonical_place,
    us_state,
)

GUIDE = Path(__file__).parents[2].joinpath("docs/operate/routing.md").read_text("utf-8")


def codes(places):
    return [place.code for place in places]


@given(piles, st.randoms(use_true_random=False))
def test_the_order_of_evidence_does_not_matter(pile, chance):
    shuffled = chance.sample(pile, len(pile))
    assert repr(resolve(shuffled)) == repr(resolve(pile))


@given(piles)
def test_evidence_said_twice_weighs_no_more(pile):
    assert repr(resolve(pile * 2)) == repr(resolve(pile))


@given(piles)
def test_no_evidence_is_lost(pile):
    found = resolve(pile)
    placed = [h for p in found.places + found.set_aside for h in p.evidence]
    # A confidence that is not a number equals nothing, itself included: compare text.
    kept = {repr(h) for h in [*placed, *found.unplaced]}
    assert kept == {repr(h) for h in pile}


@given(piles)
def test_a_place_is_named_once_and_its_confidence_is_a_share(pile):
    places = resolve(pile).places
    assert len(codes(places)) == len(set(codes(places)))
    for place in places:
        assert 0 <= place.confidence <= 1
        assert not math.isnan(place.confidence)
        assert place.country not in NOT_PLACES
        assert place.state is None or place.country == "US"
        assert len(place.reasons) == len(place.evidence) > 0


@given(piles)
def test_whoever_can_be_placed_is_placed(pile):
    assert bool(resolve(pile).places) == any(h.place for h in pile)


def test_sources_rank_as_the_research_says():
    assert list(DEFAULT_CONFIDENCE) == list(EvidenceSource)
    trust = list(DEFAULT_CONFIDENCE.values())
    assert trust == sorted(trust, reverse=True)


@pytest.mark.parametrize("source", EvidenceSource)
def test_operators_read_the_confidence_that_is_used(source):
    assert f"| `{source}` | {DEFAULT_CONFIDENCE[source]} |" in GUIDE


def test_a_verified_address_outranks_ten_logins():
    logins = [
        hint("US", "TX", source=EvidenceSource.EVENT_IP, detail=f"login {n}")
        for n in range(10)
    ]
    home = hint("US", "CA", source=EvidenceSource.VERIFIED_ADDRESS)
    assert codes(resolve([*logins, home]).places) == ["US-CA", "US-TX"]


def test_ten_logins_from_one_place_are_one_source():
    once = resolve([hint("DE", source=EvidenceSource.EVENT_IP)])
    often = resolve(
        hint("DE", source=EvidenceSource.EVENT_IP, detail=str(n)) for n in range(10)
    )
    assert once.primary.confidence == often.primary.confidence == 0.6


def test_two_sources_that_agree_count_for_more_than_either():
    both = resolve([hint("DE"), hint("DE", source=EvidenceSource.PHONE)])
    assert both.primary.confidence == pytest.approx(1 - 0.3 * 0.6)


def test_child_and_reported_person_in_different_places_both_count():
    found = resolve([hint("US", "OH"), hint("GB", about=About.VICTIM)])
    assert codes(found.places) == ["US-OH", "GB"]
    assert found.primary.about == (About.REPORTED_PERSON,)


def test_a_profile_is_set_aside_while_an_upload_names_another_place():
    found = resolve([hint("US", "OH"), hint("FR", source=EvidenceSource.PROFILE_TEXT)])
    assert (codes(found.places), codes(found.set_aside)) == (["US-OH"], ["FR"])


def test_a_profile_counts_while_nothing_better_is_known():
    found = resolve([hint("FR", source=EvidenceSource.PROFILE_TEXT)])
    assert codes(found.places) == ["FR"]


def test_a_childs_profile_counts_beside_the_reported_persons_upload():
    profile = hint("FR", source=EvidenceSource.PROFILE_TEXT, about=About.VICTIM)
    assert codes(resolve([hint("US", "OH"), profile]).places) == ["US-OH", "FR"]


def test_a_country_without_a_state_supports_the_state_that_is_known():
    phone = hint("US", "CA", source=EvidenceSource.PHONE)
    found = resolve([hint("US"), phone])
    assert codes(found.places) == ["US-CA"]
    assert len(found.primary.evidence) == 2


def test_the_childs_unknown_state_is_not_the_reported_persons():
    found = resolve([hint("US", "CA"), hint("US", about=About.VICTIM)])
    assert codes(found.places) == ["US-CA", "US"]


def test_the_reporters_place_counts_only_when_nobody_elses_is_known():
    mother = hint("NL", about=About.REPORTER)
    assert codes(resolve([mother]).places) == ["NL"]
    found = resolve([mother, hint("US", "OH")])
    assert (codes(found.places), codes(found.set_aside)) == (["US-OH"], ["NL"])


@pytest.mark.parametrize("code", [*sorted(NOT_PLACES), "", "ZZ"])
def test_a_proxy_or_a_region_is_no_place_and_is_kept(code):
    found = resolve([hint(code)])
    assert (found.places, len(found.unplaced)) == ((), 1)


def test_a_state_that_stands_alone_is_american():
    assert codes(resolve([hint("", "WY")]).places) == ["US-WY"]


def test_a_possible_proxy_halves_the_trust():
    source = EvidenceSource.UPLOAD_IP
    assert default_confidence(source, possible_proxy=True) == 0.35
    assert default_confidence(source, possible_proxy=None) == 0.7


def test_a_proxys_exit_sends_nothing_abroad_while_a_home_address_is_known():
    source = EvidenceSource.UPLOAD_IP
    exit_node = hint("SE", confidence=default_confidence(source, possible_proxy=True))
    home = hint("US", "OH", source=EvidenceSource.STATED_ADDRESS)
    assert codes(resolve([exit_node, home]).places) == ["US-OH"]
    assert codes(resolve([exit_node, home]).set_aside) == ["SE"]
    assert codes(resolve([exit_node]).places) == ["SE"]


def test_reasons_say_who_what_and_how_sure():
    (reason,) = resolve([hint("DE", detail="203.0.113.9")]).primary.reasons
    assert reason == "upload-ip of reported-person (0.70): 203.0.113.9"


@pytest.mark.parametrize(
    ("country", "state", "place"),
    [
        ("us", "ca", ("US", "CA")),
        ("US", "California", ("US", "CA")),
        ("US", "US-CA", ("US", "CA")),
        ("US", "Bavaria", ("US", None)),
        ("PR", None, ("US", "PR")),
        ("US", "PR", ("US", "PR")),
        ("DE", "CA", ("DE", None)),
        ("FX", None, ("FR", None)),
        ("AN", None, ("CW", None)),
    ],
)
def test_a_place_has_one_form(country, state, place):
    assert canonical_place(country, state) == place


def test_there_are_fifty_states_and_a_capital():
    assert len(US_STATES) == 51
    assert us_state("Washington, D.C.") == "DC"
    assert us_state("Atlantis") is None


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("+12125550143", ("US", "NY")),
        ("+13105550143", ("US", "CA")),
        ("+19075550143", ("US", "AK")),
        ("+14165550143", ("CA", "ON")),
        ("+18765550143", ("JM", None)),
        ("+17875550143", ("US", "PR")),
        ("+18005550143", None),
        ("+4930123456", ("DE", None)),
        ("+442079460018", ("GB", None)),
        ("+77012345678", ("KZ", None)),
        ("+74951234567", ("RU", None)),
        ("+80012345678", None),
        ("+9991234567", None),
        ("", None),
    ],
)
def test_a_number_says_where_it_was_given_out(number, place):
    assert place_of_phone(number) == place


@given(st.text(max_size=30))
def test_any_text_has_a_telephone_place_or_none(text):
    place = place_of_phone(text)
    assert place is None or place[0] in ISO_COUNTRIES


@pytest.mark.parametrize(
    ("state", "post_code", "country", "military"),
    [
        ("AE", "09128", "US", True),
        ("ap", "", "", True),
        ("", "96350-0001", "US", True),
        ("", "34002", "US", True),
        ("CA", "96150", "US", False),
        ("FL", "34002", "US", False),
        ("", "09128", "DE", False),
        ("AE", "", "AE", False),
        ("", "", "US", False),
    ],
)
def test_a_military_post_office_is_recognized(*, state, post_code, country, military):
    found = is_military_address(state=state, post_code=post_code, country=country)
    assert found is military


def test_military_mail_is_recognized_by_its_domain():
    assert is_military_email("zed@unit.example.MIL")
    assert not is_military_email("zed@mil.example.org")
    assert not is_military_email("zed@famil")
