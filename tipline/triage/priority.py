"""How soon somebody must look at a report: a table of rules over named signals.

Only metadata and hashes are asked, so that ranking never depends on opening a file. How
complete a report is plays no part: that is another figure. Known and viral material
lowers a level and never hides a report; what fired is kept with its facts.
"""

from collections.abc import Callable
from dataclasses import dataclass

MOLESTATION = "Child Sexual Molestation"
TRAFFICKING = "Child Sex Trafficking"
TOURISM = "Child Sex Tourism"
ENTICEMENT = "Online Enticement of Children for Sexual Acts"

VIOLENCE = frozenset({"physicalHarm", "violenceGore", "bestiality"})
COERCION = frozenset({"sextortion", "sadisticOnlineExploitation"})


@dataclass(frozen=True, kw_only=True)
class Signals:
    """What is known of a report when it is ranked.

    `novel_files` are media that match no list; `viral_files` match a list of often-seen
    material; the annotations are the platform's own words for a report and for those
    of its files that are not viral.
    """

    incident_type: str
    is_escalated: bool = False
    report_annotations: frozenset[str] = frozenset()
    file_annotations: frozenset[str] = frozenset()
    has_child_account: bool = False
    novel_files: int = 0
    known_files: int = 0
    viral_files: int = 0
    repeat_reports: int = 0
    has_place: bool = False


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A row of the table: its level, its reason in words, and when it fires.

    `fires` gives the facts that made it fire; empty means that it did not.
    """

    id: str
    level: str
    sentence: str
    fires: Callable[[Signals], tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A rule that fired, and on which facts."""

    rule: str
    level: str
    sentence: str
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """A level and every rule that spoke, the most urgent first."""

    level: str
    reasons: tuple[Reason, ...]


def _type(*wanted: str) -> Callable[[Signals], tuple[str, ...]]:
    return lambda s: (s.incident_type,) if s.incident_type in wanted else ()


def _report_says(
    wanted: frozenset[str], *, child: bool = False
) -> Callable[[Signals], tuple[str, ...]]:
    def fires(signals: Signals) -> tuple[str, ...]:
        if child and not signals.has_child_account:
            return ()
        return tuple(sorted(signals.report_annotations & wanted))

    return fires


def _file_says(wanted: frozenset[str]) -> Callable[[Signals], tuple[str, ...]]:
    return lambda s: tuple(sorted(s.file_annotations & wanted))


def _count(name: str) -> Callable[[Signals], tuple[str, ...]]:
    def fires(signals: Signals) -> tuple[str, ...]:
        number = getattr(signals, name)
        return (f"{name}={number}",) if number else ()

    return fires


# Source: domain rules 2.2 of the clearinghouse's reference; the first that fires sets
# the level, all that fire are kept.
RULES: tuple[Rule, ...] = (
    Rule(
        id="escalated-by-platform",
        level="1",
        sentence="The platform escalated the report and gave a reason.",
        fires=lambda s: ("escalateToHighPriority",) if s.is_escalated else (),
    ),
    Rule(
        id="live-stream",
        level="1",
        sentence="A file that is not viral is from a live stream.",
        fires=_file_says(frozenset({"liveStreaming"})),
    ),
    Rule(
        id="hands-on-abuse",
        level="1",
        sentence="The platform reports hands-on abuse.",
        fires=_type(MOLESTATION),
    ),
    Rule(
        id="coercion-of-a-reachable-child",
        level="1",
        sentence="A child whose account is known is being coerced.",
        fires=_report_says(COERCION, child=True),
    ),
    Rule(
        id="coercion",
        level="2",
        sentence="The platform reports coercion, or that somebody asks for CSAM.",
        fires=_report_says(COERCION | {"csamSolicitation"}),
    ),
    Rule(
        id="enticement",
        level="2",
        sentence="The platform reports enticement of a child.",
        fires=_type(ENTICEMENT),
    ),
    Rule(
        id="trafficking",
        level="2",
        sentence="The platform reports trafficking or travel to abuse children.",
        fires=_type(TRAFFICKING, TOURISM),
    ),
    Rule(
        id="infant-or-violence",
        level="2",
        sentence="A file that is not viral shows an infant or violence.",
        fires=_file_says(VIOLENCE | {"infant"}),
    ),
    Rule(
        id="novel-material",
        level="2",
        sentence="Files match no list: a child may be unidentified.",
        fires=_count("novel_files"),
    ),
    Rule(
        id="repeat-person",
        level="2",
        sentence="Other reports name the same account, address or device.",
        fires=_count("repeat_reports"),
    ),
    Rule(
        id="known-material",
        level="3",
        sentence="Files match lists of known material.",
        fires=_count("known_files"),
    ),
    Rule(
        id="viral-material",
        level="3",
        sentence="Files match lists of often-seen material.",
        fires=_count("viral_files"),
    ),
    Rule(
        id="has-a-place",
        level="3",
        sentence="The report says where the incident may have happened.",
        fires=lambda s: ("location",) if s.has_place else (),
    ),
)


def rank(signals: Signals, rules: tuple[Rule, ...] = RULES) -> Ranking:
    """Give the most urgent level that a rule asks for, or E when none speaks."""
    reasons = tuple(
        Reason(rule=rule.id, level=rule.level, sentence=rule.sentence, facts=facts)
        for rule in rules
        if (facts := rule.fires(signals))
    )
    ordered = tuple(sorted(reasons, key=lambda reason: reason.level))
    return Ranking(level=ordered[0].level if ordered else "E", reasons=ordered)
