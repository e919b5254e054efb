"""How many veiled previews somebody may ask for, and when others are told."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tipline.viewing.quota import Quota, is_much, next_at

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
QUOTA = Quota(hour=3, day=5, tell_percent=60)
PAUSES = st.lists(st.sampled_from([0, 1, 600, 3599, 3600, 40_000]), max_size=40)


def within(asked, at, hours):
    return sum(at - timedelta(hours=hours) < each <= at for each in asked)


@settings(deadline=None)
@given(PAUSES)
def test_no_order_of_asking_yields_more_than_the_quota(pauses):
    asked, at = [], MORNING
    for pause in pauses:
        at += timedelta(seconds=pause)
        if next_at(asked, at, QUOTA) == at:
            asked.append(at)
    for each in asked:
        assert within(asked, each, 1) <= 3
        assert within(asked, each, 24) <= 5


@settings(deadline=None)
@given(PAUSES)
def test_a_refusal_says_when_it_goes_on_and_then_it_does(pauses):
    asked, at = [], MORNING
    for pause in pauses:
        at += timedelta(seconds=pause)
        goes_on = next_at(asked, at, QUOTA)
        if goes_on == at:
            asked.append(at)
        else:
            assert goes_on > at
            assert next_at(asked, goes_on, QUOTA) == goes_on
            before = goes_on - timedelta(microseconds=1)
            assert next_at(asked, before, QUOTA) > before


def test_colleagues_are_told_before_the_quota_is_used_up():
    asked = [MORNING, MORNING]
    assert is_much(asked, MORNING, QUOTA)
    assert next_at(asked, MORNING, QUOTA) == MORNING
    assert not is_much([MORNING], MORNING, QUOTA)
    spread = [MORNING + timedelta(hours=hours) for hours in (0, 2, 4)]
    assert is_much(spread, MORNING + timedelta(hours=4), QUOTA)
