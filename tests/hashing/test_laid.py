"""A hash laid in the eight ways is near to that of the picture laid so."""

import numpy as np
import pytest

from tests.hashing import awkward
from tipline.hashing.distance import pdq_distance
from tipline.hashing.laid import laid
from tipline.hashing.pdq import FULL_SIZE_RECIPE, PdqHash, pdq_of_rgb
from tipline.hashing.turns import Turn

EXACT = {Turn.UPRIGHT, Turn.MIRRORED_TURNED_LEFT}


def pictures(count):
    """Smooth noise, as photographs are smooth."""
    chance = np.random.default_rng(3)
    for _ in range(count):
        coarse = chance.integers(0, 256, (18, 24, 3))
        smooth = np.repeat(np.repeat(coarse, 30, axis=0), 30, axis=1)
        blurred = sum(
            np.roll(smooth, by, axis=a) for by in range(0, 30, 3) for a in (0, 1)
        )
        yield pdq_of_rgb((blurred / 20).astype(np.uint8), recipe=FULL_SIZE_RECIPE)


def off(made: PdqHash, turn: Turn) -> int:
    rows = np.frombuffer(made.value, np.uint8)[None]
    return pdq_distance(laid(rows, turn).tobytes(), made.by_turn()[turn])


@pytest.mark.parametrize("turn", Turn)
def test_a_laid_hash_is_that_of_the_laid_picture_or_near_it(turn):
    differences = [off(made, turn) for made in pictures(12)]
    if turn in EXACT:
        assert set(differences) == {0}
    else:
        # Two hashes that know nothing of each other are 128 bits apart.
        assert np.mean(differences) < 25


def test_laying_it_back_gives_the_hash_again():
    hashes = awkward.hashes("even", 50, seed=4)
    back = {Turn.TURNED_LEFT: Turn.TURNED_RIGHT, Turn.TURNED_RIGHT: Turn.TURNED_LEFT}
    for turn in Turn:
        again = laid(laid(hashes, turn), back.get(turn, turn))
        assert (again == hashes).all(), turn
