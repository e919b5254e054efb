"""What a sender's reports were worth so far, and what that costs a place in the queue.

A base rate for each platform: the share of its reports in which nobody could find
anything to act on, or that people cleared as unfounded. It is drawn towards the rate of
all senders, as if the platform had sent some more reports of the usual sort, so that a
few bad ones say little. It moves reports inside their level, by a few points of risk,
and never a report of level 1.

What a platform marks itself as a viral copy or a meme is no noise: whoever says what a
report is worth must not lose by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from tipline.triage.order import SHIFT_MOST

# The arms that make a report noise: nothing in it, or nothing to find anybody by.
NOISE_ARMS: Final = ("no-nexus", "no-location")


class PriorPolicy(BaseModel):
    """Over how long senders are compared, from how many reports, and what it costs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: int = Field(default=90, ge=7, le=730)
    least: int = Field(default=100, ge=1, le=1_000_000)
    weight: int = Field(default=50, ge=1, le=1_000_000)
    most: int = Field(default=SHIFT_MOST, ge=0, le=SHIFT_MOST)
    pause_days: int = Field(default=90, ge=1, le=730)

    def since(self, at: datetime) -> datetime:
        """Give from when on reports are counted at a moment."""
        return at - timedelta(days=self.days)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How many reports a sender finished in a period, and how many were noise."""

    reports: int
    noise: int


@dataclass(frozen=True, kw_only=True)
class Prior:
    """A sender's rate and that of all, from 0 to 1, and the points that it costs."""

    rate: float
    overall: float
    shift: int


def overall_rate(figures: Iterable[Figures]) -> float:
    """Give the share of noise among all reports of all senders; 0 without any."""
    every = tuple(figures)
    reports = sum(each.reports for each in every)
    return sum(each.noise for each in every) / reports if reports else 0.0


def prior_of(own: Figures, *, overall: float, policy: PriorPolicy) -> Prior:
    """Give what a sender's past reports cost the next ones.

    The rate is the mean of a Beta distribution whose prior has the mean `overall` and
    the weight of `policy.weight` reports. Nothing is taken from who sent fewer than
    `policy.least`, nor from who is no worse than all together.

    Args:
        own: the sender's figures.
        overall: the share of noise among all, 0 to 1.
        policy: the operator's choices.
    """
    rate = (own.noise + policy.weight * overall) / (own.reports + policy.weight)
    excess = max(rate - overall, 0.0) / (1 - overall) if overall < 1 else 0.0
    is_counted = own.reports >= policy.least
    shift = round(policy.most * excess) if is_counted else 0
    return Prior(rate=rate, overall=overall, shift=shift)
