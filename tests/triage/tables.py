"""Arbitrary signals, and arbitrary tables of rules as an operator may write them."""

import json
from pathlib import Path

from hypothesis import strategies as st

from tipline.intake.public_form import ACCESS_CHOICES, TOLD_BY_CHOICES
from tipline.intake.wording import INCIDENT_WORDINGS
from tipline.review.labels import MARKS
from tipline.triage.priority import SIGNALS, Ask, Rule, Signals, Theme
from tipline.triage.tables import load_rules

TYPES = [wording.wire for wording in INCIDENT_WORDINGS]
REPORT_MARKS = ["sextortion", "sadisticOnlineExploitation", "csamSolicitation", "spam"]
FILE_MARKS = ["infant", "violenceGore", "liveStreaming", "viral", "generativeAi"]
ACCESS = [choice.code for choice in ACCESS_CHOICES]
TOLD_BY = [choice.code for choice in TOLD_BY_CHOICES]
WORDS = {
    "incident_type": [wording.code for wording in INCIDENT_WORDINGS],
    "report_annotations": REPORT_MARKS,
    "file_annotations": FILE_MARKS,
    "label_marks": sorted(MARKS),
    "access_to_child": ACCESS,
    "told_by": TOLD_BY,
}
COUNTS = st.integers(0, 5)
SHIPPED = load_rules()

signals = st.builds(
    Signals,
    incident_type=st.sampled_from(TYPES),
    is_escalated=st.booleans(),
    report_annotations=st.frozensets(st.sampled_from(REPORT_MARKS)),
    file_annotations=st.frozensets(st.sampled_from(FILE_MARKS)),
    label_marks=st.frozensets(st.sampled_from(sorted(MARKS))),
    has_child_account=st.booleans(),
    terms=st.dictionaries(
        st.sampled_from([theme.value for theme in Theme]),
        st.lists(st.sampled_from(["en-now-1@chat", "es-now-1@chat"]), unique=True).map(
            tuple
        ),
    ),
    novel_files=COUNTS,
    known_files=COUNTS,
    viral_files=COUNTS,
    repeat_reports=COUNTS,
    incident_days=st.none() | st.integers(0, 9),
    has_place=st.booleans(),
    danger_now=st.sampled_from(["", "unverified", "confirmed"]),
    access=st.sampled_from(["", *ACCESS]),
    told_by=st.sampled_from(["", *TOLD_BY]),
)


def conditions(name: str) -> st.SearchStrategy[object]:
    """What an operator may write for a signal."""
    match SIGNALS[name].ask:
        case Ask.FLAG:
            return st.just(True)  # noqa: FBT003 - as in the file
        case Ask.WORDS:
            return st.lists(st.sampled_from(WORDS[name]), min_size=1, unique=True)
        case _:
            return st.integers(1, 4)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, object]:
    """One rule as it stands in the file; known and viral material at level 3 only."""
    names = draw(
        st.lists(st.sampled_from(sorted(SIGNALS)), min_size=1, max_size=3, unique=True)
    )
    is_weak = any(SIGNALS[name].is_weak for name in names)
    return {
        "id": f"rule-{draw(st.integers(0, 10**9))}",
        "level": 3 if is_weak else draw(st.integers(1, 3)),
        "points": 0 if is_weak else draw(st.integers(0, 100)),
        "sentence": "Something is so.",
        "when": {name: draw(conditions(name)) for name in names},
    }


def written(table: list[dict[str, object]]) -> str:
    """Write rules as TOML; JSON's strings, numbers and lists are TOML's too."""
    parts = []
    for row in table:
        plain = {key: value for key, value in row.items() if key != "when"}
        lines = [f"{key} = {json.dumps(value)}" for key, value in plain.items()]
        when = row.get("when", {})
        if isinstance(when, dict):
            lines += [f"when.{n} = {json.dumps(value)}" for n, value in when.items()]
        else:
            lines.append(f"when = {json.dumps(when)}")
        parts.append("\n".join(["[[rule]]", *lines]))
    return "\n\n".join(parts)


def loaded(table: list[dict[str, object]], folder: Path) -> tuple[Rule, ...]:
    """Read a table as Tipline reads an operator's."""
    file = folder / "rules.toml"
    file.write_text(written(table), encoding="utf-8")
    return load_rules(file)


tables = st.lists(rows(), min_size=1, max_size=6, unique_by=lambda row: row["id"])
