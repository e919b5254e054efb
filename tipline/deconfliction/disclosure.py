"""What an agency learns of another that works on the same, and what that one learns.

A table, and what must hold before anybody looks at it. Learning is mutual: nobody is
told whom to call without being made known to them.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from tipline.linking.strength import Strength


class Asking(StrEnum):
    """How the one who asks comes to the identifier."""

    HAS = "has"
    WORKS = "works"
    LOOKS_UP = "looks-up"


class Stance(StrEnum):
    """What an agency wants others to learn of its work; the values are stored."""

    OPEN = "open"
    SILENT = "silent"


class Disclosure(IntEnum):
    """What the one who asks learns, the least first."""

    NOTHING = 0
    SOMEBODY = 1
    WHOM_TO_CALL = 2


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """Two agencies and what leads from one to the other."""

    asking: Asking
    stance: Stance
    strength: Strength
    other_works_on_it: bool
    is_same_agency: bool = False
    is_in_service: bool = True


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the one who asks learns, and whether the other learns of them."""

    learns: Disclosure = Disclosure.NOTHING
    other_is_told: bool = False


NOTHING = Outcome()
# Who only has a report learns that there is somebody; taking it up is what it costs to
# learn who. A silent agency is never given away: it alone decides whether to call.
TABLE: dict[tuple[Asking, Stance], Outcome] = {
    (Asking.HAS, Stance.OPEN): Outcome(learns=Disclosure.SOMEBODY),
    (Asking.WORKS, Stance.OPEN): Outcome(
        learns=Disclosure.WHOM_TO_CALL, other_is_told=True
    ),
    (Asking.LOOKS_UP, Stance.OPEN): Outcome(
        learns=Disclosure.WHOM_TO_CALL, other_is_told=True
    ),
    (Asking.HAS, Stance.SILENT): NOTHING,
    (Asking.WORKS, Stance.SILENT): Outcome(other_is_told=True),
    (Asking.LOOKS_UP, Stance.SILENT): Outcome(other_is_told=True),
}


def outcome(meeting: Meeting) -> Outcome:
    """Say who learns what when two agencies meet on an identifier."""
    if meeting.is_same_agency or not meeting.other_works_on_it:
        return NOTHING
    if meeting.strength is not Strength.STRONG or not meeting.is_in_service:
        return NOTHING
    return TABLE[meeting.asking, meeting.stance]
