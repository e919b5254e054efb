"""How long somebody may have pictures clear before them: the limits as pure rules.

A clear picture is shown on a *lease* of a few seconds, which heartbeats prolong. A
lease never reaches past a limit, so that no order of requests yields more clear seconds
than the caps. A client that falls silent is charged the longest plausible time, and
gets nothing until that is over.

Source of the defaults: the welfare practice that hotlines publish (a break in every
hour, no viewing after 16:00, at most five hours of exposure in a day). The caps are
lower, since only seconds of clear pictures count here, not the hours of the work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from tipline.foundation.accounts.zones import is_time_zone

LEASE = timedelta(seconds=8)
BEAT_SECONDS = 2
SILENCE = timedelta(seconds=60)
LEAST = timedelta(seconds=2)
"""Less than this is no look: the refusal says when there will be more."""
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_MIDNIGHT = 24


class Severity(StrEnum):
    """How grave a picture probably is, told before it is opened."""

    UNKNOWN = "unknown"
    LOWER = "lower"
    HIGH = "high"
    EXTREME = "extreme"


class Limit(StrEnum):
    """What forbids a clear picture now."""

    HOUR = "hour"
    DAY = "day"
    BREAK = "break"
    CUT_OFF = "cut-off"


class Limits(BaseModel):
    """Minutes of clear pictures, breaks, and the hours of the day; see `next_lease`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hour_minutes: float = Field(default=20, gt=0, le=60)
    day_minutes: float = Field(default=120, gt=0, le=1440)
    break_after_minutes: float = Field(default=50, gt=0)
    break_minutes: float = Field(default=10, gt=0)
    opening_hour: int = Field(default=6, ge=0, le=23)
    cut_off_hour: int = Field(default=16, ge=1, le=24)
    time_zone: str = "UTC"
    tell_percent: int = Field(default=75, ge=1, le=100)
    tell_extreme_minutes: float = Field(default=10, gt=0)

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if not is_time_zone(name):
            raise ValueError("time_zone must be a name such as Europe/Berlin")
        return name

    @model_validator(mode="after")
    def _in_order(self) -> "Limits":
        if self.opening_hour >= self.cut_off_hour:
            raise ValueError("opening_hour must be before cut_off_hour")
        return self


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of clear viewing as it is charged."""

    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Lease:
    """Until when a picture may be clear; or why it may not, and when it may again."""

    until: datetime | None = None
    limit: Limit | None = None
    goes_on_at: datetime | None = None


def charged(
    start: datetime, heard: datetime, ended: datetime | None, *, lease_until: datetime
) -> Span:
    """Give the span that a hold is charged.

    Released in its lease, it counts until then. Otherwise the client may have shown the
    picture on: it counts until `SILENCE` after it was last heard.
    """
    if ended is not None and ended <= lease_until:
        return Span(start, max(start, ended))
    return Span(start, max(heard + SILENCE, lease_until))


def next_lease(
    spans: Sequence[Span], at: datetime, limits: Limits, *, zone: str = ""
) -> Lease:
    """Give how long a picture may be clear from now on, before the next heartbeat.

    Args:
        spans: what was charged, that of a running hold until now; in any order.
        at: now.
        limits: those in force.
        zone: the person's time zone; the limits' own if empty.
    """
    spans = sorted(spans)
    ends = {
        Limit.CUT_OFF: _cut_off(at, limits, zone),
        Limit.BREAK: _until_break(spans, at, limits),
        Limit.DAY: at + _left(spans, at, _DAY, minutes=limits.day_minutes),
        Limit.HOUR: at + _left(spans, at, _HOUR, minutes=limits.hour_minutes),
    }
    nearest = min(ends, key=lambda limit: ends[limit])
    if ends[nearest] - at >= LEAST:
        return Lease(until=min(ends[nearest], at + LEASE))
    hit = [limit for limit, end in ends.items() if end - at < LEAST]
    resumes = max(_resumes(limit, spans, at, limits=limits, zone=zone) for limit in hit)
    return Lease(limit=nearest, goes_on_at=_opened(resumes, limits, zone))


def left_seconds(
    spans: Sequence[Span], at: datetime, limits: Limits
) -> tuple[float, float]:
    """Give how many seconds are left of the hour's and of the day's cap."""
    hour = _left(spans, at, _HOUR, minutes=limits.hour_minutes)
    day = _left(spans, at, _DAY, minutes=limits.day_minutes)
    return hour.total_seconds(), day.total_seconds()


def is_heavy(day: Mapping[str, float], limits: Limits) -> bool:
    """Tell whether a buddy should know of somebody's clear seconds of 24 hours."""
    return sum(day.values()) >= limits.day_minutes * 60 * limits.tell_percent / 100


def is_grave(day: Mapping[str, float], limits: Limits) -> bool:
    """Tell whether a buddy should know how long pictures marked extreme were clear."""
    return day.get(Severity.EXTREME, 0.0) >= limits.tell_extreme_minutes * 60


def severity_of(classes: Sequence[str], marks: Sequence[str]) -> Severity:
    """Tell how grave a file probably is, by industry classes and platforms' marks.

    Source: the industry classes A1 and B1 (acts), A2 and B2 (nudity, posing).
    """
    known = {name.strip().upper() for name in classes}
    if _EXTREME.intersection(marks):
        return Severity.EXTREME
    if known & {"A1", "B1"}:
        return Severity.HIGH
    return Severity.LOWER if known & {"A2", "B2"} else Severity.UNKNOWN


_EXTREME = frozenset(
    {
        "infant",
        "bestiality",
        "violenceGore",
        "physicalHarm",
        "sadisticOnlineExploitation",
    }
)


def _used(spans: Sequence[Span], since: datetime, at: datetime) -> timedelta:
    parts = (min(s.end, at) - max(s.start, since) for s in spans)
    return sum((part for part in parts if part > timedelta()), timedelta())


def _left(
    spans: Sequence[Span], at: datetime, window: timedelta, *, minutes: float
) -> timedelta:
    used = _used(spans, at - window, at)
    return max(timedelta(minutes=minutes) - used, timedelta())


def _streak(spans: Sequence[Span], at: datetime, limits: Limits) -> Span | None:
    """Give the viewing since the last break, None if the break is now over."""
    pause = timedelta(minutes=limits.break_minutes)
    start, end = None, at
    for span in reversed(spans):
        if (start or at) - span.end >= pause:
            break
        end = end if start else min(span.end, at)
        start = span.start
    return Span(start, end) if start else None


def _until_break(spans: Sequence[Span], at: datetime, limits: Limits) -> datetime:
    streak = _streak(spans, at, limits)
    start = streak.start if streak else at
    return start + timedelta(minutes=limits.break_after_minutes)


def _local(at: datetime, limits: Limits, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone or limits.time_zone))


def _hour(day: datetime, hour: int) -> datetime:
    """Give an hour of a local day as an instant; 24 is the midnight after it."""
    base = day + timedelta(days=1) if hour == _MIDNIGHT else day
    moment = datetime.combine(base.date(), time(hour % _MIDNIGHT), day.tzinfo)
    return moment.astimezone(ZoneInfo("UTC"))


def _cut_off(at: datetime, limits: Limits, zone: str) -> datetime:
    """Give when viewing ends today; now, if it may not be at all at this hour."""
    day = _local(at, limits, zone)
    is_open = _hour(day, limits.opening_hour) <= at
    return max(_hour(day, limits.cut_off_hour), at) if is_open else at


def _opened(at: datetime, limits: Limits, zone: str) -> datetime:
    """Give the first moment from `at` on that lies within the hours."""
    day = _local(at, limits, zone)
    if at < _hour(day, limits.opening_hour):
        return _hour(day, limits.opening_hour)
    if _hour(day, limits.cut_off_hour) - at >= LEAST:
        return at
    return _hour(day + timedelta(days=1), limits.opening_hour)


def _resumes(
    limit: Limit, spans: Sequence[Span], at: datetime, *, limits: Limits, zone: str
) -> datetime:
    if limit is Limit.CUT_OFF:
        return _opened(at, limits, zone)
    if limit is Limit.BREAK:
        streak = _streak(spans, at, limits)
        ended = streak.end if streak else at
        return max(at, ended + timedelta(minutes=limits.break_minutes))
    is_hour = limit is Limit.HOUR
    minutes = limits.hour_minutes if is_hour else limits.day_minutes
    return _slid_out(spans, at, window=_HOUR if is_hour else _DAY, minutes=minutes)


def _slid_out(
    spans: Sequence[Span], at: datetime, *, window: timedelta, minutes: float
) -> datetime:
    """Give when enough of the past has left a window for another look."""
    over = _used(spans, at - window, at) + LEAST - timedelta(minutes=minutes)
    for span in spans:
        start, end = max(span.start, at - window), min(span.end, at)
        if end <= start:
            continue
        if end - start >= over:
            return start + over + window
        over -= end - start
    return at + window
