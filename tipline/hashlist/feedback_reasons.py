"""Why a member may say that a fingerprint is wrong, and when its item is suspended."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

NEGATIVES_TO_SUSPEND: Final = 2

_NAMES: Final = {
    "adult": "The person shown is an adult",
    "not-sexual": "Nothing sexual is shown",
    "harmless": "A harmless, widely used picture",
    "collision": "The fingerprint also matches other files",
    "blank": "The fingerprint is of a blank or broken file",
    "wrong-class": "The classification is wrong",
    "other": "Another reason",
}
CODES: Final = tuple(_NAMES)
_NAMESPACE: Final = uuid.UUID("5b1c1f0e-6f5f-5d0b-9d3e-2f7a4c1e8a90")


@dataclass(frozen=True, kw_only=True)
class FeedbackReason:
    """One reason: its code in the database, its name, its id on one list's wire."""

    code: str
    name: str
    guid: str


def reasons(slug: str, algorithm: str) -> tuple[FeedbackReason, ...]:
    """List the reasons for one algorithm of one list; the guids never change."""
    return tuple(
        FeedbackReason(code=code, name=name, guid=_guid(slug, algorithm, code))
        for code, name in _NAMES.items()
    )


def name_of(code: str) -> str:
    """Give a reason's name.

    Raises:
        KeyError: there is no such code.
    """
    return _NAMES[code]


def must_suspend(negative_members: Iterable[int]) -> bool:
    """Tell whether negative votes of these members suspend an item: two different."""
    return len(set(negative_members)) >= NEGATIVES_TO_SUSPEND


def _guid(slug: str, algorithm: str, code: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{slug}/{algorithm}/{code}"))
