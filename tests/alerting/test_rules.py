"""Whom an alarm calls, and what the watch finds wrong: for every history."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tipline.alerting.calling import called
from tipline.alerting.watching import (
    NO_AGENCY,
    NOT_ACKNOWLEDGED,
    NOT_ASSESSED,
    NOT_OPENED,
    STEP_FAILING,
    Clock,
    WatchLimits,
    faults,
)

PEOPLE = st.lists(st.integers(1, 9), unique=True, max_size=5)
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIMITS = WatchLimits()


@given(duty=PEOPLE, everybody=PEOPLE, times=st.integers(1, 40), each=st.integers(1, 5))
def test_who_was_called_is_called_until_somebody_answers(
    duty, everybody, *, times, each
):
    now = called(duty, everybody, times=times, each=each)
    then = called(duty, everybody, times=times + 1, each=each)
    assert then[: len(now)] == now
    assert len(now) == len(set(now))


@given(PEOPLE, PEOPLE, st.integers(1, 5))
def test_the_roster_is_called_in_turn_and_then_everybody(duty, everybody, each):
    for turn in range(1, len(duty) + 1):
        last = called(duty, everybody, times=turn * each, each=each)
        assert list(last) == duty[:turn]
    after = called(duty, everybody, times=len(duty) * each + 1, each=each)
    assert set(after) == {*duty, *everybody}


@given(PEOPLE)
def test_without_a_roster_everybody_is_called_at_once(everybody):
    assert list(called([], everybody, times=1, each=3)) == everybody


times = st.none() | st.integers(0, 7200).map(lambda s: AT - timedelta(seconds=s))
clocks = st.builds(
    Clock,
    finished_at=st.integers(0, 7200).map(lambda s: AT - timedelta(seconds=s)),
    assessed_at=times,
    available_at=times,
    opened_at=times,
    acknowledged_at=times,
)


@given(clock=clocks, is_failing=st.booleans())
def test_what_an_agency_acknowledged_is_in_somebodys_hands(clock, *, is_failing):
    done = replace(clock, acknowledged_at=AT)
    assert faults(done, LIMITS, is_step_failing=is_failing, at=AT) == frozenset()


@given(clock=clocks, is_failing=st.booleans(), seconds=st.integers(0, 7200))
def test_waiting_longer_never_makes_a_fault_go_away(clock, *, is_failing, seconds):
    now = faults(clock, LIMITS, is_step_failing=is_failing, at=AT)
    later = AT + timedelta(seconds=seconds)
    assert now <= faults(clock, LIMITS, is_step_failing=is_failing, at=later)


@given(clocks)
def test_no_urgent_report_is_forgotten(clock):
    """Whatever happened and did not: after two hours somebody is told, or has it."""
    later = AT + timedelta(hours=2)
    found = faults(clock, LIMITS, is_step_failing=False, at=later)
    assert found or clock.acknowledged_at is not None


def test_each_station_has_its_fault():
    long_ago = AT - timedelta(hours=2)
    nowhere = Clock(finished_at=long_ago)
    assert faults(nowhere, LIMITS, is_step_failing=True, at=AT) == {
        NOT_ASSESSED,
        NO_AGENCY,
        STEP_FAILING,
    }
    there = replace(nowhere, assessed_at=long_ago, available_at=long_ago)
    assert faults(there, LIMITS, is_step_failing=False, at=AT) == {
        NOT_OPENED,
        NOT_ACKNOWLEDGED,
    }
    opened = replace(there, opened_at=long_ago)
    assert faults(opened, LIMITS, is_step_failing=False, at=AT) == {NOT_ACKNOWLEDGED}
    assert {field.name for field in fields(WatchLimits)} == {
        "assessed",
        "available",
        "opened",
        "acknowledged",
    }
