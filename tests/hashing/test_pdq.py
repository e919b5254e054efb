"""What callers of PDQ may rely on beside the vectors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.vectors.pictures import KINDS
from tipline.hashing import pdq_exact
from tipline.hashing.distance import pdq_distance
from tipline.hashing.errors import UnhashablePictureError
from tipline.hashing.pdq import (
    CANONICAL_RECIPE,
    FULL_SIZE_RECIPE,
    PdqHash,
    pdq_of_luma,
    pdq_of_near_luma,
    pdq_of_rgb,
)
from tipline.hashing.pdq_matrices import COSINES, Axis, shares, window_edges
from tipline.hashing.turns import Turn

CLOUD = KINDS["cloud"](2026, 512, 512).astype(np.uint8)


def test_a_hash_says_by_which_recipe_it_was_made():
    assert pdq_of_luma(CLOUD).recipe == CANONICAL_RECIPE
    assert pdq_of_luma(CLOUD, recipe=FULL_SIZE_RECIPE).recipe == FULL_SIZE_RECIPE


def test_half_of_the_bits_of_a_hash_are_set():
    assert int.from_bytes(pdq_of_luma(CLOUD).value, "big").bit_count() == 128


def test_a_brighter_copy_is_the_same_picture():
    brighter = (CLOUD // 2 + 100).astype(np.uint8)
    distance = pdq_distance(pdq_of_luma(CLOUD).value, pdq_of_luma(brighter).value)
    assert distance <= 8


def test_another_picture_is_far_away():
    other = KINDS["cloud"](7, 512, 512).astype(np.uint8)
    assert pdq_distance(pdq_of_luma(CLOUD).value, pdq_of_luma(other).value) > 80


def test_a_picture_on_its_side_in_memory_has_the_same_hash():
    lying = np.ascontiguousarray(CLOUD[:, :400].T).T
    assert lying.strides[0] < lying.strides[1]
    upright = pdq_of_luma(CLOUD[:, :400], recipe=FULL_SIZE_RECIPE)
    assert pdq_of_luma(lying, recipe=FULL_SIZE_RECIPE) == upright


def test_a_picture_has_a_hash_for_each_of_eight_ways_to_lay_it():
    ways = pdq_of_luma(CLOUD).by_turn()
    assert list(ways) == list(Turn)
    assert len(set(ways.values())) == 8


def test_brightness_that_is_nearly_right_gives_nearly_the_hash():
    exact = pdq_of_luma(CLOUD)
    rough = (CLOUD + np.random.default_rng(1).integers(0, 2, CLOUD.shape)).clip(0, 255)
    near = pdq_of_near_luma(rough.astype(np.uint8), recipe=CANONICAL_RECIPE)
    assert pdq_distance(exact.value, near.value) <= 4
    assert abs(exact.quality - near.quality) <= 1


@pytest.mark.parametrize(("width", "height"), [(1300, 700), (512, 900), (300, 200)])
def test_brightness_of_any_size_is_resized_as_the_canonical_recipe_says(width, height):
    cells = KINDS["mosaic"](4, width, height)
    luma = (KINDS["cloud"](3, width, height) // 2 + cells // 2).astype(np.uint8)
    square = Image.fromarray(luma).resize((512, 512), Image.Resampling.BILINEAR)
    expected = pdq_of_luma(np.asarray(square))
    found = pdq_of_near_luma(luma, recipe=CANONICAL_RECIPE)
    assert pdq_distance(found.value, expected.value) <= 4


@pytest.mark.parametrize("kind", ["stripes", "checks", "flat"])
def test_a_hash_that_hangs_on_the_last_digit_is_not_made_of_nearly_right_pixels(kind):
    luma = KINDS[kind](2, 700, 600).astype(np.uint8)
    assert pdq_of_near_luma(luma, recipe=FULL_SIZE_RECIPE) is None


def test_a_flat_picture_has_no_quality():
    assert pdq_of_luma(np.full((512, 512), 90, np.uint8)).quality == 0


@pytest.mark.parametrize("shape", [(4, 300), (300, 4), (1, 1)])
def test_a_sliver_gets_the_empty_hash_of_quality_zero(shape):
    sliver = np.full(shape, 200, np.uint8)
    assert pdq_of_luma(sliver, recipe=FULL_SIZE_RECIPE) == PdqHash(
        bytes(32), 0, FULL_SIZE_RECIPE
    )


def test_the_canonical_recipe_refuses_a_picture_that_was_not_resized():
    with pytest.raises(UnhashablePictureError, match="wants 512 x 512"):
        pdq_of_luma(CLOUD[:, :500])


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((8, 8, 4), np.uint8),
        np.zeros((8, 8), np.uint8),
        np.zeros((8, 8, 3), np.float32),
        np.zeros((0, 8, 3), np.uint8),
    ],
)
def test_pixels_of_another_shape_or_type_are_refused_as_rgb(pixels):
    with pytest.raises(UnhashablePictureError):
        pdq_of_rgb(pixels, recipe=FULL_SIZE_RECIPE)


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((8, 8, 3), np.uint8),
        np.zeros((8, 8), np.int32),
        np.zeros((8, 0), np.float32),
        np.full((8, 8), np.nan, np.float32),
    ],
)
def test_pixels_of_another_shape_or_type_are_refused_as_luma(pixels):
    with pytest.raises(UnhashablePictureError):
        pdq_of_luma(pixels, recipe=FULL_SIZE_RECIPE)


def test_a_very_long_picture_is_hashed_and_an_endless_one_refused():
    long = KINDS["cloud"](5, 9000, 6).astype(np.uint8)
    assert pdq_of_luma(long, recipe=FULL_SIZE_RECIPE).quality > 0
    with pytest.raises(UnhashablePictureError, match="65535"):
        pdq_of_luma(np.zeros((5, 65_536), np.uint8), recipe=FULL_SIZE_RECIPE)


def test_the_callers_pixels_are_left_alone():
    luma = CLOUD.astype(np.float32)
    luma.setflags(write=False)
    assert pdq_of_luma(luma).value == pdq_of_luma(CLOUD).value


@settings(deadline=None)
@given(length=st.integers(5, 3000))
def test_downscaling_is_an_average_of_nearby_pixels(length):
    axis = shares(Axis(length))
    assert axis.weights.shape[:2] == (64, 2)
    assert (axis.weights > -1e-6).all()
    np.testing.assert_allclose(axis.weights.sum(axis=2), 1, rtol=1e-5)
    for block, (start, weights) in enumerate(zip(axis.starts, axis.weights)):  # noqa: B905 - their lengths are asserted
        used = start + np.flatnonzero((weights > 1e-9).any(axis=0))
        assert 0 <= used[0] <= used[-1] < length
        middle = (block + 0.5) * length / 64
        assert abs((used[0] + used[-1]) / 2 - middle) <= 2 + length / 64


@settings(deadline=None)
@given(length=st.integers(5, 5000))
def test_every_window_holds_its_pixel_and_stays_inside(length):
    starts, ends = window_edges(length)
    pixels = np.arange(length)
    assert (starts >= 0).all()
    assert (starts <= pixels).all()
    assert (ends > pixels).all()
    assert (ends <= length).all()


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    width=st.integers(5, 300),
    height=st.integers(5, 300),
)
def test_the_fast_and_the_exact_way_give_the_same_hash(seed, width, height):
    luma = KINDS["cloud"](seed, width, height).astype(np.float32)
    coefficients = pdq_exact.coefficients_of(pdq_exact.buffer_of(luma))
    lower_median = np.sort(coefficients, axis=None)[127]
    exact = np.packbits((coefficients > lower_median).ravel()[::-1]).tobytes()
    assert pdq_of_luma(luma, recipe=FULL_SIZE_RECIPE).value == exact


def test_the_cosines_are_orthonormal():
    np.testing.assert_allclose(COSINES @ COSINES.T, np.eye(16), atol=1e-6)
