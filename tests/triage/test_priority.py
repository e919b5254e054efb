"""What holds for every report, whatever table an operator writes."""

import tempfile
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.tables import (
    FILE_MARKS,
    REPORT_MARKS,
    SHIPPED,
    loaded,
    signals,
    tables,
)
from tipline.intake.wording import incident_wire
from tipline.triage.priority import ALWAYS, SIGNALS, Signals, Theme, rank

URGENCY = "E321"  # a later letter is more urgent


def read(table):
    with tempfile.TemporaryDirectory() as folder:
        return loaded(table, Path(folder))


any_rules = st.just(SHIPPED) | tables.map(read)
COUNTED = ("novel_files", "known_files", "viral_files", "repeat_reports")


def urgency(known, rules):
    return URGENCY.index(rank(known, rules).level)


@given(signals, any_rules)
def test_the_level_is_that_of_the_most_urgent_rule_and_every_rule_is_kept(known, rules):
    ranking = rank(known, rules)
    levels = [reason.level for reason in ranking.reasons]
    assert levels == sorted(levels)
    assert ranking.level == (levels[0] if levels else "E")
    fired = {rule.id for rule in (*rules, *ALWAYS) if rule.fires(known)}
    assert {reason.rule for reason in ranking.reasons} == fired


@given(signals, any_rules)
def test_every_reason_names_the_facts_that_made_it(known, rules):
    ranking = rank(known, rules)
    assert all(reason.facts and reason.sentence for reason in ranking.reasons)


@given(signals, any_rules)
def test_the_risk_is_the_sum_of_its_parts_and_at_most_100(known, rules):
    ranking = rank(known, rules)
    assert ranking.risk == min(100, sum(reason.points for reason in ranking.reasons))


@pytest.mark.parametrize(
    "word", ["completeness", "designat", "platform", "reporter", "send"]
)
def test_completeness_designation_and_sender_are_no_signals(word):
    """Constraints (a) and (e): no table can name what no signal tells."""
    assert not [f.name for f in fields(Signals) if word in f.name]
    assert not [name for name in SIGNALS if word in name]


@given(signals, any_rules, st.integers(1, 3))
def test_a_file_that_turns_out_known_or_viral_lowers_and_never_hides(
    known, rules, files
):
    """Constraint (b), of the level and of the risk."""
    novel = rank(replace(known, novel_files=known.novel_files + files), rules)
    for name in ("known_files", "viral_files"):
        listed = replace(known, **{name: getattr(known, name) + files})
        ranking = rank(listed, rules)
        assert URGENCY.index(ranking.level) <= URGENCY.index(
            min(novel.level, "3") if novel.level != "E" else "3"
        )
        assert ranking.risk <= novel.risk
        assert ranking.level in "123"


@given(
    signals,
    any_rules,
    st.sampled_from(
        [
            {"is_escalated": True},
            {"has_child_account": True},
            {"has_place": True},
            {"incident_days": 0},
            {"danger_now": "unverified"},
        ]
    ),
)
def test_a_signal_more_never_lowers_level_or_risk(known, rules, more):
    richer = replace(known, **more)
    assert urgency(richer, rules) >= urgency(known, rules)
    assert rank(richer, rules).risk >= rank(known, rules).risk


@given(signals, any_rules, st.sampled_from(COUNTED))
def test_another_file_or_report_never_lowers_level_or_risk(known, rules, name):
    more = replace(known, **{name: getattr(known, name) + 1})
    assert urgency(more, rules) >= urgency(known, rules)
    assert rank(more, rules).risk >= rank(known, rules).risk


@given(
    known=signals,
    rules=any_rules,
    of_report=st.sampled_from(REPORT_MARKS),
    of_file=st.sampled_from(FILE_MARKS),
)
def test_another_mark_never_lowers_level_or_risk(known, rules, *, of_report, of_file):
    marked = replace(
        known,
        report_annotations=known.report_annotations | {of_report},
        file_annotations=known.file_annotations | {of_file},
    )
    assert urgency(marked, rules) >= urgency(known, rules)
    assert rank(marked, rules).risk >= rank(known, rules).risk


@given(signals, any_rules, st.sampled_from(list(Theme)))
def test_another_term_never_lowers_level_or_risk(known, rules, theme):
    said = known.terms.get(theme, ())
    more = replace(known, terms={**known.terms, theme.value: (*said, "de-now-1@chat")})
    assert urgency(more, rules) >= urgency(known, rules)
    assert rank(more, rules).risk >= rank(known, rules).risk


ABROAD = incident_wire("enticement")
HARMLESS = incident_wire("misleading")
TERM = ("en-x-1@chat",)


@pytest.mark.parametrize(
    ("known", "level", "rule"),
    [
        ({"is_escalated": True}, "1", "escalated-by-platform"),
        ({"danger_now": "unverified"}, "1", "in-danger-now"),
        ({"access": "household"}, "1", "caller-names-access"),
        ({"told_by": "child"}, "2", "child-calls"),
        ({"incident_type": incident_wire("hands-on")}, "1", "hands-on-abuse"),
        ({"file_annotations": frozenset({"liveStreaming"})}, "1", "live-stream"),
        (
            {
                "report_annotations": frozenset({"sextortion"}),
                "has_child_account": True,
            },
            "1",
            "coercion-of-a-reachable-child",
        ),
        ({"terms": {"self-harm": TERM}}, "1", "self-harm"),
        (
            {"incident_type": ABROAD, "terms": {"meeting": TERM}},
            "1",
            "meeting-arranged",
        ),
        (
            {"incident_type": ABROAD, "terms": {"now": TERM}},
            "1",
            "contact-under-time-pressure",
        ),
        ({"incident_type": ABROAD, "terms": {"access": TERM}}, "1", "present-access"),
        ({"terms": {"now": TERM}}, "2", "time-pressure"),
        ({"terms": {"trust": TERM}}, "2", "position-of-trust"),
        ({"report_annotations": frozenset({"sextortion"})}, "2", "coercion"),
        ({"incident_type": ABROAD}, "2", "enticement"),
        ({"incident_type": incident_wire("travel")}, "2", "trafficking"),
        ({"file_annotations": frozenset({"infant"})}, "2", "infant-or-violence"),
        ({"novel_files": 1}, "2", "novel-material"),
        ({"repeat_reports": 1}, "2", "repeat-person"),
        ({"has_child_account": True}, "3", "reachable-child"),
        ({"known_files": 1}, "3", "known-material"),
        ({"viral_files": 1}, "3", "viral-material"),
        ({"has_place": True}, "3", "has-a-place"),
    ],
)
def test_the_shipped_table_has_every_row_of_the_rules_of_2_2(known, level, rule):
    ranking = rank(Signals(**{"incident_type": HARMLESS, **known}), SHIPPED)
    assert ranking.level == level
    assert rule in {reason.rule for reason in ranking.reasons if reason.level == level}


def test_an_old_contact_is_less_of_a_risk_than_one_of_today():
    today = Signals(incident_type=ABROAD, incident_days=0)
    long_ago = replace(today, incident_days=400)
    assert rank(today, SHIPPED).risk > rank(long_ago, SHIPPED).risk


def test_every_signal_is_asked_for_by_the_shipped_rules_or_always():
    asked = {name for rule in (*SHIPPED, *ALWAYS) for name in rule.when}
    assert asked == set(SIGNALS)
