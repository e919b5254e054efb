"""How much of one video is in another."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.hashing.errors import MalformedHashError
from tipline.hashing.pdq import CANONICAL_RECIPE, PdqHash
from tipline.hashing.video import (
    EITHER_WAY,
    Comparison,
    FrameHash,
    Interval,
    MatchRule,
    compare,
    kept_frames,
    pack,
    unpack,
)


def film(seed: int, seconds: int, *, start: int = 0) -> list[FrameHash]:
    """A frame a second, each unlike all others."""
    source = random.Random(seed)
    return [
        FrameHash((start + at) * 1000, (start + at) * 1000, 90, source.randbytes(32))
        for at in range(seconds)
    ]


def flipped(value: bytes, bits: int) -> bytes:
    return (int.from_bytes(value, "big") ^ ((1 << bits) - 1)).to_bytes(32, "big")


def moved(frames: list[FrameHash], by_ms: int) -> list[FrameHash]:
    return [
        FrameHash(f.at_ms + by_ms, f.until_ms + by_ms, f.quality, f.value)
        for f in frames
    ]


KNOWN = film(1, 60)


def test_a_video_is_wholly_in_itself():
    assert compare(KNOWN, KNOWN) == Comparison(
        100.0, 100.0, (Interval(0, 59_000),), (Interval(0, 59_000),)
    )


def test_a_clip_is_wholly_in_the_video_that_it_is_little_of():
    clip = moved(KNOWN[20:30], -20_000)
    found = compare(clip, KNOWN)
    assert found.query_percent == 100
    assert found.known_percent == pytest.approx(100 / 6)
    assert found.query_intervals == (Interval(0, 9000),)
    assert found.known_intervals == (Interval(20_000, 29_000),)
    assert EITHER_WAY.is_match(found)
    assert found.known_percent < EITHER_WAY.known_percent_min


def test_a_known_video_padded_with_another_is_wholly_in_the_upload():
    padded = [*film(2, 30), *moved(KNOWN, 30_000), *film(3, 30, start=90)]
    found = compare(padded, KNOWN)
    assert (found.query_percent, found.known_percent) == (50, 100)
    assert found.query_intervals == (Interval(30_000, 89_000),)
    assert EITHER_WAY.is_match(found)
    assert found.query_percent < EITHER_WAY.query_percent_min


def test_another_video_does_not_match():
    found = compare(film(4, 60), KNOWN)
    assert found == Comparison(0.0, 0.0, (), ())
    assert not EITHER_WAY.is_match(found)


@pytest.mark.parametrize(
    ("must_hold", "matching"),
    [("either", "ckb"), ("both", "b"), ("query", "cb"), ("known", "kb")],
)
def test_a_rule_says_which_percentage_must_hold(must_hold, matching):
    rule = MatchRule(query_percent_min=60, known_percent_min=70, must_hold=must_hold)
    percents = {"c": (60, 69), "k": (59, 70), "b": (60, 70), "n": (59, 69)}
    compared = {name: Comparison(*each, (), ()) for name, each in percents.items()}
    assert {name for name in compared if rule.is_match(compared[name])} == {*matching}


def test_two_matching_parts_are_two_intervals():
    cut = [*KNOWN[:5], *film(5, 5, start=5), *KNOWN[10:12]]
    found = compare(cut, KNOWN)
    assert found.query_intervals == (Interval(0, 4000), Interval(10_000, 11_000))


@pytest.mark.parametrize(("bits", "percent"), [(31, 100), (32, 0)])
def test_a_frame_is_found_up_to_31_bits_away(bits, percent):
    near = [FrameHash(0, 0, 90, flipped(KNOWN[0].value, bits))]
    assert compare(near, KNOWN[:1]).query_percent == percent


def test_a_video_without_frames_is_in_none_and_none_is_in_it():
    for found in (compare([], KNOWN), compare(KNOWN, []), compare([], [])):
        assert (found.query_percent, found.known_percent) == (0, 0)


def test_frames_with_too_little_in_them_are_not_counted():
    dark = [FrameHash(90_000, 90_000, 49, bytes(32))] * 60
    assert compare([*KNOWN, *dark], KNOWN).query_percent == 100


def test_a_long_video_is_compared_in_pieces():
    long = film(6, 900)
    assert compare(long, long[300:]).query_percent == pytest.approx(100 * 2 / 3)


def sampled(*values: bytes, quality: int = 90) -> list[tuple[int, PdqHash]]:
    return [
        (at * 1000, PdqHash(value, quality, CANONICAL_RECIPE))
        for at, value in enumerate(values)
    ]


def test_frames_that_say_nothing_new_prolong_the_last_kept():
    still, other = KNOWN[0].value, KNOWN[1].value
    kept = kept_frames(sampled(still, flipped(still, 2), flipped(still, 1), other))
    assert kept == [
        FrameHash(0, 2000, 90, still),
        FrameHash(3000, 3000, 90, other),
    ]


def test_a_slow_change_is_measured_from_the_last_kept_frame_and_not_the_last_seen():
    values = [flipped(KNOWN[0].value, bits) for bits in range(7)]
    assert [frame.at_ms for frame in kept_frames(sampled(*values))] == [0, 3000, 6000]


def test_a_frame_with_too_little_in_it_is_left_out():
    assert kept_frames(sampled(KNOWN[0].value, quality=49)) == []
    assert len(kept_frames(sampled(KNOWN[0].value, quality=50))) == 1


MILLISECONDS = st.integers(0, 2**32 - 1)
FRAMES = st.lists(
    st.builds(
        FrameHash,
        MILLISECONDS,
        MILLISECONDS,
        st.integers(0, 100),
        st.binary(min_size=32, max_size=32),
    ),
    max_size=20,
)


@given(FRAMES)
def test_what_is_packed_comes_back(frames):
    assert unpack(pack(frames)) == tuple(frames)


def test_bytes_that_are_no_whole_frames_are_refused():
    with pytest.raises(MalformedHashError, match="whole frames"):
        unpack(bytes(42))


@given(FRAMES, FRAMES)
def test_how_much_is_found_does_not_depend_on_who_asks(left, right):
    forth, back = compare(left, right), compare(right, left)
    assert forth.query_percent == back.known_percent
    assert forth.known_intervals == back.query_intervals
    assert 0 <= forth.query_percent <= 100
