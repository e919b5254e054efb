"""No hold is ever overruled, and no run destroys more than it may."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tipline.retention.clocks import MOST_AT_ONCE, Held, brake, may_purge

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TIMES = st.integers(-100, 100).map(lambda days: NOW + timedelta(days=days))
HOLDS = st.lists(
    st.builds(Held, ends_at=TIMES, released_at=st.none() | TIMES), max_size=4
)


@given(due_at=TIMES, is_purged=st.booleans(), holds=HOLDS, at=TIMES)
def test_a_hold_always_wins(*, due_at, is_purged, holds, at):
    purges = may_purge(due_at=due_at, is_purged=is_purged, holds=holds, at=at)
    is_held = any(h.released_at is None and h.ends_at > at for h in holds)
    assert purges == (due_at <= at and not is_purged and not is_held)


@given(due_at=TIMES, holds=HOLDS, more=HOLDS, at=TIMES)
def test_one_more_hold_never_lets_more_be_destroyed(*, due_at, holds, more, at):
    def purges(held):
        return may_purge(due_at=due_at, is_purged=False, holds=held, at=at)

    assert not purges([*holds, *more]) or purges(holds)


@given(
    due=st.integers(0, 10_000),
    reports=st.integers(0, 1_000_000),
    last_run_at=st.none() | TIMES,
    at=TIMES,
)
def test_a_run_is_stopped_when_it_would_destroy_too_much(
    *, due, reports, last_run_at, at
):
    problem = brake(due=due, reports=reports, last_run_at=last_run_at, at=at)
    if due > max(MOST_AT_ONCE, reports // 100):
        assert problem
    if last_run_at and abs(at - last_run_at) > timedelta(days=3):
        assert problem
    if not problem:
        assert due <= max(MOST_AT_ONCE, reports // 100)
