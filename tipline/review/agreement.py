"""How far people agree beyond chance: Cohen's kappa for two, Fleiss' for more.

Sources: J. Cohen (1960), A coefficient of agreement for nominal scales; J. L. Fleiss
(1971), Measuring nominal scale agreement among many raters.
"""

from collections import Counter
from collections.abc import Hashable, Sequence


def cohens_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Give Cohen's kappa of two looks at each subject.

    Args:
        pairs: for each subject what the first and the second said.

    Returns:
        1 for full agreement, 0 for what chance gives; None where chance explains all:
        nothing was compared, or nobody ever said anything else.
    """
    number = len(pairs)
    if number == 0:
        return None
    observed = sum(first == second for first, second in pairs) / number
    firsts = Counter(first for first, _ in pairs)
    seconds = Counter(second for _, second in pairs)
    by_chance = sum(firsts[said] * seconds[said] for said in firsts) / number**2
    return _beyond(observed, by_chance)


def fleiss_kappa(subjects: Sequence[Sequence[Hashable]]) -> float | None:
    """Give Fleiss' kappa of the same number of looks, at least two, at each subject.

    Args:
        subjects: for each subject what each look said, in any order.

    Returns:
        as for `cohens_kappa`.

    Raises:
        ValueError: the subjects had different numbers of looks.
    """
    looks = {len(said) for said in subjects}
    if len(looks) > 1 or looks & {0, 1}:
        raise ValueError("each subject needs the same number of looks, at least two")
    if not looks:
        return None
    each, number = looks.pop(), len(subjects)
    counts = [Counter(said) for said in subjects]
    observed = sum(
        sum(n * (n - 1) for n in count.values()) / (each * (each - 1))
        for count in counts
    )
    total: Counter[Hashable] = sum(counts, Counter())
    by_chance = sum((n / (number * each)) ** 2 for n in total.values())
    return _beyond(observed / number, by_chance)


def _beyond(observed: float, by_chance: float) -> float | None:
    """Relate the agreement beyond chance to all that could be beyond it."""
    if by_chance == 1:
        return None
    return (observed - by_chance) / (1 - by_chance)
