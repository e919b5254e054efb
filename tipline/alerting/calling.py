"""Whom an alarm calls, each time that it is repeated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

GATHER = timedelta(minutes=1)  # nobody gets two mails within it


@dataclass(frozen=True, kw_only=True)
class Calling:
    """How often an alarm is repeated, and how many calls one person's turn lasts."""

    again_minutes: int = 5
    calls_each: int = 3

    @property
    def pause(self) -> timedelta:
        """How long an alarm waits for an answer."""
        return timedelta(minutes=self.again_minutes)


def called(
    on_duty: Sequence[int], everybody: Sequence[int], *, times: int, each: int
) -> tuple[int, ...]:
    """Give the people that the n-th call of an alarm goes to.

    The first on duty is called `each` times, then the next is called too, and so on;
    who was called once is called until somebody acknowledges. When the roster is at its
    end, or empty, everybody is called.

    Args:
        on_duty: the people on duty now, in the order of their turns.
        everybody: all who could answer.
        times: which call this is, from 1.
        each: how many calls a turn lasts.
    """
    reached = (times - 1) // each + 1
    if reached > len(on_duty):
        return tuple(dict.fromkeys((*on_duty, *everybody)))
    return tuple(on_duty[:reached])


def goes_at(at: datetime, *, last: datetime | None) -> datetime:
    """Give when a mail goes out: at once, or with all that comes within the minute.

    Args:
        at: now.
        last: when the last mail to the same person went out, or will; None without one.

    Returns:
        `at`, or the end of the minute that began with that mail; at most a minute on.
    """
    if last is None or at - last >= GATHER:
        return at
    return min(last if last > at else last + GATHER, at + GATHER)
