"""How many veiled previews somebody may ask for, and when others are told of it.

A veiled preview costs no clear seconds, so that without a bound somebody could leaf
through everything that was ever reported. The quota is above what reviewing takes.
Colleagues are told before it is used up by what nobody handed to them: who looks at
much of their own choice has a reason, or not.

Reports that somebody opens of their own choice have no bound, since a child may be in
danger in any of them; past a number in a day colleagues are told.

Source of the numbers: a practiced reviewer settles one or two files a minute, and looks
at pictures for at most five hours in a day. Who reads reports takes minutes for each.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


class Quota(BaseModel):
    """How many veiled previews in any hour and any 24 hours, and when that is much.

    `reports` are those of 24 hours that were read and not handed out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    hour: int = Field(default=120, ge=1)
    day: int = Field(default=600, ge=1)
    tell_percent: int = Field(default=75, ge=1, le=100)
    reports: int = Field(default=300, ge=1)


def next_at(asked: Sequence[datetime], at: datetime, quota: Quota) -> datetime:
    """Give when another veiled preview may be asked for; `at` if now.

    Args:
        asked: when those of the last 24 hours were asked for, in order.
        at: now.
        quota: the one in force.
    """
    ends = [at]
    for window, most in ((_HOUR, quota.hour), (_DAY, quota.day)):
        within = [each for each in asked if each > at - window]
        if len(within) >= most:
            ends.append(within[-most] + window)
    return max(ends)


def is_much(asked: Sequence[datetime], at: datetime, quota: Quota) -> bool:
    """Tell whether colleagues should know how many previews somebody chooses."""
    share = quota.tell_percent / 100
    hour = sum(each > at - _HOUR for each in asked)
    return hour >= quota.hour * share or len(asked) >= quota.day * share
