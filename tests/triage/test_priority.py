from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tipline.intake.wording import incident_wire
from tipline.triage.priority import (
    COERCION,
    ENTICEMENT,
    MOLESTATION,
    RULES,
    TOURISM,
    TRAFFICKING,
    VIOLENCE,
    Signals,
    rank,
)

URGENCY = "E321"  # a later letter is more urgent
TYPES = (
    MOLESTATION,
    TRAFFICKING,
    TOURISM,
    ENTICEMENT,
    incident_wire("domain"),
    incident_wire("csam"),
)
REPORT_MARKS = sorted(
    COERCION | {"csamSolicitation", "spam", "minorToMinorInteraction"}
)
FILE_MARKS = sorted(VIOLENCE | {"infant", "liveStreaming", "viral", "generativeAi"})
COUNTED = ("novel_files", "known_files", "viral_files", "repeat_reports")
COUNTS = st.integers(0, 5)

signals = st.builds(
    Signals,
    incident_type=st.sampled_from(TYPES),
    is_escalated=st.booleans(),
    report_annotations=st.frozensets(st.sampled_from(REPORT_MARKS)),
    file_annotations=st.frozensets(st.sampled_from(FILE_MARKS)),
    has_child_account=st.booleans(),
    novel_files=COUNTS,
    known_files=COUNTS,
    viral_files=COUNTS,
    repeat_reports=COUNTS,
    has_place=st.booleans(),
)


def urgency(known):
    return URGENCY.index(rank(known).level)


@given(signals)
def test_every_report_has_a_level(known):
    assert rank(known).level in URGENCY


@given(signals)
def test_the_level_is_that_of_the_most_urgent_rule_and_every_rule_is_kept(known):
    ranking = rank(known)
    levels = [reason.level for reason in ranking.reasons]
    assert levels == sorted(levels)
    assert ranking.level == (levels[0] if levels else "E")
    fired = {rule.id for rule in RULES if rule.fires(known)}
    assert {reason.rule for reason in ranking.reasons} == fired


@given(signals)
def test_every_reason_names_the_facts_that_made_it(known):
    assert all(reason.facts and reason.sentence for reason in rank(known).reasons)


@given(signals)
def test_imminent_danger_is_never_outranked(known):
    in_danger = (
        replace(known, is_escalated=True),
        replace(known, incident_type=MOLESTATION),
        replace(
            known,
            report_annotations=known.report_annotations | {"sextortion"},
            has_child_account=True,
        ),
        replace(
            known,
            file_annotations=known.file_annotations | {"liveStreaming"},
        ),
    )
    assert {rank(danger).level for danger in in_danger} == {"1"}


@given(
    signals,
    st.sampled_from(
        [
            {"is_escalated": True},
            {"has_child_account": True},
            {"has_place": True},
            {"incident_type": MOLESTATION},
        ]
    ),
)
def test_a_signal_more_never_lowers_the_level(known, more):
    assert urgency(replace(known, **more)) >= urgency(known)


@given(signals, st.sampled_from(list(COUNTED)))
def test_another_file_or_report_never_lowers_the_level(known, name):
    """However viral the file is: what people did, and other files, stand beside it."""
    more = replace(known, **{name: getattr(known, name) + 1})
    assert urgency(more) >= urgency(known)


@given(signals, st.sampled_from(REPORT_MARKS), st.sampled_from(FILE_MARKS))
def test_another_mark_never_lowers_the_level(known, of_report, of_file):
    marked = replace(
        known,
        report_annotations=known.report_annotations | {of_report},
        file_annotations=known.file_annotations | {of_file},
    )
    assert urgency(marked) >= urgency(known)


@given(signals, st.integers(1, 3))
def test_a_file_that_turns_out_known_or_viral_lowers_and_never_hides(known, files):
    novel = replace(known, novel_files=known.novel_files + files)
    listed = replace(known, known_files=known.known_files + files)
    viral = replace(known, viral_files=known.viral_files + files)
    assert urgency(listed) <= urgency(novel)
    assert urgency(viral) <= urgency(novel)
    assert urgency(listed) >= URGENCY.index("3")
    assert urgency(viral) >= URGENCY.index("3")


def test_completeness_is_not_among_the_signals():
    assert not [name for name in Signals.__dataclass_fields__ if "complete" in name]
