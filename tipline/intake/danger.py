"""Whether somebody checked that a child is in danger now, as a caller says.

Anybody can say it on the telephone, and some say it to send police to a door. So what
one person alone heard is shown as unverified, until a second person of the
clearinghouse or a call back to the caller confirms it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class CheckKind(StrEnum):
    """How a claim was checked."""

    CALL_BACK = "call-back"
    SECOND_PERSON = "second-person"


class CheckOutcome(StrEnum):
    """What a check gave."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not-confirmed"
    NOT_REACHED = "not-reached"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check: how, what it gave, and by whom, such as `person:17`."""

    kind: str
    outcome: str
    by: str


def is_confirmed(taken_by: str, checks: Iterable[Check]) -> bool:
    """Tell whether a call back, or two people, confirm the danger.

    Args:
        taken_by: who heard the caller; empty if nobody of the clearinghouse did.
        checks: all checks; one that confirmed is not undone by one that did not.
    """
    confirming = [c for c in checks if c.outcome == CheckOutcome.CONFIRMED]
    if any(check.kind == CheckKind.CALL_BACK for check in confirming):
        return True
    people = {taken_by, *(check.by for check in confirming)} - {""}
    return bool(confirming) and len(people) > 1
