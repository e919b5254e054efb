"""The simulated analysts: where they are, who is senior, and what limits let them see.

Whether a picture may be clear now, for how long, and when again is asked of the
product's rules with its default limits; an analyst only keeps what was charged.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tipline.review.opinions import SENIOR
from tipline.viewing.concern_kinds import ConcernKind
from tipline.viewing.exposure import Limits, Severity, Span, is_heavy, next_lease
from tipline.viewing.quota import Quota, is_much, next_at

MIDNIGHT = datetime(2023, 3, 1, tzinfo=UTC)
# Eight hours apart, so that three teams fill the day; Etc names count to the west.
ZONES = ("Etc/GMT", "Etc/GMT-8", "Etc/GMT+8")
OFFSETS = (0, 8, -8)
SHIFT_HOURS = (8, 16)  # local; the limits' own cut-off ends it
SENIOR_EVERY = 5  # one analyst in five is senior
QUOTA = "quota"
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_LIMITS = Limits()
_QUOTA = Quota()


def moment(second: float) -> datetime:
    """Give a second of the simulated day as an instant."""
    return MIDNIGHT + timedelta(seconds=second)


def second_of(at: datetime) -> float:
    """Give an instant as a second of the simulated day."""
    return (at - MIDNIGHT).total_seconds()


@dataclass(frozen=True, kw_only=True)
class View:
    """How a look went: when it ended, and if a limit cut it short, when it goes on."""

    ended: float
    goes_on: float | None = None


@dataclass(eq=False)
class Analyst:
    """A person of a team, and what they have seen so far; times are seconds."""

    person_id: int
    team: int
    has_work: bool = False
    looks_from: float = 0.0
    worked: float = 0.0
    rested: Counter[str] = field(default_factory=Counter)
    clear: float = 0.0
    reports_read: int = 0
    told_of: set[ConcernKind] = field(default_factory=set)
    _recent: list[Span] = field(default_factory=list)
    _older: list[Span] = field(default_factory=list)
    _asked: list[datetime] = field(default_factory=list)
    _chosen: list[datetime] = field(default_factory=list)

    @property
    def seniority(self) -> int:
        return SENIOR if self.person_id % SENIOR_EVERY == 0 else SENIOR - 1

    def shift(self) -> list[tuple[float, float]]:
        """Give the parts of the simulated day in which they work."""
        starts, ends = ((hour - OFFSETS[self.team]) * 3600 for hour in SHIFT_HOURS)
        day = _DAY.total_seconds()
        shifted = ((starts + n * day, ends + n * day) for n in (-1, 0, 1))
        return [(max(a, 0), min(b, day)) for a, b in shifted if b > 0 and a < day]

    def is_on_duty(self, at: float) -> bool:
        return any(start <= at < end for start, end in self.shift())

    def may_look_at(self, at: float) -> float:
        """Give from when on another look may begin; `at` if now."""
        now = moment(at)
        asks_at = next_at(self._asked, now, _QUOTA)
        if asks_at > now:
            return self._rests(QUOTA, at, second_of(asks_at))
        lease = next_lease(self._spans(now), now, _LIMITS, zone=ZONES[self.team])
        if lease.goes_on_at is None:
            return at
        return self._rests(str(lease.limit), at, _rested(at, lease.goes_on_at))

    def _rests(self, why: str, at: float, until: float) -> float:
        end = next((end for start, end in self.shift() if start <= at < end), at)
        self.rested[why] += max(min(until, end) - at, 0)
        return until

    def view(self, at: float, seconds: float) -> View:
        """Have a file clear from `at` on, on leases, for so long as limits let it."""
        start = now = moment(at)
        end = start + timedelta(seconds=seconds)
        self._asked = [each for each in self._asked if each > now - _DAY] + [now]
        goes_on = None
        while now < end and goes_on is None:
            spans = [*self._spans(now), Span(start, now)]
            lease = next_lease(spans, now, _LIMITS, zone=ZONES[self.team])
            now = min(lease.until or now, end)
            goes_on = lease.goes_on_at
        self._recent.append(Span(start, now))
        self.clear += (now - start).total_seconds()
        if is_heavy({Severity.UNKNOWN: self.clear}, _LIMITS):
            self.told_of.add(ConcernKind.LOAD)
        if goes_on is None:
            return View(ended=second_of(now))
        ended = second_of(now)
        rested = self._rests(str(lease.limit), ended, _rested(ended, goes_on))
        return View(ended=ended, goes_on=rested)

    def read_report(self, at: float, *, files: int) -> None:
        """Read a report that nobody handed out, and ask for its files veiled."""
        now = moment(at)
        self.reports_read += 1
        self._asked += [now] * files
        self._chosen += [now] * files
        if self.reports_read >= _QUOTA.reports:
            self.told_of.add(ConcernKind.MANY_REPORTS)
        if is_much(self._chosen, now, _QUOTA):
            self.told_of.add(ConcernKind.MANY_PREVIEWS)

    def _spans(self, now: datetime) -> list[Span]:
        """Give what was charged; what is over for an hour as one span each hour.

        Only sums are asked of that: the hour's cap and the break look back no further.
        """
        over = [span for span in self._recent if span.end < now - _HOUR]
        if over and over[-1].end - over[0].start > _HOUR / 4:
            seen = sum((span.end - span.start for span in over), timedelta())
            self._older.append(Span(over[0].start, over[0].start + seen))
            self._recent = self._recent[len(over) :]
        return self._older + self._recent


def _rested(at: float, goes_on: datetime) -> float:
    """Give when somebody who met a limit goes on: after a break at the earliest.

    The hour's cap would let them on for two seconds at a time.
    """
    return max(second_of(goes_on), at + _LIMITS.break_minutes * 60)


def team_of(analysts: int, *, teams: int) -> list[Analyst]:
    """Give so many analysts, spread evenly over teams of one time zone each."""
    return [Analyst(number, number % teams) for number in range(analysts)]
