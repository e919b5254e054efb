from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tipline.clearance.verdicts import GROUNDS, Verdict
from tipline.feedback.answers import CLEARS, Answer, CloseReason, Status, problem_of
from tipline.feedback.hiding import SMALLEST, hidden

NAMES = ("arrest", "closed", "ongoing")


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), min_size=2))
def test_no_small_count_shows_and_none_can_be_computed(counts):
    shown = hidden(counts)
    for name, count in shown.counts.items():
        assert count is None or (count == counts[name] and count >= SMALLEST)
    gone = [counts[name] for name, count in shown.counts.items() if count is None]
    if shown.total is None:
        assert len(gone) == len(counts)
    elif gone:
        assert len(gone) >= 2
        assert sum(gone) >= SMALLEST


def test_who_knows_the_rule_still_cannot_tell_a_hidden_count():
    """Every table that looks the same is tried: no hidden count has one value only."""
    looks = {}
    for numbers in product(range(26), repeat=3):
        shown = hidden(dict(zip(NAMES, numbers, strict=True)))
        look = (shown.total, *shown.counts.values())
        looks.setdefault(look, []).append(numbers)
    for look, tables in looks.items():
        for place, count in enumerate(look[1:]):
            if count is None:
                possible = {table[place] for table in tables}
                assert len(possible) > 1, (look, tables)


def test_all_reports_of_one_outcome_do_not_show_as_that():
    shown = hidden({"arrest": 0, "closed": 40, "ongoing": 0})
    assert shown.counts["closed"] is None


def test_a_reason_goes_with_closed_and_with_nothing_else():
    assert problem_of(Answer(status="arrest", child_identified=True)) is None
    for reason in CloseReason:
        assert problem_of(Answer(status="closed", close_reason=reason)) is None
        assert problem_of(Answer(status="arrest", close_reason=reason))
    assert problem_of(Answer(status="closed"))
    assert problem_of(Answer(status="closed", close_reason="bored"))
    assert problem_of(Answer(status="solved"))
    number = {"status": "arrest", "more_victims_number": 2}
    assert problem_of(Answer(**number, more_victims=True)) is None
    assert problem_of(Answer(**number))
    assert problem_of(Answer(status="ongoing", why_not_useful="stale"))
    not_useful = Answer(status="ongoing", was_useful=False, why_not_useful="stale")
    assert problem_of(not_useful) is None


def test_only_what_clears_somebody_is_offered_as_a_clearance():
    assert set(CLEARS.values()) <= set(GROUNDS[Verdict.UNFOUNDED])
    assert CloseReason.NOT_LOCATED not in CLEARS
    assert CloseReason.AGE_UNKNOWN not in CLEARS
    assert len(Status) == 5
