import math
import random
import re
import uuid
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.hashlist import canaries, feedback_reasons, sampling
from tipline.hashlist.flood import FloodLimits, has_grown_too_fast, hits_too_often
from tipline.hashlist.interval import wilson
from tipline.hashlist.listing import Vote, decision, may_vote
from tipline.hashlist.suppression import CRYPTOGRAPHIC, Candidate, standing

VOTES = st.lists(
    st.builds(
        Vote,
        person_id=st.integers(1, 5),
        seniority=st.integers(1, 3),
        concurs=st.booleans(),
    ),
    max_size=12,
)


@given(VOTES)
def test_whoever_tries_only_three_different_of_rising_seniority_approve(tried):
    votes = []
    for vote in tried:
        if may_vote(votes, person_id=vote.person_id, seniority=vote.seniority):
            votes.append(vote)
    ranks = [vote.seniority for vote in votes]
    assert ranks == sorted(ranks)
    assert len({vote.person_id for vote in votes}) == len(votes) <= 3
    assert (decision(votes) == "dissented") == any(not v.concurs for v in votes)
    if decision(votes) == "approved":
        assert len(votes) == 3
        assert ranks[1] >= 2
        assert ranks[2] == 3


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        entry_id=st.integers(1, 99),
        algorithm=st.sampled_from(["md5", "sha256", "pdq", "pdna"]),
        distance=st.integers(0, 31),
        list_distance=st.integers(0, 31),
        is_live=st.booleans(),
        is_negative=st.booleans(),
    ),
    max_size=8,
)


@given(CANDIDATES)
def test_only_live_near_and_positive_candidates_are_hits(candidates):
    for hit in standing(candidates):
        assert hit.is_live
        assert not hit.is_negative
        assert hit.distance <= hit.list_distance


@given(CANDIDATES)
def test_a_negative_list_never_hides_an_equal_file(candidates):
    exact = [
        c
        for c in candidates
        if c.algorithm in CRYPTOGRAPHIC
        and c.is_live
        and not c.is_negative
        and c.distance <= c.list_distance
    ]
    assert [c for c in standing(candidates) if c.algorithm in CRYPTOGRAPHIC] == exact


def near(distance, **more):
    return Candidate(
        entry_id=1, algorithm="pdq", distance=distance, list_distance=31, **more
    )


@pytest.mark.parametrize(
    ("known_harmless", "hits"), [(5, 0), (10, 0), (11, 1), (31, 1)]
)
def test_what_a_harmless_file_is_nearer_to_is_no_hit(known_harmless, hits):
    found = standing([near(10), near(known_harmless, is_negative=True)])
    assert len(found) == hits


@pytest.mark.parametrize(
    ("harmless", "hits"), [({1, 2, 3}, 0), ({1, 2}, 1), ({4, 5, 6, 7}, 1), (set(), 1)]
)
def test_harmless_frames_hide_only_what_was_found_in_them(harmless, hits):
    listed = near(10, frames=frozenset({1, 2, 3}))
    negative = near(0, is_negative=True, frames=frozenset(harmless))
    assert len(standing([listed, negative])) == hits


def test_harmless_frames_hide_no_picture():
    negative = near(0, is_negative=True, frames=frozenset({1}))
    assert len(standing([near(10), negative])) == 1


@pytest.mark.parametrize(
    ("added", "before", "floods"),
    [
        (10**6, 0, False),
        (999, 10, False),
        (1_000, 999, True),
        (1_000, 1_000, False),
        (5_000, 10**6, False),
    ],
)
def test_a_source_floods_when_a_day_more_than_doubles_it(added, before, floods):
    said = has_grown_too_fast(added_in_a_day=added, before=before, limits=FloodLimits())
    assert said is floods


def test_a_fingerprint_hits_too_often_above_the_limit():
    limits = FloodLimits(hits_a_day=10)
    assert not hits_too_often(hits_in_a_day=10, limits=limits)
    assert hits_too_often(hits_in_a_day=11, limits=limits)


# Values of R's binom::binom.confint(method = "wilson"), and the audit of 2023.
@pytest.mark.parametrize(
    ("errors", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.2775328),
        (1, 10, 0.01787621, 0.4041500),
        (5, 10, 0.2365931, 0.7634069),
        (10, 10, 0.7224672, 1.0),
        (59, 538_922, 0.00008487, 0.00014122),
    ],
)
def test_the_interval_is_wilsons(errors, n, *, low, high):
    found = wilson(errors, n)
    assert found.low == pytest.approx(low, abs=5e-7)
    assert found.high == pytest.approx(high, abs=5e-7)


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_the_interval_holds_the_share_and_stays_between_nothing_and_all(n, share):
    errors = round(n * share)
    found = wilson(errors, n)
    assert 0 <= found.low <= errors / n <= found.high <= 1


@pytest.mark.parametrize(("errors", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_an_impossible_share_is_refused(errors, n):
    with pytest.raises(ValueError, match="no share"):
        wilson(errors, n)


@given(st.sets(st.integers(1, 10**9), min_size=1, max_size=60), st.randoms())
def test_a_draw_can_be_repeated_from_the_ids_in_any_order(ids, chance):
    shuffled = sorted(ids)
    chance.shuffle(shuffled)
    number = chance.randint(1, len(ids))
    drawn = sampling.draw(sorted(ids), number=number, seed="a")
    assert drawn == sampling.draw(shuffled, number=number, seed="a")
    assert set(drawn) <= ids
    assert len(set(drawn)) == number
    assert sampling.fingerprint_of(shuffled) == sampling.fingerprint_of(sorted(ids))


def test_every_item_is_as_likely_to_be_drawn():
    counts = dict.fromkeys(range(10), 0)
    for seed in range(2000):
        for each in sampling.draw(range(10), number=3, seed=str(seed)):
            counts[each] += 1
    assert all(abs(count - 600) < 100 for count in counts.values())


def test_a_leak_of_a_thousand_lines_is_attributed():
    """Simulated a hundred times: lines of a feed of 50,000 items, drawn at random."""
    size = 50_000
    planted = canaries.number_for(size)
    lines = [True] * planted + [False] * size
    chances = random.Random(7)
    found = [any(chances.sample(lines, 1_000)) for _ in range(100)]
    assert all(found)
    assert math.comb(planted, 1) >= canaries.LEAST


def test_canaries_look_like_hashes_and_are_never_the_same():
    real = [
        canaries.Print("md5", "0" * 32),
        canaries.Print("sha1", "0" * 40),
        canaries.Print("pdq", "0f" * 32, "canonical-1", 80),
    ]
    made = [canaries.invent(real, {}) for _ in range(50)]
    assert len({one[0].value for one in made}) == 50
    for one in made:
        assert [len(each.value) for each in one] == [32, 40, 64]
        assert int(one[2].value, 16).bit_count() == 128
        assert (one[2].recipe, one[2].quality) == ("canonical-1", 80)


PDQ = st.integers(0, 2**256 - 1)


@given(st.lists(PDQ, min_size=1, max_size=4))
def test_a_canarys_pdq_hashes_have_the_bits_and_distances_of_the_real_ones(real):
    prints = [canaries.Print("pdq", f"{bits:064x}") for bits in real]
    made = [int(each.value, 16) for each in canaries.invent(prints, {})]
    assert [bits.bit_count() for bits in made] == [bits.bit_count() for bits in real]
    assert [(a ^ b).bit_count() for a, b in pairwise(made)] == [
        (a ^ b).bit_count() for a, b in pairwise(real)
    ]


TEXT = st.text("0123456789abcdefABCXYZ+/=-.", min_size=1, max_size=40)


@given(TEXT, st.lists(TEXT, max_size=30))
def test_an_opaque_value_keeps_its_length_and_its_signs(real, others):
    print_ = canaries.Print("pdna", real)
    examples = {"pdna": [canaries.Print("pdna", each) for each in others]}
    (made,) = canaries.invent([print_], examples)
    assert len(made.value) == len(real)
    places = [
        [each[n] for each in (real, *others) if len(each) == len(real)]
        for n in range(len(real))
    ]
    for sign, column in zip(made.value, places, strict=True):
        assert sign in column or sign.isalnum() or sign in "+/"


def test_a_large_canary_is_mixed_of_whole_words_of_others():
    real = [bytes([number]) * 64 for number in range(8)]
    prints = [canaries.Print("tmk_pdqf", "", content=each) for each in real]
    (made,) = canaries.invent(prints[:1], {"tmk_pdqf": prints})
    words = {made.content[n : n + 4] for n in range(0, 64, 4)}
    assert len(made.content) == 64
    assert len(words) > 1
    assert all(len(set(word)) == 1 for word in words)
    (alone,) = canaries.invent(prints[:1], {})
    assert len(alone.content) == 64
    assert alone.value.startswith("sha256:")


def test_a_canarys_id_is_as_its_source_gives_them():
    def named(entry_id, examples=(), prints=()):
        return canaries.entry_id_like(entry_id, prints, examples)

    real, other = canaries.Print("md5", "a" * 32), canaries.Print("md5", "b" * 32)
    pairs = [(real, other)]
    assert named("md5-" + "a" * 32, (), pairs) == "md5-" + "b" * 32
    ids = [f"img-{number:08}.x" for number in range(17, 9_000, 500)]
    assert all(re.fullmatch(r"img-0000\d{4}\.x", named(ids[0], ids)) for _ in range(20))
    assert re.fullmatch(r"img-0000\d{4}\.x", named(ids[1], ids[:3]))
    assert re.fullmatch(r"[0-9a-f]{12}4[0-9a-f]{19}", named(uuid.uuid4().hex))


def test_the_ids_of_reasons_are_a_lists_own_and_never_change():
    first = feedback_reasons.reasons("own", "md5")
    assert first == feedback_reasons.reasons("own", "md5")
    others = [
        feedback_reasons.reasons("other", "md5"),
        feedback_reasons.reasons("own", "sha1"),
    ]
    guids = {reason.guid for each in (first, *others) for reason in each}
    assert len(guids) == 3 * len(feedback_reasons.CODES)


def test_two_different_members_suspend_one_never_does():
    assert not feedback_reasons.must_suspend([1, 1])
    assert feedback_reasons.must_suspend([1, 2])
