"""When a list's source has to be held back: it suddenly grows, or hits too often."""

from pydantic import BaseModel, ConfigDict, Field


class FloodLimits(BaseModel):
    """What is too much in a day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    growth_least: int = Field(default=1_000, ge=1)
    growth_share: float = Field(default=1.0, gt=0)
    hits_a_day: int = Field(default=500, ge=1)
    list_hits_least: int = Field(default=5_000, ge=1)
    list_hits_times: float = Field(default=10.0, ge=1)


def has_grown_too_fast(
    *, added_in_a_day: int, before: int, limits: FloodLimits
) -> bool:
    """Tell whether a source added more in a day than its past makes likely.

    Args:
        added_in_a_day: fingerprints of the last 24 hours, the new ones included.
        before: fingerprints that the source had listed before those. A source
            without a past cannot flood: somebody chose to begin with it.
        limits: growth needs at least `growth_least` fingerprints and more than
            `growth_share` times what was there.
    """
    if before == 0 or added_in_a_day < limits.growth_least:
        return False
    return added_in_a_day > limits.growth_share * before


def hits_too_often(*, hits_in_a_day: int, limits: FloodLimits) -> bool:
    """Tell whether one fingerprint made more hits in 24 hours than it should.

    Lists of viral material are expected to, and are not asked.
    """
    return hits_in_a_day > limits.hits_a_day


def list_hits_too_often(
    *, hits_in_a_day: int, usual_a_day: float, limits: FloodLimits
) -> bool:
    """Tell whether a list made more hits in 24 hours than its past makes likely.

    Args:
        hits_in_a_day: of the last 24 hours.
        usual_a_day: of the four weeks before, on average; 0 if it has no past.
        limits: there must be at least `list_hits_least` hits, and more than
            `list_hits_times` times the usual.
    """
    if hits_in_a_day < limits.list_hits_least:
        return False
    return hits_in_a_day > limits.list_hits_times * usual_a_day
