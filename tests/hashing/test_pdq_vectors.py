"""PDQ of our own against what the reference implementation said of 2,000 pictures."""

import csv
import hashlib
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.vectors import pictures
from tipline.hashing.distance import pdq_distance
from tipline.hashing.pdq import FULL_SIZE_RECIPE, PdqHash, pdq_of_luma, pdq_of_rgb
from tipline.hashing.turns import Turn

TABLE = (Path(__file__).parents[1] / "vectors" / "pdq.csv").read_text(encoding="utf-8")
VECTORS = list(csv.DictReader(TABLE.splitlines()))

LAID = {
    Turn.UPRIGHT: lambda pixels: pixels,
    Turn.TURNED_LEFT: np.rot90,
    Turn.UPSIDE_DOWN: lambda pixels: np.rot90(pixels, 2),
    Turn.TURNED_RIGHT: lambda pixels: np.rot90(pixels, -1),
    Turn.MIRRORED: np.fliplr,
    Turn.MIRRORED_TURNED_LEFT: lambda pixels: np.rot90(np.fliplr(pixels)),
    Turn.MIRRORED_UPSIDE_DOWN: np.flipud,
    Turn.MIRRORED_TURNED_RIGHT: lambda pixels: np.rot90(np.fliplr(pixels), -1),
}


@cache
def hashed(index: int) -> tuple[str, PdqHash]:
    pixels = pictures.picture(index).rgb()
    sha256 = hashlib.sha256(pixels.tobytes()).hexdigest()
    return sha256[:16], pdq_of_rgb(pixels, recipe=FULL_SIZE_RECIPE)


def test_there_are_2000_pictures_of_every_kind_and_mode_and_many_sizes():
    described = [pictures.picture(int(vector["index"])) for vector in VECTORS]
    assert len(VECTORS) == pictures.COUNT == 2000
    assert {one.kind for one in described} == set(pictures.KINDS)
    assert {one.mode for one in described} == set(pictures.PLANES)
    assert min(one.width for one in described) < 5
    assert max(one.width for one in described) > 1800
    assert sum(int(vector["quality"]) >= 50 for vector in VECTORS) > 1400


def test_the_generator_still_makes_the_pixels_that_the_reference_saw():
    wrong = [
        index
        for index, vector in enumerate(VECTORS)
        if hashed(index)[0] != vector["sha256"]
    ]
    assert wrong == []


def test_every_hash_is_the_reference_implementations():
    far = {
        index: distance
        for index, vector in enumerate(VECTORS)
        if (
            distance := pdq_distance(
                hashed(index)[1].value, bytes.fromhex(vector["pdq"])
            )
        )
    }
    assert far == {}


def test_every_quality_is_the_reference_implementations():
    wrong = [
        index
        for index, vector in enumerate(VECTORS)
        if hashed(index)[1].quality != int(vector["quality"])
    ]
    assert wrong == []


@pytest.mark.parametrize("mode", ["grey", "one-bit"])
def test_a_grey_picture_has_the_same_hash_as_luma_and_as_rgb(mode):
    grey = [n for n in range(500) if pictures.picture(n).mode == mode][:12]
    for index in grey:
        luma = pictures.picture(index).rgb()[:, :, 0]
        as_luma = pdq_of_luma(luma, recipe=FULL_SIZE_RECIPE)
        assert as_luma.hex == VECTORS[index]["pdq"]
        assert as_luma.quality == int(VECTORS[index]["quality"])


NOISE_AND_CLOUDS = [
    index
    for index in range(400)
    if index % 10 in (0, 1)
    and min(pictures.picture(index).width, pictures.picture(index).height) >= 16
]


@pytest.mark.parametrize("turn", LAID)
def test_a_turned_hash_is_the_hash_of_the_turned_pixels(turn):
    """Not so where coefficients are zero on paper: rounding decides flat areas."""
    for index in NOISE_AND_CLOUDS:
        pixels = np.ascontiguousarray(LAID[turn](pictures.picture(index).rgb()))
        laid = pdq_of_rgb(pixels, recipe=FULL_SIZE_RECIPE)
        found = hashed(index)[1].by_turn()[turn]
        assert pdq_distance(found, laid.value) <= 2, index
