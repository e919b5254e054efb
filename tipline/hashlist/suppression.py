"""Which of a file's candidates for a hit stand.

A candidate falls if its item is not live, if it is farther than its list allows, or if
a list of known harmless files knows the file better. An equal cryptographic hash is
never suppressed: if such a file is on a negative list, too, one of the two is wrong,
and a person must see it. Of a video, harmless frames suppress what was found in just
these: nobody hides a video by showing a harmless one before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# Equal values mean equal bytes; all other algorithms say "looks alike" at most.
CRYPTOGRAPHIC: Final = frozenset({"md5", "sha1", "sha256"})


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One listed fingerprint near a file's; `distance` and `list_distance` in bits.

    `frames` are the frames of the file that are in a listed video; none if what is near
    is the file as a whole.
    """

    entry_id: int
    algorithm: str
    distance: int
    list_distance: int = 0
    is_live: bool = True
    is_negative: bool = False
    frames: frozenset[int] = frozenset()


def standing(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give the candidates that are hits, in their order; negative ones never are."""
    valid = [c for c in candidates if c.is_live and c.distance <= c.list_distance]
    negatives = [c for c in valid if c.is_negative]
    return [
        c
        for c in valid
        if not c.is_negative and not any(_outranks(n, c) for n in negatives)
    ]


def _outranks(negative: Candidate, hit: Candidate) -> bool:
    if hit.algorithm in CRYPTOGRAPHIC:
        return False
    if negative.algorithm in CRYPTOGRAPHIC:
        return True
    if bool(negative.frames) != bool(hit.frames) or not hit.frames <= negative.frames:
        return False
    return negative.distance <= hit.distance
