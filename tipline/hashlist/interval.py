"""How sure a sample makes us of a list's error rate."""

import math
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True)
class Interval:
    """A share between 0 and 1, from `low` to `high`."""

    low: float
    high: float


def wilson(errors: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Give the score interval of the share `errors / n`.

    Args:
        errors: 0 to n.
        n: how many were looked at, at least 1.
        confidence: between 0 and 1, two-sided.

    Raises:
        ValueError: the numbers are not possible.

    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    if not (n >= 1 and 0 <= errors <= n and 0 < confidence < 1):
        raise ValueError(f"no share: {errors} of {n} at {confidence}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = errors / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + (z / n) ** 2 / 4)
    # The ends touch 0 and 1 exactly there; the arithmetic misses them by a hair.
    low = 0.0 if errors == 0 else middle - half
    high = 1.0 if errors == n else middle + half
    return Interval(low, high)
