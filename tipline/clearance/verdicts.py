"""What can be said to clear a report, and on which grounds: a pure rule.

Sources: the reasons of hotlines for "not illegal", and the reasons for which police
close a report.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from tipline.foundation.sentence import Sentence


class Verdict(StrEnum):
    """What somebody found."""

    NOT_CSAM = "not-csam"
    UNFOUNDED = "unfounded"


class Ground(StrEnum):
    """Why."""

    ADULTS = "adults"
    NUDITY_WITHOUT_SEX = "nudity-without-sex"
    CHILDREN_NOT_SEXUAL = "children-not-sexual"
    DRAWN = "drawn"
    UNRELATED = "unrelated"
    NO_CRIME = "no-crime"
    FALSE_REPORT = "false-report"
    WRONG_ACCOUNT = "wrong-account"
    ALLEGED_CHILD_IS_ADULT = "alleged-child-is-adult"


class Disposal(StrEnum):
    """What becomes of a report that was cleared."""

    PURGE = "purge"
    SEGREGATE = "segregate"
    KEEP = "keep"


GROUNDS: Mapping[Verdict, tuple[Ground, ...]] = MappingProxyType(
    {
        Verdict.NOT_CSAM: (
            Ground.ADULTS,
            Ground.NUDITY_WITHOUT_SEX,
            Ground.CHILDREN_NOT_SEXUAL,
            Ground.DRAWN,
            Ground.UNRELATED,
        ),
        Verdict.UNFOUNDED: (
            Ground.NO_CRIME,
            Ground.FALSE_REPORT,
            Ground.WRONG_ACCOUNT,
            Ground.ALLEGED_CHILD_IS_ADULT,
        ),
    }
)


def problem_of(
    verdict: str, ground: str, *, has_files: bool, reason: str
) -> str | None:
    """Say what a clearance lacks, or give None if it is whole.

    That a report is unfounded says nothing about its files: what they show, they show
    in every other report, too. Whoever clears files as well says so of each.
    """
    if verdict not in set(Verdict) or ground not in GROUNDS[Verdict(verdict)]:
        return Sentence("Choose what you found, and a ground that goes with it.")
    if verdict == Verdict.NOT_CSAM and not has_files:
        return Sentence("Choose the files that you mean.")
    if not reason.strip():
        return Sentence("Say in a sentence how you know.")
    return None


def disposal_problem(verdict: str, disposal: str) -> str | None:
    """Say why a cleared report cannot be disposed of so, or give None.

    An unfounded report is not kept as if nothing had been said.
    """
    if disposal not in set(Disposal):
        return "Choose what becomes of the report."
    if verdict == Verdict.UNFOUNDED and disposal == Disposal.KEEP:
        return "An unfounded report is destroyed after a while, or kept apart."
    return None


def is_decided_by_another(said_by: str, decided_by: str) -> bool:
    """Tell whether a second person decides: nobody clears a report alone."""
    return bool(said_by) and bool(decided_by) and said_by != decided_by
