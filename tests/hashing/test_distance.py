"""How far two PDQ hashes are apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.hashing.distance import MATCH_RADIUS, pdq_distance, pdq_distances
from tipline.hashing.errors import MalformedHashError

hashes = st.binary(min_size=32, max_size=32)


@given(value=hashes)
def test_a_hash_is_at_no_distance_from_itself(value):
    assert pdq_distance(value, value) == 0


@given(left=hashes, right=hashes)
def test_distance_is_the_same_both_ways(left, right):
    assert pdq_distance(left, right) == pdq_distance(right, left) <= 256


@given(left=hashes, middle=hashes, right=hashes)
def test_no_way_round_is_shorter(left, middle, right):
    direct = pdq_distance(left, right)
    assert direct <= pdq_distance(left, middle) + pdq_distance(middle, right)


@given(value=hashes, bits=st.sets(st.integers(0, 255)))
def test_distance_counts_the_bits_that_were_flipped(value, bits):
    flipped = int.from_bytes(value, "big")
    for bit in bits:
        flipped ^= 1 << bit
    assert pdq_distance(value, flipped.to_bytes(32, "big")) == len(bits)


@given(query=hashes, known=st.lists(hashes, max_size=20))
def test_a_scan_finds_the_distances_one_by_one(query, known):
    rows = np.frombuffer(b"".join(known), np.uint8).reshape(-1, 32)
    expected = [pdq_distance(query, value) for value in known]
    assert pdq_distances(query, rows).tolist() == expected


def test_a_scan_takes_rows_that_are_not_contiguous():
    known = np.zeros((8, 64), np.uint8)[::2, ::2]
    assert pdq_distances(b"\xff" * 32, known).tolist() == [256] * 4


def test_the_radius_is_the_references():
    assert MATCH_RADIUS == 31


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_hash_of_another_length_is_refused(length):
    with pytest.raises(MalformedHashError) as refusal:
        pdq_distance(bytes(32), bytes(length))
    assert refusal.value.code == "malformed-hash"
    with pytest.raises(MalformedHashError):
        pdq_distances(bytes(length), np.zeros((2, 32), np.uint8))


@pytest.mark.parametrize(
    "known",
    [np.zeros(32, np.uint8), np.zeros((2, 31), np.uint8), np.zeros((2, 32), np.int64)],
)
def test_rows_of_another_shape_are_refused(known):
    with pytest.raises(MalformedHashError):
        pdq_distances(bytes(32), known)
