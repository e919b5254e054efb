"""Which reports are bundled: those that bring widely seen files and nothing else.

A bundle groups and hides nothing: every report in it keeps its level, its incident and
its agencies. Whatever a report has of its own keeps it out, or takes it out again, so
that people see it by itself. A batched report says itself that its file is viral; its
own word bundles that report, and no other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tipline.intake.wording import incident_wire
from tipline.triage.holding import MOST_URGENT
from tipline.triage.priority import UNRANKED, Signals

# About material alone. The others are about contact with a child.
BUNDLED_TYPES: Final = frozenset(map(incident_wire, ("csam", "misleading", "domain")))
# Marks of a report that say nothing of a child.
HARMLESS_MARKS: Final = frozenset({"informational", "spam"})


class OwnSignal(StrEnum):
    """What a report has of its own, so that it is not bundled."""

    LEVEL_1 = "level-1"
    OTHER_FILE = "other-file"
    ESCALATED = "escalated"
    CONTACT = "contact"
    REPORT_MARK = "report-mark"
    LIVE_STREAM = "live-stream"
    CHILD_ACCOUNT = "child-account"
    TERMS = "terms"
    CONVERSATION = "conversation"
    REPEAT_PERSON = "repeat-person"
    NEEDS_PERSON = "needs-person"
    TAKEN_OUT = "taken-out"
    KEPT_APART = "kept-apart"


@dataclass(frozen=True, kw_only=True)
class BundleFacts:
    """What is asked of a report.

    `leaders` has the leader of each file that is widely seen, or whatever a batched
    report brought, and None for every other file. `has_words` is about the text of a
    conversation, `is_live` about a mark of a live stream on any file. The last four
    are where the report stands.
    """

    signals: Signals
    leaders: tuple[int | None, ...]
    has_words: bool
    is_live: bool
    level: str = UNRANKED
    needs_person: bool = False
    was_taken_out: bool = False
    is_set_apart: bool = False


_HOLDS: Mapping[OwnSignal, Callable[[BundleFacts], bool]] = MappingProxyType(
    {
        OwnSignal.LEVEL_1: lambda facts: facts.level == MOST_URGENT,
        OwnSignal.OTHER_FILE: lambda facts: None in facts.leaders,
        OwnSignal.ESCALATED: lambda facts: facts.signals.is_escalated,
        OwnSignal.CONTACT: lambda facts: (
            facts.signals.incident_type not in BUNDLED_TYPES
        ),
        OwnSignal.REPORT_MARK: lambda facts: bool(
            facts.signals.report_annotations - HARMLESS_MARKS
        ),
        OwnSignal.LIVE_STREAM: lambda facts: facts.is_live,
        OwnSignal.CHILD_ACCOUNT: lambda facts: facts.signals.has_child_account,
        OwnSignal.TERMS: lambda facts: any(facts.signals.terms.values()),
        OwnSignal.CONVERSATION: lambda facts: facts.has_words,
        OwnSignal.REPEAT_PERSON: lambda facts: facts.signals.repeat_reports > 0,
        OwnSignal.NEEDS_PERSON: lambda facts: facts.needs_person,
        OwnSignal.TAKEN_OUT: lambda facts: facts.was_taken_out,
        OwnSignal.KEPT_APART: lambda facts: facts.is_set_apart,
    }
)


def own_signals(facts: BundleFacts) -> tuple[OwnSignal, ...]:
    """Give everything that a report has of its own; nothing if only its files speak."""
    return tuple(signal for signal, holds in _HOLDS.items() if holds(facts))


def bundle_of(facts: BundleFacts) -> int | None:
    """Give the leader whose bundle a report belongs to; None if it stands by itself.

    Of several, the one that came first.
    """
    leaders = [leader for leader in facts.leaders if leader is not None]
    return None if own_signals(facts) else min(leaders, default=None)
