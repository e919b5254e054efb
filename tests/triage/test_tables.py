"""An operator's tables: what is wrong is named, with what to change."""

import pytest

from tests.triage.tables import loaded, written
from tipline.config.environment import Environment, WrongSettingError, load
from tipline.triage.errors import MalformedPriorityTableError
from tipline.triage.tables import load_rules, load_terms

GOOD = {
    "id": "own-rule",
    "level": 1,
    "points": 10,
    "sentence": "Somebody escalated it.",
    "when": {"escalated": True},
}


def test_a_table_of_the_operators_is_read(tmp_path):
    (rule,) = loaded([GOOD], tmp_path)
    assert (rule.id, rule.level, rule.points) == ("own-rule", "1", 10)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"when": {"completeness": 3}}, "completeness is no signal"),
        ({"when": {"designation": "referral"}}, "designation is no signal"),
        ({"when": {"platform": ["Exemplar Chat"]}}, "platform is no signal"),
        ({"when": {"known_files": 1}}, "level must be 3 and points 0"),
        ({"when": {"viral_files": 2, "place": True}}, "level must be 3 and points 0"),
        ({"when": {"escalated": False}}, "escalated can only be true"),
        ({"when": {"novel_files": 0}}, "novel_files must be a whole number"),
        ({"when": {"novel_files": True}}, "novel_files must be a whole number"),
        ({"when": {"incident_type": ["picnic"]}}, "incident_type holds 'picnic'"),
        ({"when": {"file_annotations": "infant"}}, "must be a list of words"),
        ({"when": {}}, "when is missing"),
        ({"when": 3}, "when must name at least one signal"),
        ({"level": 4}, "level must be 1, 2 or 3"),
        ({"level": "E"}, "level must be 1, 2 or 3"),
        ({"points": 101}, "points must be a whole number from 0 to 100"),
        ({"points": -1}, "points must be a whole number from 0 to 100"),
        ({"sentence": " "}, "sentence must be text"),
        ({"id": "Own Rule"}, "id must be small letters"),
        ({"id": "known-material"}, "its id is one of Tipline's own"),
        ({"weight": 3}, "weight is unknown"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_what_to_change(change, says, tmp_path):
    with pytest.raises(MalformedPriorityTableError) as refused:
        loaded([{**GOOD, **change}], tmp_path)
    assert says in str(refused.value)
    assert str(refused.value).startswith("rules.toml, rule ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[rule]", "it is not TOML"),
        ("", "at least one [[rule]]"),
        ("rule = 3", "at least one [[rule]]"),
        ("rule = [3]", "it must be a table"),
        ("x = 1\n" + written([GOOD]), "it holds 'x' beside [[rule]]"),
        (written([GOOD, GOOD]), "'own-rule' is used before"),
        (written([{"id": "a"}]), "level is missing"),
    ],
)
def test_a_file_that_is_no_table_is_refused(text, says, tmp_path):
    file = tmp_path / "rules.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MalformedPriorityTableError) as refused:
        load_rules(file)
    assert says in str(refused.value)


HEAD = "id,language,theme,term\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id;language\n", "the columns must be"),
        (f"{HEAD}a,en,now\n", "it must have 4 cells"),
        (f"{HEAD}a,en,now,b,c\n", "it must have 4 cells"),
        (f"{HEAD}a,english,now,tonight\n", "two letters of ISO 639-1"),
        (f"{HEAD}a,en,soon,tonight\n", "theme must be one of"),
        (f"{HEAD}a,en,now,*\n", "term must hold a word"),
        (f"{HEAD}a,en,now,...\n", "term must hold a word"),
        (f"{HEAD}a,en,now,to*night\n", "only at the end"),
        (f"{HEAD}A B,en,now,tonight\n", "id must be small letters"),
        (f"{HEAD}a,en,now,x y\na,en,now,tonight\n", "the id a is used before"),
        (f'{HEAD}a,en,now,"tonight\n', "line"),
    ],
)
def test_terms_that_cannot_be_are_refused_with_their_line(text, says, tmp_path):
    file = tmp_path / "terms.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MalformedPriorityTableError) as refused:
        load_terms(file)
    assert says in str(refused.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    file = tmp_path / "terms.csv"
    file.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(MalformedPriorityTableError, match="not encoded in UTF-8"):
        load_terms(file)
    with pytest.raises(MalformedPriorityTableError, match="No such file"):
        load_rules(tmp_path / "nothing.toml")


def test_no_process_starts_with_a_table_that_cannot_be(tmp_path, monkeypatch):
    file = tmp_path / "rules.toml"
    file.write_text(written([{**GOOD, "level": 9}]), encoding="utf-8")
    monkeypatch.setenv("TIPLINE_PRIORITY_RULES_FILE", str(file))
    with pytest.raises(WrongSettingError) as refused:
        load()
    assert "TIPLINE_PRIORITY_RULES_FILE=" in str(refused.value)
    assert "level must be 1, 2 or 3" in str(refused.value)
    monkeypatch.delenv("TIPLINE_PRIORITY_RULES_FILE")
    terms = tmp_path / "terms.csv"
    terms.write_text(f"{HEAD}mine-1,en,now,presently\n", encoding="utf-8")
    monkeypatch.setenv("TIPLINE_PRIORITY_TERMS_FILE", str(terms))
    assert [term.id for term in load().priority_table.terms.terms] == ["mine-1"]
    assert isinstance(load(), Environment)
