"""When a caller's word of a danger counts as confirmed."""

from hypothesis import given
from hypothesis import strategies as st

from tipline.intake.danger import Check, CheckKind, CheckOutcome, is_confirmed

people = st.sampled_from(["person:1", "person:2", "person:3"])
checks = st.lists(
    st.builds(
        Check,
        kind=st.sampled_from([*CheckKind]),
        outcome=st.sampled_from([*CheckOutcome]),
        by=people,
    ),
    max_size=6,
)


def second(by, outcome=CheckOutcome.CONFIRMED):
    return Check(kind=CheckKind.SECOND_PERSON, outcome=outcome, by=by)


@given(taken_by=people, found=checks)
def test_one_person_alone_never_confirms_but_by_a_call_back(taken_by, found):
    own = [check for check in found if check.by == taken_by]
    alone = [check for check in own if check.kind != CheckKind.CALL_BACK]
    assert not is_confirmed(taken_by, alone)


@given(taken_by=people, found=checks)
def test_a_further_check_never_takes_a_confirmation_back(taken_by, found):
    if is_confirmed(taken_by, found[:-1]):
        assert is_confirmed(taken_by, found)


@given(taken_by=people, found=checks)
def test_nothing_is_confirmed_by_who_did_not_confirm(taken_by, found):
    others = [c for c in found if c.outcome != CheckOutcome.CONFIRMED]
    assert not is_confirmed(taken_by, others)


def test_a_form_that_nobody_heard_needs_two_people():
    assert not is_confirmed("", [second("person:1")])
    assert is_confirmed("", [second("person:1"), second("person:2")])
    assert is_confirmed("person:1", [second("person:2")])
