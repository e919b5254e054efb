"""Draw an audit's sample so that anybody can draw it again."""

import hashlib
import random
from collections.abc import Sequence


def draw(ids: Sequence[int], *, number: int, seed: str) -> list[int]:
    """Draw `number` of the ids without replacement, in the order drawn.

    The same ids in any order, number and seed give the same draw: the ids are sorted
    first, and Python's Mersenne Twister is seeded with the text.

    Raises:
        ValueError: more are asked for than there are.
    """
    return random.Random(seed).sample(sorted(ids), number)  # noqa: S311 - repeatable on purpose


def fingerprint_of(ids: Sequence[int]) -> str:
    """Hash the population: SHA-256 of its ids in order, one a line, as 64 digits."""
    lines = "".join(f"{each}\n" for each in sorted(ids))
    return hashlib.sha256(lines.encode()).hexdigest()
