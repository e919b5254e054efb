"""PDQ of our own against what the reference implementation said of 500 pictures."""

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest

from tests.vectors import pictures
from tipline.hashing.distance import pdq_distance
from tipline.hashing.pdq import FULL_SIZE_RECIPE, PdqHash, pdq_of_luma, pdq_of_rgb

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "pdq.json").read_text(encoding="utf-8")
)


@cache
def hashed(index: int) -> tuple[str, PdqHash]:
    pixels = pictures.picture(index).rgb()
    sha256 = hashlib.sha256(pixels.tobytes()).hexdigest()
    return sha256, pdq_of_rgb(pixels, recipe=FULL_SIZE_RECIPE)


def test_there_are_500_pictures_of_every_kind_and_mode_and_many_sizes():
    assert len(VECTORS) == pictures.COUNT == 500
    assert {vector["kind"] for vector in VECTORS} == set(pictures.KINDS)
    assert {vector["mode"] for vector in VECTORS} == set(pictures.PLANES)
    assert min(vector["width"] for vector in VECTORS) < 5
    assert max(vector["width"] for vector in VECTORS) > 1800


def test_the_generator_still_makes_the_pixels_that_the_reference_saw():
    wrong = [v["index"] for v in VECTORS if hashed(v["index"])[0] != v["sha256"]]
    assert wrong == []


def test_every_hash_is_the_reference_implementations():
    far = {
        vector["index"]: distance
        for vector in VECTORS
        if (
            distance := pdq_distance(
                hashed(vector["index"])[1].value, bytes.fromhex(vector["pdq"])
            )
        )
    }
    assert far == {}


def test_every_quality_is_the_reference_implementations():
    wrong = [
        vector["index"]
        for vector in VECTORS
        if hashed(vector["index"])[1].quality != vector["quality"]
    ]
    assert wrong == []


@pytest.mark.parametrize("mode", ["grey", "one-bit"])
def test_a_grey_picture_has_the_same_hash_as_luma_and_as_rgb(mode):
    for vector in [v for v in VECTORS if v["mode"] == mode][:12]:
        luma = pictures.picture(vector["index"]).rgb()[:, :, 0]
        as_luma = pdq_of_luma(luma, recipe=FULL_SIZE_RECIPE)
        assert as_luma.hex == vector["pdq"]
        assert as_luma.quality == vector["quality"]
