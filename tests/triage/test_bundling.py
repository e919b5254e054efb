"""Level 1 is never bundled; whatever is new takes a report out; order keeps levels."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.triage.tables import signals
from tipline.intake.wording import incident_wire
from tipline.triage.bundling import (
    BundleFacts,
    OwnSignal,
    bundle_of,
    own_signals,
)
from tipline.triage.order import SHIFT_MOST, place_of
from tipline.triage.priority import Signals

LEADERS = st.lists(st.integers(1, 9) | st.none(), max_size=3).map(tuple)
facts = st.builds(
    BundleFacts,
    level=st.sampled_from("123E"),
    signals=signals,
    leaders=LEADERS,
    has_words=st.booleans(),
    is_live=st.booleans(),
    needs_person=st.booleans(),
    was_taken_out=st.booleans(),
    is_set_apart=st.booleans(),
)
CSAM = incident_wire("csam") or ""
QUIET = Signals(incident_type=CSAM)
BUNDLED = BundleFacts(
    level="3", signals=QUIET, leaders=(7,), has_words=False, is_live=False
)
# Each signal by itself, as the brief of a bundle names them.
NEW: dict[OwnSignal, BundleFacts] = {
    OwnSignal.LEVEL_1: replace(BUNDLED, level="1"),
    OwnSignal.OTHER_FILE: replace(BUNDLED, leaders=(7, None)),
    OwnSignal.ESCALATED: replace(BUNDLED, signals=replace(QUIET, is_escalated=True)),
    OwnSignal.CONTACT: replace(
        BUNDLED,
        signals=replace(QUIET, incident_type=incident_wire("enticement") or ""),
    ),
    OwnSignal.REPORT_MARK: replace(
        BUNDLED,
        signals=replace(QUIET, report_annotations=frozenset({"sextortion"})),
    ),
    OwnSignal.LIVE_STREAM: replace(BUNDLED, is_live=True),
    OwnSignal.CHILD_ACCOUNT: replace(
        BUNDLED, signals=replace(QUIET, has_child_account=True)
    ),
    OwnSignal.TERMS: replace(
        BUNDLED, signals=replace(QUIET, terms={"now": ("en-now-1@chat",)})
    ),
    OwnSignal.CONVERSATION: replace(BUNDLED, has_words=True),
    OwnSignal.REPEAT_PERSON: replace(BUNDLED, signals=replace(QUIET, repeat_reports=1)),
    OwnSignal.NEEDS_PERSON: replace(BUNDLED, needs_person=True),
    OwnSignal.TAKEN_OUT: replace(BUNDLED, was_taken_out=True),
    OwnSignal.KEPT_APART: replace(BUNDLED, is_set_apart=True),
}


def test_a_report_of_widely_seen_files_alone_is_bundled_with_the_first_of_them():
    assert bundle_of(BUNDLED) == 7
    assert bundle_of(replace(BUNDLED, leaders=(9, 4))) == 4
    assert bundle_of(replace(BUNDLED, leaders=())) is None


@pytest.mark.parametrize("signal", OwnSignal)
def test_each_signal_of_its_own_takes_a_report_out(signal):
    assert own_signals(NEW[signal]) == (signal,)
    assert bundle_of(NEW[signal]) is None


@given(facts)
def test_level_1_is_never_bundled(any_facts):
    assert bundle_of(replace(any_facts, level="1")) is None


@given(facts, st.sampled_from(OwnSignal))
def test_a_further_signal_never_puts_a_report_into_a_bundle(before, signal):
    new = NEW[signal]
    changed = {
        name
        for name in vars(BUNDLED)
        if name != "signals" and getattr(new, name) != getattr(BUNDLED, name)
    }
    of_signals = {
        name: value
        for name, value in vars(new.signals).items()
        if value != getattr(QUIET, name)
    }
    after = replace(
        before,
        signals=replace(before.signals, **of_signals),
        **{name: getattr(new, name) for name in changed},
    )
    assert bundle_of(after) is None


@given(facts)
def test_who_has_nothing_of_its_own_is_bundled_and_nobody_else(any_facts):
    has_file = any(leader is not None for leader in any_facts.leaders)
    is_bundled = bundle_of(any_facts) is not None
    assert is_bundled == (has_file and not own_signals(any_facts))


@given(st.integers(0, 100), st.integers(-50, 150))
def test_no_sender_moves_a_report_of_level_1(risk, shift):
    assert place_of("1", risk, shift=shift) == place_of("1", risk)


@given(
    level=st.sampled_from("23E"),
    risk=st.integers(0, 100),
    other=st.integers(0, 100),
    shift=st.integers(-50, 150),
)
def test_a_sender_moves_a_report_a_little_and_never_forward(
    level, risk, *, other, shift
):
    moved = place_of(level, risk, shift=shift)
    assert 0 <= place_of(level, risk) <= moved <= 100
    assert moved - place_of(level, risk) <= SHIFT_MOST
    assume(other > risk + SHIFT_MOST)
    assert place_of(level, other, shift=shift) < place_of(level, risk)
