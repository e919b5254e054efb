"""What a report's level brings to the access tests: rows, forms, things."""

from datetime import UTC, datetime
from typing import NamedTuple

from tests import cast
from tipline.triage import lowering, services

NEW = "a new row"
STANDS = {"assessment_id", "priority", "updated_at"}
RAISED = {"triage_assessment": {NEW}, "triage_standing": STANDS}
LOWERED = {"triage_assessment": {NEW}, "triage_standing": {*STANDS, "risk"}}


class UrgencyForm(NamedTuple):
    """As `Form` of the mass assignment tests."""

    asks: dict[str, str]
    does: dict[str, set[str]]
    status: int = 302


FORMS = {
    "console:escalate": UrgencyForm({"reason": "abstract reason"}, RAISED),
    "console:lower": UrgencyForm({"level": "3", "reason": "abstract reason"}, LOWERED),
    "console:decide-lowering": UrgencyForm(
        {"decision": "decline"},
        {"triage_lowering": {"state", "decided_by", "decided_at"}},
    ),
}
# Of which of the stage's reports there is something to decide.
THING_BY_ROUTE = {"console:decide-lowering": "theirs"}
OURS = ("triage_lowering",)
NEVER = {"triage_lowering": [("U", "state <> 'open'")]}


def build(ours: int, theirs: int) -> None:
    """Let Mira ask to lower one report; the other is what it became by itself."""
    assert ours != theirs
    mira, at = cast.principal_of(cast.mira()), datetime.now(UTC)
    services.escalate(mira, theirs, at=at)
    lowering.lower(mira, theirs, level="3", reason="abstract reason", at=at)
