"""The operators' page about priority, written from the shipped rules and terms.

Run `python -m tipline.config.priority_page` to write docs/operate/priority.md anew; a
test compares the two.
"""

from collections import Counter
from collections.abc import Iterable

from tipline.intake.wording import INCIDENT_WORDINGS
from tipline.triage.priority import ALWAYS, SIGNALS, Ask, Condition, Rule, Theme
from tipline.triage.tables import load_rules, load_terms

_INTRODUCTION = """\
# How a report is ranked

<!-- Written by `python -m tipline.config.priority_page` from the shipped tables. -->

Each report has a **level** (how soon somebody must look: 1, 2, 3, or E while no rule
speaks) and a **risk to a child** from 0 to 100. Both come from one table of rules, and
the report's page shows every rule that fired, its points, and on which facts. The most
urgent rule sets the level; the points of all rules that fired add up to the risk.
**Completeness** is a third figure, about what an officer will miss. It is shown beside
the other two and enters neither.

## Rules of your own

Copy `tipline/triage/data/priority_rules.toml`, change it, and name your copy in
`TIPLINE_PRIORITY_RULES_FILE`. Every process reads it at its start and refuses to run
with a mistake in it, saying which rule and what to change. Reports are ranked by the
new rules from then on; those that were ranked stay as they are until their journey
runs again.

    [[rule]]
    id = "my-rule"                  # small letters, digits, hyphens
    level = 2                       # 1, 2 or 3
    points = 20                     # 0 to 100, into the risk
    sentence = "What an analyst and an officer read."
    when.incident_type = ["enticement"]
    when.terms_now = 1              # everything below `when` must hold

## What no table can change

- Level and risk stay apart from completeness and from the designation: no signal tells
  them, so no rule can ask for them. The same holds for who sent the report: [its
  noise](senders.md) may move a report inside its level, and never at level 1.
- A further fact never lowers a level or a risk: rules ask for more, never for less.
- Known and viral material is level 3 without points. It lowers a report and never hides
  it: two rules below are always there.
- Only what the platform wrote and what hashes tell is asked. No ranking opens a file.
- A report of level 1 stays there, whatever the rules say later, until two people lower
  it with a reason. What they set aside counts again when its facts change.
- Raising a report to level 1 is one click, for every analyst, at any time.
"""
_TERMS = """\
## Terms in texts

The texts that somebody wrote about the incident are searched for terms: the reason to
escalate, additional information, what is said of people, the reported person's profile,
chat as sent, what is said of a file. A platform's standing texts are left out. Files
are not opened, so a chat log that was uploaded as a file is not searched.

A term matches whole words, however they are accented or cased; `*` at its end stands
for any ending; Chinese, Japanese and Thai match anywhere. A phrase of several words
counts wherever it stands. A single word counts only in a sentence whose language it
may be, which a library judges offline; below forty letters every language may be meant.
What is kept of a hit is the term's id and the place, never the text; logs and audit
hold neither.

Copy `tipline/triage/data/terms.csv`, change it, and name your copy in
`TIPLINE_PRIORITY_TERMS_FILE`. Its columns are `id`, `language` (ISO 639-1), `theme` and
`term`. Terms are words of urgency, place and relation. They are a reason to look, not a
finding: a text can hold one and mean nothing by it.
"""
_THEMES = {
    Theme.NOW: "time pressure",
    Theme.MEETING: "a meeting, or the way to one",
    Theme.SELF_HARM: "self-harm or suicide",
    Theme.ACCESS: "a household or care job with children",
    Theme.TRUST: "a position of trust with children",
}


def render() -> str:
    """Write the whole page as Markdown."""
    parts = [
        _INTRODUCTION,
        *_rules("The shipped rules", load_rules()),
        *_rules("The rules that are always there", ALWAYS),
        *_signals(),
        _TERMS,
        *_counts(),
    ]
    return "\n".join([*parts, ""])


def _rules(title: str, rules: Iterable[Rule]) -> list[str]:
    head = ["| Level | Points | Rule | Fires when | Reads |", "|---|---|---|---|---|"]
    lines = [
        "| "
        + " | ".join(
            (each.level, str(each.points), f"`{each.id}`", _when(each), each.sentence)
        )
        + " |"
        for each in rules
    ]
    return [f"## {title}", "", *head, *lines, ""]


def _when(rule: Rule) -> str:
    asked = (_condition(name, value) for name, value in rule.when.items())
    return " and ".join(asked)


def _condition(name: str, value: Condition) -> str:
    if isinstance(value, tuple):
        codes = {wording.wire: wording.code for wording in INCIDENT_WORDINGS}
        return f"`{name}` is one of {', '.join(codes.get(v, v) for v in value)}"
    ask = SIGNALS[name].ask
    return f"`{name}`" if ask is Ask.FLAG else f"`{name}` {ask.value} {value}"


def _signals() -> list[str]:
    head = ["| Signal | Asked for as | Says |", "|---|---|---|"]
    lines = [f"| `{n}` | {s.ask.value} | {s.says} |" for n, s in SIGNALS.items()]
    return ["## The signals", "", *head, *lines, ""]


def _counts() -> list[str]:
    terms = load_terms().terms
    counted = Counter((term.language, term.theme) for term in terms)
    languages = dict.fromkeys(term.language for term in terms)
    head = ["| Language | " + " | ".join(_THEMES.values()) + " |", "|---" * 6 + "|"]
    lines = [
        f"| {language} | "
        + " | ".join(str(counted[language, theme]) for theme in _THEMES)
        + " |"
        for language in languages
    ]
    return [f"The shipped table has {len(terms)} terms.", "", *head, *lines]


if __name__ == "__main__":
    print(render(), end="")  # noqa: T201 - its output is the page
