"""Hashing brightness by whole numbers: one answer, by whatever instructions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.leaving_out import left_out
from tipline.hashing import pdq_whole
from tipline.hashing.pdq import CANONICAL_SIDE, RECIPES, pdq_of_near_luma
from tipline.hashing.pdq_library import library
from tipline.hashing.pdq_matrices import Axis, bands, whole_shares
from tipline.hashing.pdq_sums import sums_across, sums_down
from tipline.hashing.pdq_whole import whole_in_numpy, whole_natively

sides = st.integers(5, 1400)
seeds = st.integers(0, 2**32 - 1)
ways = st.sampled_from((None, CANONICAL_SIDE))


def paths():
    native = library()
    if native is None:
        left_out("the native core was not built: tools/setup test says why")
    return range(native.pdq_best_path() + 1)


def noise(height, width, seed):
    """Give levels at both ends of the range more often than elsewhere."""
    chance = np.random.default_rng(seed)
    wide = chance.integers(-200, 456, (height, width))
    return np.clip(wide, 0, 255).astype(np.uint8)


def sums_of(luma, *axes):
    """Give the sums as this machine makes them."""
    if library() is None:
        return whole_in_numpy(luma, *axes, within=0)[0]
    return whole_natively(luma, *axes, within=0, path=paths()[-1])[0]


@settings(max_examples=150, deadline=None)
@given(size=st.tuples(sides, sides), by_way_of=ways, seed=seeds)
def test_every_path_of_the_native_core_and_numpy_agree_to_the_last_digit(
    size, by_way_of, seed
):
    height, width = size
    luma = noise(height, width, seed)
    axes = Axis(height, 1, by_way_of), Axis(width, 1, by_way_of)
    expected, expected_made = whole_in_numpy(luma, *axes, within=0.4)
    for path in paths():
        sums, made = whole_natively(luma, *axes, within=0.4, path=path)
        assert (sums == expected).all()
        assert made.points == expected_made.points
        # Where more are near to the median nobody asks for the hash.
        assert made == expected_made or min(made.near, expected_made.near) > 8


@pytest.mark.parametrize("within", [0, 0.01, 5, 1000])
def test_every_path_counts_what_is_near_to_the_median(within):
    luma, axes = noise(300, 400, 9), (Axis(300), Axis(400))
    expected = whole_in_numpy(luma, *axes, within=within)[1]
    assert 1 <= expected.near <= 256
    for path in paths():
        assert whole_natively(luma, *axes, within=within, path=path)[1] == expected


@pytest.mark.parametrize("level", [0, 1, 254, 255])
@pytest.mark.parametrize("side", [5, 130, 512, 1023])
def test_a_flat_picture_stays_flat_to_the_last_digit(level, side):
    luma = np.full((side, side + 3), level, np.uint8)
    assert (sums_of(luma, Axis(side), Axis(side + 3)) == level).all()


@settings(max_examples=60, deadline=None)
@given(height=sides, width=sides, seed=seeds)
def test_whole_weights_change_no_block_by_a_quarter_of_a_level(height, width, seed):
    luma = noise(height, width, seed)
    exact = sums_across(sums_down(luma, bands(Axis(height))), bands(Axis(width)))
    found = sums_of(luma, Axis(height), Axis(width))
    assert np.abs(found - exact).max() < 0.25


@settings(max_examples=60, deadline=None)
@given(length=st.integers(5, 9000), by_way_of=ways)
def test_whole_weights_add_up_exactly(length, by_way_of):
    found = whole_shares(Axis(length, 1, by_way_of), 2**12)
    assert (found.weights >= 0).all()
    assert (found.weights == np.rint(found.weights)).all()
    assert (found.weights.sum(axis=2) == 2**12).all()


def test_a_picture_that_lies_otherwise_in_memory_has_the_same_sums():
    luma = noise(700, 600, 3)
    axes = Axis(700), Axis(600)
    for lying in (np.asfortranarray(luma), np.flipud(np.flipud(luma).copy())):
        assert (sums_of(lying, *axes) == sums_of(luma, *axes)).all()


def test_without_the_native_core_the_hash_is_the_same(monkeypatch):
    luma = noise(640, 810, 5)
    natively = [pdq_of_near_luma(luma, recipe=recipe) for recipe in RECIPES]
    monkeypatch.setattr(pdq_whole, "library", lambda: None)
    assert [pdq_of_near_luma(luma, recipe=recipe) for recipe in RECIPES] == natively
