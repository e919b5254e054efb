"""What a picture is near to: asked by every recipe and in every turn."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tipline.hashing.pdq import PdqHash
from tipline.matching.indexes import QUALITY_MIN, Index, rows_of
from tipline.matching.searching import near


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """How near, in bits; by which recipe, and how the picture was laid to be so."""

    distance: int
    recipe: str
    turn: str


def nearest(index: Index, hashes: Iterable[PdqHash]) -> dict[int, Nearest]:
    """Find what an index holds near to a picture, each id with the nearest of all ways.

    By every recipe, since nobody says which one a list was made by, and in every turn:
    a mirrored copy is the picture, though its hash is another.
    """
    asked = [
        (made.recipe, turn.value, value)
        for made in hashes
        if made.quality >= QUALITY_MIN
        for turn, value in made.by_turn().items()
    ]
    if not asked:
        return {}
    hits = near(index, rows_of(value for _, _, value in asked))
    # Backwards by distance, so that of each id the nearest stays.
    order = np.lexsort((hits.query, hits.distance))[::-1]
    found = {}
    for row in order.tolist():
        recipe, turn, _ = asked[hits.query[row]]
        distance = int(hits.distance[row])
        known = Nearest(distance=distance, recipe=recipe, turn=turn)
        found[int(hits.entry[row])] = known
    return found
