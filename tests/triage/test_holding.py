"""What people said outlasts what rules say, and nothing but people ends level 1."""

from hypothesis import given
from hypothesis import strategies as st

from tests.triage.tables import signals, tables
from tests.triage.test_priority import read
from tipline.triage.holding import (
    LOWERED_BY_TWO,
    RAISED,
    held,
    lowered,
    raised,
    ranked_anew,
)
from tipline.triage.priority import Reason, rank

rankings = st.tuples(signals, tables.map(read)).map(lambda pair: rank(*pair).reasons)


def of_level_1(rule="live-stream", facts=("liveStreaming",)):
    return Reason(rule=rule, level="1", sentence="s", facts=facts, points=40)


SAID = Reason(rule=RAISED, level="1", sentence="s", facts=("person:1",))
DOWN = Reason(
    rule=LOWERED_BY_TWO, level="3", sentence="s", facts=("person:1", "person:2")
)


@given(rankings, st.lists(rankings, max_size=4))
def test_no_rules_ever_lower_a_report_from_level_1(first, later):
    """Constraint (c): whatever is found, and whatever the table says by then."""
    now = held([of_level_1(), *first])
    for fired in later:
        now = ranked_anew(fired, now.reasons)
        assert now.level == "1"


@given(rankings, rankings)
def test_a_raise_is_level_1_whatever_stood_before_and_comes_after(before, after):
    """Constraint (d)."""
    now = raised(SAID, before)
    assert now.level == "1"
    assert ranked_anew(after, now.reasons).level == "1"


@given(rankings)
def test_what_two_people_lowered_stays_lowered_while_nothing_is_new(fired):
    before = held([of_level_1(), *fired])
    now = lowered(DOWN, before.reasons, before.reasons)
    assert now.level == "3"
    again = ranked_anew([of_level_1(), *fired], now.reasons)
    assert again.level == "3"
    assert again.risk == now.risk <= before.risk


@given(rankings)
def test_what_was_lowered_is_level_1_again_on_new_facts(fired):
    before = held([of_level_1(), *fired])
    now = lowered(DOWN, before.reasons, before.reasons)
    new = of_level_1(facts=("liveStreaming", "sextortion"))
    assert ranked_anew([new, *fired], now.reasons).level == "1"


def test_what_came_after_the_second_person_was_asked_is_not_lowered():
    seen = held([of_level_1()])
    meanwhile = held(
        [of_level_1(), of_level_1("self-harm", ("term:en-self-harm-1@chat",))]
    )
    now = lowered(DOWN, meanwhile.reasons, seen.reasons)
    assert now.level == "1"
    assert [r.rule for r in now.reasons if r.is_set_aside] == ["live-stream"]


def test_a_reason_that_is_silent_for_a_while_stays_set_aside():
    before = held([of_level_1()])
    now = lowered(DOWN, before.reasons, before.reasons)
    quiet = ranked_anew([], now.reasons)
    assert ranked_anew([of_level_1()], quiet.reasons).level == "3"


def test_a_raise_lets_everything_count_again():
    before = held([of_level_1()])
    now = lowered(DOWN, before.reasons, before.reasons)
    up = raised(SAID, now.reasons)
    assert up.level == "1"
    assert not [reason for reason in up.reasons if reason.is_set_aside]
    assert LOWERED_BY_TWO not in {reason.rule for reason in up.reasons}
