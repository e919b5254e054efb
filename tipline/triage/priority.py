"""How soon somebody must look at a report, and what the risk to a child is.

Two answers from one table of rules over named signals. Only metadata, texts that the
platform wrote and hashes are asked, so that ranking never depends on opening a file.
How complete a report is, who sent it and whether police can act on it play no part.
The table is the operator's; what it can say is so narrow that no table breaks these:

- Every rule asks for more of something that makes a report more urgent, so a further
  fact never lowers a level.
- Known and viral material asks for level 3 and no points: it lowers, and never hides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

LEVELS = ("1", "2", "3")
UNRANKED = "E"
RISK_MOST = 100

Condition = bool | int | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Signals:
    """What is known of a report when it is ranked.

    `novel_files` are media that match no list; `viral_files` match a list of often-seen
    material; the annotations are the platform's own words for a report and for those
    of its files that are not viral. `label_marks` are what people here said that files
    show. `terms` are the ids of the terms found in the
    report's texts by theme, each with the text's place, such as `en-now-1@chat`.
    `incident_days` are whole days between the incident and the report. `danger_now` is
    `unverified` or `confirmed` if a caller says that a child is in danger; `access` and
    `told_by` are codes of a caller's answers.
    """

    incident_type: str
    is_escalated: bool = False
    report_annotations: frozenset[str] = frozenset()
    file_annotations: frozenset[str] = frozenset()
    has_child_account: bool = False
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    novel_files: int = 0
    known_files: int = 0
    viral_files: int = 0
    label_marks: frozenset[str] = frozenset()
    repeat_reports: int = 0
    incident_days: int | None = None
    has_place: bool = False
    danger_now: str = ""
    access: str = ""
    told_by: str = ""


class Ask(StrEnum):
    """How a rule asks for a signal."""

    FLAG = "is so"
    WORDS = "is one of"
    AT_LEAST = "at least"
    AT_MOST = "at most"


class Theme(StrEnum):
    """What a term in a text speaks of."""

    NOW = "now"
    MEETING = "meeting"
    SELF_HARM = "self-harm"
    ACCESS = "access"
    TRUST = "trust"


@dataclass(frozen=True, kw_only=True)
class Signal:
    """A signal that rules may name; `facts` gives what of it meets a condition.

    `weak` signals may ask for level 3 at most, and earn no points.
    """

    ask: Ask
    says: str
    facts: Callable[[Signals, Condition], tuple[str, ...]]
    is_weak: bool = False


Facts = Callable[[Signals, Condition], tuple[str, ...]]


def _flag(field: str, fact: str) -> Facts:
    return lambda signals, _: (fact,) if getattr(signals, field) else ()


def _words(field: str) -> Facts:
    def facts(signals: Signals, wanted: Condition) -> tuple[str, ...]:
        found = getattr(signals, field)
        held = {found} if isinstance(found, str) else found
        return tuple(sorted(held & set(wanted))) if isinstance(wanted, tuple) else ()

    return facts


def _number(field: str) -> Facts:
    def facts(signals: Signals, least: Condition) -> tuple[str, ...]:
        number = getattr(signals, field)
        return (f"{field}={number}",) if number >= least else ()

    return facts


def _days(signals: Signals, most: Condition) -> tuple[str, ...]:
    days = signals.incident_days
    is_recent = days is not None and isinstance(most, int) and days <= most
    return (f"incident_days={days}",) if is_recent else ()


def _danger(signals: Signals, _: Condition) -> tuple[str, ...]:
    """Say how far the danger is checked: once it is, the reason counts anew."""
    return (f"danger:{signals.danger_now}",) if signals.danger_now else ()


def _chosen(field: str) -> Facts:
    def facts(signals: Signals, wanted: Condition) -> tuple[str, ...]:
        code = getattr(signals, field)
        is_met = isinstance(wanted, tuple) and code in wanted
        return (f"{field}:{code}",) if is_met else ()

    return facts


def _terms(theme: Theme) -> Facts:
    def facts(signals: Signals, least: Condition) -> tuple[str, ...]:
        found = signals.terms.get(theme, ())
        is_met = isinstance(least, int) and len(found) >= least
        return tuple(f"term:{term}" for term in found) if is_met else ()

    return facts


SIGNALS: Mapping[str, Signal] = MappingProxyType(
    {
        "escalated": Signal(
            ask=Ask.FLAG,
            says="The platform sent `escalateToHighPriority`.",
            facts=_flag("is_escalated", "escalateToHighPriority"),
        ),
        "incident_type": Signal(
            ask=Ask.WORDS,
            says="The platform's type of incident, by its code.",
            facts=_words("incident_type"),
        ),
        "report_annotations": Signal(
            ask=Ask.WORDS,
            says="The platform's marks of the report.",
            facts=_words("report_annotations"),
        ),
        "file_annotations": Signal(
            ask=Ask.WORDS,
            says="The platform's marks of files that are not viral.",
            facts=_words("file_annotations"),
        ),
        "label_marks": Signal(
            ask=Ask.WORDS,
            says="What people here said that files show: `infant`, `violence`.",
            facts=_words("label_marks"),
        ),
        "child_account": Signal(
            ask=Ask.FLAG,
            says="The platform names a child's account: the child can be reached.",
            facts=_flag("has_child_account", "childAccount"),
        ),
        "novel_files": Signal(
            ask=Ask.AT_LEAST,
            says="Files that match no list, and that nobody found to show no child.",
            facts=_number("novel_files"),
        ),
        "repeat_reports": Signal(
            ask=Ask.AT_LEAST,
            says="Other reports that name the same account, address or device.",
            facts=_number("repeat_reports"),
        ),
        "known_files": Signal(
            ask=Ask.AT_LEAST,
            says="Files that match a list of known material.",
            facts=_number("known_files"),
            is_weak=True,
        ),
        "viral_files": Signal(
            ask=Ask.AT_LEAST,
            says="Files that match a list of often-seen material.",
            facts=_number("viral_files"),
            is_weak=True,
        ),
        "incident_days": Signal(
            ask=Ask.AT_MOST,
            says="Whole days from the incident to the report.",
            facts=_days,
        ),
        "place": Signal(
            ask=Ask.FLAG,
            says="The report hints at a place.",
            facts=_flag("has_place", "location"),
        ),
        "in_danger_now": Signal(
            ask=Ask.FLAG,
            says="A member of the public says that a child is in danger now.",
            facts=_danger,
        ),
        "access_to_child": Signal(
            ask=Ask.WORDS,
            says="How the reported person reaches the child, as the public says.",
            facts=_chosen("access"),
        ),
        "told_by": Signal(
            ask=Ask.WORDS,
            says="Who calls: a child about themself, a survivor, a parent, others.",
            facts=_chosen("told_by"),
        ),
        "terms_now": Signal(
            ask=Ask.AT_LEAST,
            says="Terms of time pressure in the report's texts.",
            facts=_terms(Theme.NOW),
        ),
        "terms_meeting": Signal(
            ask=Ask.AT_LEAST,
            says="Terms of a meeting or a journey to one.",
            facts=_terms(Theme.MEETING),
        ),
        "terms_self_harm": Signal(
            ask=Ask.AT_LEAST,
            says="Terms of self-harm or suicide.",
            facts=_terms(Theme.SELF_HARM),
        ),
        "terms_access": Signal(
            ask=Ask.AT_LEAST,
            says="Terms of a household or care job with children.",
            facts=_terms(Theme.ACCESS),
        ),
        "terms_trust": Signal(
            ask=Ask.AT_LEAST,
            says="Terms of a position of trust, such as a teacher's.",
            facts=_terms(Theme.TRUST),
        ),
    }
)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A row of the table: it fires when all its conditions are met.

    `when` has a condition for each signal that it asks for: True for a flag, words of
    which one is enough, or a number. `points` go into the risk.
    """

    id: str
    level: str
    points: int
    sentence: str
    when: Mapping[str, Condition]

    def fires(self, signals: Signals) -> tuple[str, ...]:
        """Give the facts that make it fire; empty means that it does not."""
        found: list[str] = []
        for name, condition in self.when.items():
            facts = SIGNALS[name].facts(signals, condition)
            if not facts:
                return ()
            found += facts
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A rule that fired, on which facts, and what it adds to the risk.

    `is_set_aside` marks what two people, or for levels below 1 one person, decided
    not to follow; it stays to be read.
    """

    rule: str
    level: str
    sentence: str
    facts: tuple[str, ...]
    points: int = 0
    is_set_aside: bool = False


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """A level, a risk from 0 to 100, and every rule that spoke, most urgent first."""

    level: str
    reasons: tuple[Reason, ...]
    risk: int = 0


# No table can take these away: whatever is known or viral still waits in the queue.
ALWAYS: tuple[Rule, ...] = (
    Rule(
        id="known-material",
        level="3",
        points=0,
        sentence="Files match lists of known material.",
        when={"known_files": 1},
    ),
    Rule(
        id="viral-material",
        level="3",
        points=0,
        sentence="Files match lists of often-seen material.",
        when={"viral_files": 1},
    ),
)


def rank(signals: Signals, rules: tuple[Rule, ...]) -> Ranking:
    """Give the most urgent level that a rule asks for, or E when none speaks.

    The risk is the sum of the points of all rules that fire, 100 at the most.
    """
    reasons = tuple(
        Reason(
            rule=rule.id,
            level=rule.level,
            sentence=rule.sentence,
            facts=facts,
            points=rule.points,
        )
        for rule in (*rules, *ALWAYS)
        if (facts := rule.fires(signals))
    )
    ordered = tuple(sorted(reasons, key=lambda reason: reason.level))
    return Ranking(
        level=ordered[0].level if ordered else UNRANKED,
        reasons=ordered,
        risk=risk_of(ordered),
    )


def risk_of(reasons: tuple[Reason, ...]) -> int:
    """Add up what the reasons that are not set aside say of the risk, 0 to 100."""
    points = sum(reason.points for reason in reasons if not reason.is_set_aside)
    return min(points, RISK_MOST)
