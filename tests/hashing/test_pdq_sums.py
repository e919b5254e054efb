"""Blurring and sampling by whole numbers: one answer, by whatever instructions."""

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipline.hashing import pdq_sums
from tipline.hashing.pdq import CANONICAL_SIDE, RECIPES, pdq_of_near_luma
from tipline.hashing.pdq_library import library
from tipline.hashing.pdq_matrices import Axis, bands, whole_shares
from tipline.hashing.pdq_sums import (
    sums_across,
    sums_down,
    whole_sums,
    whole_sums_in_numpy,
    whole_sums_natively,
)

sides = st.integers(5, 1400)
seeds = st.integers(0, 2**32 - 1)
ways = st.sampled_from((None, CANONICAL_SIDE))


def paths():
    native = library()
    if native is None:
        if os.environ.get("CI"):
            pytest.fail("the native core was not built: tools/setup test says why")
        pytest.skip("the native core was not built: no compiler")
    return range(native.pdq_best_path() + 1)


def noise(height, width, seed):
    """Give levels at both ends of the range more often than elsewhere."""
    chance = np.random.default_rng(seed)
    wide = chance.integers(-200, 456, (height, width))
    return np.clip(wide, 0, 255).astype(np.uint8)


@settings(max_examples=150, deadline=None)
@given(size=st.tuples(sides, sides), by_way_of=ways, seed=seeds)
def test_every_path_of_the_native_core_and_numpy_agree_to_the_last_digit(
    size, by_way_of, seed
):
    height, width = size
    luma = noise(height, width, seed)
    axes = Axis(height, 1, by_way_of), Axis(width, 1, by_way_of)
    expected = whole_sums_in_numpy(luma, *axes)
    for path in paths():
        assert (whole_sums_natively(luma, *axes, path=path) == expected).all()


@pytest.mark.parametrize("level", [0, 1, 254, 255])
@pytest.mark.parametrize("side", [5, 130, 512, 1023])
def test_a_flat_picture_stays_flat_to_the_last_digit(level, side):
    luma = np.full((side, side + 3), level, np.uint8)
    assert (whole_sums(luma, Axis(side), Axis(side + 3)) == level).all()


@settings(max_examples=60, deadline=None)
@given(height=sides, width=sides, seed=seeds)
def test_whole_weights_change_no_block_by_a_quarter_of_a_level(height, width, seed):
    luma = noise(height, width, seed)
    exact = sums_across(sums_down(luma, bands(Axis(height))), bands(Axis(width)))
    found = whole_sums(luma, Axis(height), Axis(width))
    assert np.abs(found - exact).max() < 0.25


@settings(max_examples=60, deadline=None)
@given(length=st.integers(5, 9000), by_way_of=ways)
def test_whole_weights_add_up_exactly(length, by_way_of):
    whole = whole_shares(Axis(length, 1, by_way_of), 2**12)
    assert (whole.weights >= 0).all()
    assert (whole.weights == np.rint(whole.weights)).all()
    assert (whole.weights.sum(axis=2) == 2**12).all()


def test_a_picture_that_lies_otherwise_in_memory_has_the_same_sums():
    luma = noise(700, 600, 3)
    axes = Axis(700), Axis(600)
    for lying in (np.asfortranarray(luma), np.flipud(np.flipud(luma).copy())):
        assert (whole_sums(lying, *axes) == whole_sums(luma, *axes)).all()


def test_without_the_native_core_the_hash_is_the_same(monkeypatch):
    luma = noise(640, 810, 5)
    natively = [pdq_of_near_luma(luma, recipe=recipe) for recipe in RECIPES]
    monkeypatch.setattr(pdq_sums, "library", lambda: None)
    assert [pdq_of_near_luma(luma, recipe=recipe) for recipe in RECIPES] == natively
