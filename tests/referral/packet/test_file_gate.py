import itertools
from dataclasses import replace

import pytest

from tests.referral.packet.packet_cast import WARRANT
from tipline.referral.packet.file_gate import HASH_BASES, MatchBasis, Standing, gate
from tipline.referral.packet.recipient_rule import (
    ABROAD,
    CIRCUIT_OF_STATE,
    UNKNOWN_CIRCUIT,
    recipient_rule,
)

STATES = (True, False, None)
BASES = (None, replace(WARRANT, reference="  "), WARRANT)
MATCHES = [
    subset
    for size in range(len(MatchBasis) + 1)
    for subset in itertools.combinations(MatchBasis, size)
]
EXACT = (MatchBasis.EXACT_HASH,)
NEAR = (MatchBasis.PERCEPTUAL_HASH,)
EVERY_CASE = list(itertools.product(STATES, STATES, BASES, MATCHES, (True, False)))


def decide(case):
    viewed, public, basis, matches, ours = case
    return gate(
        viewed_by_platform=viewed,
        publicly_available=public,
        legal_basis=basis,
        match_bases=matches,
        viewed_by_clearinghouse=ours,
    )


def test_only_a_viewing_a_publication_or_a_recorded_basis_opens_a_file():
    for case in EVERY_CASE:
        viewed, public, basis, _, _ = case
        expected = viewed is True or public is True or basis is WARRANT
        assert decide(case).may_open is expected, case


@pytest.mark.parametrize(
    ("case", "standing"),
    [
        (
            (True, True, WARRANT, EXACT, False),
            Standing.VIEWED_BY_PLATFORM,
        ),
        ((True, None, None, (), False), Standing.VIEWED_BY_PLATFORM),
        ((False, True, WARRANT, (), False), Standing.PUBLICLY_AVAILABLE),
        ((None, True, None, (), False), Standing.PUBLICLY_AVAILABLE),
        ((False, False, WARRANT, (), False), Standing.LEGAL_BASIS),
        ((None, None, WARRANT, EXACT, False), Standing.LEGAL_BASIS),
        (
            (False, None, None, EXACT, False),
            Standing.HASH_MATCH_ONLY,
        ),
        (
            (None, False, None, NEAR, False),
            Standing.HASH_MATCH_ONLY,
        ),
        ((False, False, None, (MatchBasis.CLASSIFIER,), False), Standing.NOT_VIEWED),
        ((False, None, None, (), False), Standing.NOT_VIEWED),
        ((None, None, None, (MatchBasis.HUMAN,), False), Standing.NOT_STATED),
        ((None, False, None, (), False), Standing.NOT_STATED),
    ],
)
def test_the_banner_names_the_strongest_reason(case, standing):
    assert decide(case).standing is standing


def test_no_match_and_no_viewing_of_ours_ever_changes_the_verdict():
    for viewed, public, basis in itertools.product(STATES, STATES, BASES):
        alone = decide((viewed, public, basis, (), False)).may_open
        for matches, ours in itertools.product(MATCHES, (True, False)):
            assert decide((viewed, public, basis, matches, ours)).may_open is alone


def test_silence_is_told_apart_from_no():
    silent = decide((None, None, None, (), False))
    refused = decide((False, False, None, (), False))
    assert silent.banner != refused.banner
    assert "did not say" in silent.banner
    assert "neither yes nor no" in silent.banner
    assert not set(silent.reasons[:2]) & set(refused.reasons[:2])


def test_the_banner_says_whether_the_file_is_in_the_packet():
    for case in EVERY_CASE:
        verdict = decide(case)
        assert ("is part of this packet" in verdict.banner) is verdict.may_open
        assert ("Obtain legal process" in verdict.banner) is not verdict.may_open


def test_a_hash_match_is_named_only_where_there_is_one():
    for case in EVERY_CASE:
        if decide(case).standing is Standing.HASH_MATCH_ONLY:
            assert HASH_BASES.intersection(case[3])


def test_hashes_and_metadata_are_always_allowed():
    assert all("Hashes and metadata" in decide(c).reasons[-1] for c in EVERY_CASE)


def test_our_own_viewing_is_disclosed():
    for case in EVERY_CASE:
        assert ("Staff of the clearinghouse" in decide(case).banner) is case[4]


@pytest.mark.parametrize(
    ("country", "state", "word"),
    [
        ("US", "or", "Wilson"),
        ("US", "TX", "Reddick"),
        ("us", "OH", "Miller"),
        (None, "CO", "Ackerman"),
        ("US", "NY", "No decision"),
        ("US", "DC", "District of Columbia: No decision"),
    ],
)
def test_an_officer_reads_what_her_own_circuit_decided(country, state, word):
    assert word in recipient_rule(country, state)


def test_an_agency_without_a_circuit_is_told_so():
    assert recipient_rule("DE", "OR") == ABROAD
    assert recipient_rule("US", None) == UNKNOWN_CIRCUIT
    assert recipient_rule(None, "ZZ") == UNKNOWN_CIRCUIT


def test_every_state_and_territory_has_one_circuit():
    assert len(CIRCUIT_OF_STATE) == 50 + 1 + 5 - 1  # American Samoa is in none
