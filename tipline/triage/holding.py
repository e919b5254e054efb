"""What of a new ranking holds, given how a report stands: people outrank rules.

- No rule lowers a report from level 1: it stays until two people lower it.
- What people set aside stays set aside while its facts are the same; a rule that fires
  on other facts counts again.
- What a person raised stays raised.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tipline.triage.priority import UNRANKED, Reason, risk_of

RAISED = "escalated-by-analyst"
LOWERED = "lowered-by-analyst"
LOWERED_BY_TWO = "lowered-by-two-people"
BY_PEOPLE = frozenset({RAISED, LOWERED, LOWERED_BY_TWO})
MOST_URGENT = "1"


@dataclass(frozen=True)
class Held:
    """A level, a risk from 0 to 100, and the reasons, people's first."""

    level: str
    risk: int
    reasons: tuple[Reason, ...]


def held(reasons: Iterable[Reason]) -> Held:
    """Give the level of the reasons that count: the most urgent, or E."""
    kept = tuple(reasons)
    levels = [reason.level for reason in kept if not reason.is_set_aside]
    return Held(min(levels, default=UNRANKED), risk_of(kept), kept)


def ranked_anew(fired: Sequence[Reason], before: Sequence[Reason]) -> Held:
    """Join what the rules say now with what people said, and keep level 1.

    Args:
        fired: the reasons of a new ranking, the most urgent first.
        before: the reasons that the report stands on.
    """
    people = [reason for reason in before if reason.rule in BY_PEOPLE]
    aside = {(r.rule, r.facts) for r in before if r.is_set_aside}
    now = [replace(r, is_set_aside=(r.rule, r.facts) in aside) for r in fired]
    # At its old level: the operator may have lowered the rule since.
    fires_still = {
        reason.rule
        for reason in now
        if reason.level == MOST_URGENT and not reason.is_set_aside
    }
    stays = [
        reason
        for reason in before
        if reason.level == MOST_URGENT
        and not reason.is_set_aside
        and reason.rule not in BY_PEOPLE | fires_still
    ]
    fired_alike = {(r.rule, r.facts) for r in now}
    quiet = [
        r for r in before if r.is_set_aside and (r.rule, r.facts) not in fired_alike
    ]
    by_rules = sorted([*now, *stays, *quiet], key=lambda reason: reason.level)
    return held([*people, *by_rules])


def raised(said: Reason, before: Sequence[Reason]) -> Held:
    """Let a person's raise count before all else, and everything set aside again."""
    kept = (r for r in before if r.rule not in {LOWERED, LOWERED_BY_TWO})
    return held([said, *(replace(r, is_set_aside=False) for r in kept)])


def lowered(said: Reason, now: Sequence[Reason], seen: Sequence[Reason]) -> Held:
    """Set aside what is more urgent than `said`, as far as it was seen.

    Args:
        said: the people's reason, at the level that they lower to.
        now: the reasons that the report stands on.
        seen: the reasons that it stood on when the lowering was asked for; what came
            since is not set aside.
    """
    was_seen = {(r.rule, r.facts) for r in seen}
    kept = (
        replace(r, is_set_aside=True)
        if r.level < said.level and (r.rule, r.facts) in was_seen
        else r
        for r in now
    )
    return held([said, *kept])
