"""A simulated day: the same for a seed, adds up, and never lets level 1 wait behind."""

from functools import cache

import pytest

from benchmarks.day import YEAR
from benchmarks.day_analysts import moment, second_of, team_of
from benchmarks.day_figures import level_of
from benchmarks.day_model import Assumed
from benchmarks.day_page import files_text, needed_of, waits_text
from benchmarks.day_reports import DAY_SECONDS, day_of
from benchmarks.day_run import work_through
from tipline.review.opinions import ReviewPolicy, ReviewState
from tipline.viewing.exposure import Limits

REPORTS, ANALYSTS, TEAMS = 600, 2, 1
# Enough that is urgent to be waited for, and more work than two people do.
ASSUMED = Assumed(stray_words=0.01, image_seconds=60, video_seconds=120)


def drawn(seed):
    return day_of(REPORTS, year=YEAR, assumed=ASSUMED, seed=seed)


def worked(day):
    return work_through(day, team_of(ANALYSTS, teams=TEAMS), ASSUMED)


@cache
def a_day():
    day = drawn(7)
    return day, worked(day)


def pages(day, outcome):
    return files_text(day, outcome, YEAR), waits_text(day, outcome, outcome)


def test_a_seed_gives_the_same_figures_and_another_seed_others():
    again = drawn(7)
    assert pages(again, worked(again)) == pages(*a_day())
    other = drawn(8)
    assert pages(other, worked(other)) != pages(*a_day())


def test_each_file_was_recognized_or_seen_or_is_left():
    day, outcome = a_day()
    seen = sum(work.looked_at is not None for work in outcome.works)
    left = sum(level_of(outcome.works, level).left for level in "123E")
    assert seen > 0
    assert left > 0
    assert day.files == day.recognized.total() + seen + left
    assert needed_of(day) == seen + left


def test_nobody_looks_at_another_level_first_while_level_1_waits():
    _, outcome = a_day()
    waits = [
        (work.level_since, DAY_SECONDS if work.looked_at is None else work.looked_at)
        for work in outcome.works
        if work.priority == "1"
    ]
    lower = [work for work in outcome.works if work.priority != "1"]
    began = [work.looked_at for work in lower if work.looked_at is not None]
    assert len(waits) > 5
    assert len(began) > 50
    assert max(end - start for start, end in waits) > 0
    behind = [at for at in began for start, end in waits if start < at < end]
    assert behind == []


def test_no_file_of_any_level_is_looked_at_while_a_report_of_level_1_rings():
    _, outcome = a_day()
    began = [work.looked_at for work in outcome.works if work.looked_at is not None]
    assert any(call.read_at > call.since for call in outcome.calls if call.read_at)
    assert not [
        at
        for call in outcome.calls
        for at in began
        if call.since < at < (call.read_at or DAY_SECONDS)
    ]


def test_what_calls_for_two_is_settled_by_two():
    _, outcome = a_day()
    settled = [work for work in outcome.works if work.settled_at is not None]
    labels = {work.standing.labels.content_type for work in settled}
    assert labels & set(ReviewPolicy().second_look)
    one_look = ASSUMED.image_seconds * ASSUMED.confirm_part
    for work in settled:
        assert work.standing.state is ReviewState.SETTLED
        if work.standing.labels.content_type in ReviewPolicy().second_look:
            assert work.settled_at - work.looked_at >= 2 * one_look


def test_nobody_has_pictures_clear_for_longer_than_the_limits_let_them():
    _, outcome = a_day()
    limits = Limits()
    for analyst in outcome.analysts:
        assert 0 < analyst.clear <= limits.day_minutes * 60


def test_limits_keep_who_has_seen_enough_until_they_may_go_on():
    analyst = team_of(1, teams=1)[0]
    start = 9 * 3600
    seen = analyst.view(start, 3600)
    assert seen.ended - start == pytest.approx(Limits().hour_minutes * 60)
    assert seen.goes_on is not None
    assert analyst.may_look_at(seen.ended) > seen.ended
    assert analyst.may_look_at(seen.goes_on + 600) == seen.goes_on + 600
    assert second_of(moment(seen.ended)) == seen.ended
