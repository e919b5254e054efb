"""A simulated day at work: who is handed what, when, and what stands afterwards.

What is handed out next is the least by `opinions.HANDED_OUT_BY` that the person may
speak on; what stands once they have spoken is `opinions.after`. A report of level 1
rings, and is read before any file. Time is the second of the day.
"""

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from operator import attrgetter

from benchmarks.day_analysts import Analyst
from benchmarks.day_model import Assumed
from benchmarks.day_reports import DAY_SECONDS, Content, Day, Reported
from tipline.review.labels import ContentType, Labels, Reason
from tipline.review.opinions import (
    HANDED_OUT_BY,
    ReviewPolicy,
    ReviewState,
    Spoken,
    Standing,
    after,
    is_sampled,
    may_speak,
)
from tipline.triage.holding import MOST_URGENT

_PLACE = attrgetter(*HANDED_OUT_BY)
_POLICY = ReviewPolicy()
_CALLS_FOR_TWO = Labels(content_type=ContentType.CSAM)
_CALLS_FOR_ONE = Labels(content_type=ContentType.NOT_RELEVANT, reason=Reason.UNRELATED)
_DIFFERENT = Labels(content_type=ContentType.EXPLOITATIVE)


@dataclass(slots=True, eq=False)
class Work:
    """A content in the queue. `level_since` is when its present level began to wait."""

    content: Content
    content_id: int
    priority: str
    waiting_since: float
    level_since: float
    standing: Standing = field(default_factory=Standing)
    is_held: bool = False
    looked_at: float | None = None
    settled_at: float | None = None


_Row = tuple[tuple[object, ...], int, Work]


@dataclass(slots=True, eq=False)
class Call:
    """A report of level 1 that rings until somebody reads it."""

    since: float
    files: int
    read_at: float | None = None


@dataclass(kw_only=True)
class Outcome:
    """What became of the day."""

    works: list[Work]
    calls: list[Call]
    analysts: list[Analyst]
    looks: int
    confirmed: int


def work_through(day: Day, analysts: list[Analyst], assumed: Assumed) -> Outcome:
    """Let the analysts work through a day."""
    shift = _Shift(analysts, assumed)
    shift.run(day)
    return Outcome(
        works=list(shift.queue.works.values()),
        calls=shift.calls,
        analysts=analysts,
        looks=shift.looks,
        confirmed=shift.confirmed,
    )


class _Queue:
    """What waits, in a heap for each state; what moved on leaves a stale row."""

    def __init__(self) -> None:
        self.works: dict[int, Work] = {}
        self._order = count()
        self._heaps: dict[ReviewState, list[_Row]] = {
            state: [] for state in ReviewState if state is not ReviewState.SETTLED
        }

    def add(self, content: Content, *, priority: str, at: float) -> None:
        """Let a content wait; one that waits takes the more urgent level."""
        work = self.works.get(content.content_id)
        if work is None:
            work = Work(content, content.content_id, priority, at, at)
            self.works[content.content_id] = work
            self.put(work)
        elif work.settled_at is None and work.priority > priority:
            work.priority, work.level_since = priority, at
            if not work.is_held:
                self.put(work)

    def put(self, work: Work) -> None:
        row = (_PLACE(work), next(self._order), work)
        heapq.heappush(self._heaps[work.standing.state], row)

    def take(self, analyst: Analyst) -> Work | None:
        """Hand out the first that this person may speak on."""
        found = (self._first(state, analyst) for state in self._heaps)
        work = min((each for each in found if each), key=_PLACE, default=None)
        if work is not None:
            work.is_held = True
        return work

    def _first(self, state: ReviewState, analyst: Analyst) -> Work | None:
        if not _may_speak(Standing(state=state), analyst):
            return None
        heap, passed, found = self._heaps[state], [], None
        while heap and found is None:
            row = heapq.heappop(heap)
            if not self._is_stale(row, state):
                passed.append(row)
                found = row[-1] if _may_speak(row[-1].standing, analyst) else None
        for row in passed:
            heapq.heappush(heap, row)
        return found

    @staticmethod
    def _is_stale(row: _Row, state: ReviewState) -> bool:
        place, _, work = row
        is_elsewhere = work.is_held or work.standing.state is not state
        return is_elsewhere or place != _PLACE(work)


class _Shift:
    """Analysts and what comes, moment by moment."""

    def __init__(self, analysts: list[Analyst], assumed: Assumed) -> None:
        self.analysts, self.assumed = analysts, assumed
        self.queue = _Queue()
        self.calls: list[Call] = []
        self.looks = self.confirmed = 0
        self._ringing: deque[Call] = deque()
        self._order = count()
        self._events: list[tuple[float, int, Callable[[float], None]]] = []

    def run(self, day: Day) -> None:
        """Go through the day until midnight; what is not done then stays."""
        for analyst in self.analysts:
            for start, _ in analyst.shift():
                self._then(start, partial(self._next, analyst))
        for reported in day.reports:
            self._until(reported.at)
            self._arrive(reported)
        self._until(DAY_SECONDS)

    def _then(self, at: float, happens: Callable[[float], None]) -> None:
        heapq.heappush(self._events, (at, next(self._order), happens))

    def _until(self, at: float) -> None:
        while self._events and self._events[0][0] <= at:
            moment, _, happens = heapq.heappop(self._events)
            happens(moment)

    def _arrive(self, reported: Reported) -> None:
        if reported.level == MOST_URGENT:
            self.calls.append(Call(reported.at, len(reported.contents)))
            self._ringing.append(self.calls[-1])
        for content in reported.contents:
            self.queue.add(content, priority=reported.level, at=reported.at)
        self._wake(reported.at)

    def _wake(self, at: float) -> None:
        for analyst in self.analysts:
            self._next(analyst, at)

    def _next(self, analyst: Analyst, at: float) -> None:
        """Give an analyst who is free what is theirs now, if anything is."""
        if analyst.has_work or not analyst.is_on_duty(at):
            return
        if self._ringing:
            self._read(analyst, self._ringing.popleft(), at)
        elif at >= analyst.looks_from:
            analyst.looks_from = analyst.may_look_at(at)
            if analyst.looks_from > at:
                self._then(analyst.looks_from, partial(self._next, analyst))
                return
            work = self.queue.take(analyst)
            if work is not None:
                self._look(analyst, work, at)

    def _read(self, analyst: Analyst, call: Call, at: float) -> None:
        call.read_at = at
        analyst.read_report(at, files=call.files)
        self._busy(analyst, at, seconds=self.assumed.read_seconds)

    def _busy(self, analyst: Analyst, at: float, *, seconds: float) -> None:
        analyst.has_work = True
        analyst.worked += seconds
        self._then(at + seconds, partial(self._free, analyst))

    def _free(self, analyst: Analyst, at: float) -> None:
        analyst.has_work = False
        self._next(analyst, at)

    def _look(self, analyst: Analyst, work: Work, at: float) -> None:
        if work.looked_at is None:
            work.looked_at = at
        self.looks += 1
        seconds, clear = self._pace(work)
        view = analyst.view(at, clear)
        if view.goes_on is None:
            self._then(at + seconds, partial(self._say, analyst, work))
            self._busy(analyst, at, seconds=seconds)
        else:
            analyst.looks_from = view.goes_on
            self._then(view.ended, partial(self._give_back, work))
            self._then(view.goes_on, partial(self._next, analyst))
            self._busy(analyst, at, seconds=view.ended - at)

    def _pace(self, work: Work) -> tuple[float, float]:
        """Give how long a look takes, and how much of it the file is clear."""
        assumed, part = self.assumed, 1.0
        leader = work.content.leader
        if leader is not None and self._is_labeled(leader):
            part, self.confirmed = assumed.confirm_part, self.confirmed + 1
        if work.content.is_video:
            return assumed.video_seconds * part, assumed.video_clear * part
        return assumed.image_seconds * part, assumed.image_clear * part

    def _is_labeled(self, content: Content) -> bool:
        known = self.queue.works.get(content.content_id)
        return content.was_labeled or (
            known is not None and known.settled_at is not None
        )

    def _give_back(self, work: Work, at: float) -> None:
        work.is_held = False
        self.queue.put(work)
        self._wake(at)

    def _say(self, analyst: Analyst, work: Work, at: float) -> None:
        is_first = work.standing.last is None
        said = Spoken(
            person_id=analyst.person_id,
            seniority=analyst.seniority,
            labels=_labels(work.content, work.standing.state, self.assumed),
            is_sure=not is_first or work.content.draws[2] >= self.assumed.unsure,
        )
        sampled = is_sampled(work.content.sha256, _POLICY.sample_percent)
        work.standing = after(work.standing, said, policy=_POLICY, sampled=sampled)
        work.is_held = False
        if work.standing.state is ReviewState.SETTLED:
            work.settled_at = at
        else:
            work.waiting_since = at
            self.queue.put(work)
            self._wake(at)


def _may_speak(standing: Standing, analyst: Analyst) -> bool:
    return may_speak(standing, person_id=analyst.person_id, seniority=analyst.seniority)


def _labels(content: Content, state: ReviewState, assumed: Assumed) -> Labels:
    """Give what is said: where two differ, the second says something else."""
    for_two, for_dispute, _ = content.draws
    if state is ReviewState.SECOND and for_dispute < assumed.disagreement:
        return _DIFFERENT
    return _CALLS_FOR_TWO if for_two < assumed.two_people else _CALLS_FOR_ONE
