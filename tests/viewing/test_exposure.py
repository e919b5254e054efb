"""How long pictures may be clear: no order of requests gets past the limits."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tipline.viewing.exposure import (
    LEASE,
    SILENCE,
    Limit,
    Limits,
    Severity,
    Span,
    charged,
    next_lease,
    severity_of,
)

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WIDE = Limits(hour_minutes=60, day_minutes=1440, break_after_minutes=9999)
TIGHT = Limits(hour_minutes=1, day_minutes=2, break_after_minutes=3, break_minutes=1)
# What a client does next, and how many seconds later.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["press", "beat", "let go", "nothing"]),
        st.sampled_from([0.0, 0.5, 2.0, 7.9, 8.0, 9.0, 61.0, 600.0, 4000.0]),
    ),
    max_size=60,
)


class Server:
    """What the services do with holds, in memory."""

    def __init__(self, limits):
        self.limits = limits
        self.holds = []  # [start, heard, ended, lease_until]

    def spans(self, at):
        return [self.span(hold, at) for hold in self.holds]

    def span(self, hold, at):
        start, heard, ended, lease_until = hold
        if ended is None and at <= lease_until:
            return Span(start, at)
        return charged(start, heard, ended, lease_until=lease_until)

    def lease(self, at):
        return next_lease(self.spans(at), at, self.limits).until

    def press(self, at):
        if self.holds:
            last = self.holds[-1]
            if last[2] is None and at <= last[3]:
                return
            if self.span(last, at).end > at:
                return
            last[2] = last[2] or at
        until = self.lease(at)
        if until:
            self.holds.append([at, at, None, until])

    def beat(self, at):
        if self.holds and self.holds[-1][2] is None and at <= self.holds[-1][3]:
            until = self.lease(at)
            if until:
                self.holds[-1][1], self.holds[-1][3] = at, until
            else:
                self.holds[-1][2] = at

    def let_go(self, at):
        if self.holds and self.holds[-1][2] is None:
            self.holds[-1][2] = at

    def allowed(self):
        """Give the spans in which a picture may have been clear with our leave."""
        return [
            Span(start, min(ended or until, until))
            for start, _, ended, until in self.holds
        ]


def within(spans, since, until):
    parts = (min(s.end, until) - max(s.start, since) for s in spans)
    return sum((p for p in parts if p > timedelta()), timedelta())


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_no_order_of_requests_yields_more_clear_seconds_than_the_caps(steps):
    server, at = Server(TIGHT), MORNING
    for what, seconds in steps:
        at += timedelta(seconds=seconds)
        {"press": server.press, "beat": server.beat, "let go": server.let_go}.get(
            what, lambda _: None
        )(at)
    allowed = server.allowed()
    for span in allowed:
        hour = within(allowed, span.end - timedelta(hours=1), span.end)
        day = within(allowed, span.end - timedelta(days=1), span.end)
        assert hour <= timedelta(minutes=1)
        assert day <= timedelta(minutes=2)
        assert span.end <= span.start.replace(hour=16, minute=0, second=0)


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_what_is_charged_is_never_less_than_what_was_allowed(steps):
    server, at = Server(TIGHT), MORNING
    for what, seconds in steps:
        at += timedelta(seconds=seconds)
        {"press": server.press, "beat": server.beat, "let go": server.let_go}.get(
            what, lambda _: None
        )(at)
    much_later = at + timedelta(days=3)
    for allowed, spent in zip(server.allowed(), server.spans(much_later), strict=True):
        assert spent.start == allowed.start
        assert spent.end >= allowed.end


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_a_refusal_says_when_it_goes_on_and_then_it_does(steps):
    server, at = Server(TIGHT), MORNING
    for what, seconds in steps:
        at += timedelta(seconds=seconds)
        {"press": server.press, "let go": server.let_go}.get(what, server.beat)(at)
    server.let_go(at)
    spans = [Span(s.start, min(s.end, at)) for s in server.spans(at)]
    lease = next_lease(spans, at, TIGHT)
    if lease.until is None:
        assert lease.goes_on_at > at
        assert next_lease(spans, lease.goes_on_at, TIGHT).until


def test_a_client_that_never_lets_go_is_charged_a_minute():
    lease = MORNING + LEASE
    span = charged(MORNING, MORNING, None, lease_until=lease)
    assert span == Span(MORNING, MORNING + SILENCE)
    late = charged(MORNING, MORNING, lease + LEASE, lease_until=lease)
    assert late == span


def test_a_picture_is_never_clear_past_the_cut_off_of_the_persons_own_day():
    almost_four = datetime(2026, 11, 23, 15, 59, 57, tzinfo=UTC)
    lease = next_lease([], almost_four, WIDE)
    assert lease.until == almost_four.replace(hour=16, minute=0, second=0)
    in_tokyo = next_lease([], MORNING, WIDE, zone="Asia/Tokyo")
    assert in_tokyo.limit is Limit.CUT_OFF  # five in the afternoon
    opens = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)  # six in the morning there
    assert in_tokyo.goes_on_at == opens


def test_after_the_time_of_work_comes_a_break():
    limits = Limits(hour_minutes=60, break_after_minutes=50, break_minutes=10)
    looks = [
        Span(MORNING + timedelta(minutes=m), MORNING + timedelta(minutes=m, seconds=30))
        for m in range(0, 50, 5)
    ]
    now = MORNING + timedelta(minutes=50)
    lease = next_lease(looks, now, limits)
    assert lease.limit is Limit.BREAK
    assert lease.goes_on_at == looks[-1].end + timedelta(minutes=10)
    assert next_lease(looks, lease.goes_on_at, limits).until


@pytest.mark.parametrize(
    "wrong",
    [
        {"opening_hour": 16, "cut_off_hour": 16},
        {"time_zone": "Nowhere/Land"},
        {"hour_minutes": 0},
        {"day_hours": 3},
    ],
)
def test_limits_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValidationError):
        Limits(**wrong)


def test_how_grave_a_file_is_is_said_before_it_is_opened():
    assert severity_of([], []) is Severity.UNKNOWN
    assert severity_of(["a2"], ["potentialMeme"]) is Severity.LOWER
    assert severity_of(["B2", "A1"], []) is Severity.HIGH
    assert severity_of(["B2"], ["infant"]) is Severity.EXTREME
