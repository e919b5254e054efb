"""Clearances on the stage: who may see which of their rows, and one to decide."""

# ruff: noqa: S608 - statements are made of our own tables' names

from datetime import UTC, datetime, timedelta
from typing import Any

from tests import cast
from tipline.clearance import services
from tipline.clearance.services import Finding
from tipline.retention import services as retention

HAS = (
    "report_id IN (SELECT report_id FROM referral_referral"
    " WHERE agency_id = {o} AND ended_at IS NULL)"
)
_SAID = "SELECT id FROM clearance_clearance WHERE "
OF_PLATFORM = f"clearance_id IN ({_SAID}platform_id = {{o}})"
OF_AGENCY = f"clearance_id IN ({_SAID}{HAS})"
OWN = f"clearance_id IN ({_SAID}organization_id = {{o}} AND {HAS})"
FILES = f"file_id IN (SELECT id FROM files_reportedfile WHERE {HAS})"
SAYS = f"organization_id = {{o}} AND state = 'said' AND {HAS}"
ITS_PLATFORM = (
    "platform_id = (SELECT c.platform_id FROM clearance_clearance c"
    " WHERE c.id = clearance_id)"
)
TOLD = f"state = 'said' AND {OWN} AND {ITS_PLATFORM}"
NEVER = {
    "retention_purgeclock": [("D", "true")],
    "retention_hold": [("U", "released_at IS NOT NULL"), ("D", "true")],
    "clearance_clearance": [("U", "state <> 'said'"), ("D", "true")],
    "clearance_clearedfile": [("UD", "true")],
    "clearance_clearancenotice": [("UD", "true")],
}
_NEW = {"a new row"}
_SAYS = {
    "clearance_clearance": _NEW,
    "clearance_clearedfile": _NEW,
    "clearance_clearancenotice": _NEW,
}
_ASKED = {"finding": "not-csam/adults", "reason": "abstract reason"}
FORMS = {
    "agencies:clear": (_ASKED, _SAYS),
    "console:clear": (_ASKED, _SAYS),
    "console:hold-report": (
        {"kind": "preservation", "reason": "abstract reason", "until": "2030-01-01"},
        {"retention_hold": _NEW},
    ),
    "console:release-hold": ({}, {"retention_hold": {"released_by", "released_at"}}),
    "console:decide-clearance": (
        {"choice": "decline", "decision": "abstract reason"},
        {
            "clearance_clearance": {
                "state",
                "decided_by",
                "decided_at",
                "decision",
            },
            "clearance_clearancenotice": _NEW,
        },
    ),
}


def build(ours: Any, theirs: Any) -> int:
    """Let each side's officer clear a file, and one of them be declined.

    Gives the clearance of theirs of which nobody has decided, said by an analyst:
    our officer's own is decided, so that they can say so again.
    """
    at = datetime.now(UTC)
    for side in (ours, theirs):
        officer = cast.principal_of(side.officer)
        said = services.clear(officer, side.report_id, _finding(side), at=at)
        services.decline(
            cast.principal_of(cast.ana()), said.pk, decision="abstract", at=at
        )
    sven = cast.principal_of(cast.sven())
    waits = services.clear(sven, theirs.report_id, _finding(theirs), at=at)
    officer = cast.principal_of(theirs.officer)
    services.clear(officer, theirs.report_id, _finding(theirs), at=at)
    return waits.pk


def build_holds(ours: int, theirs: int) -> int:
    """Let clocks run for both reports, and Mira hold ours; one hold was released."""
    mira, sven = cast.principal_of(cast.mira()), cast.principal_of(cast.sven())
    at = datetime.now(UTC)
    for report_id in (ours, theirs):
        retention.start_clock(mira, report_id, clearance_id=1, days=30, at=at)
    holds = [
        retention.place_hold(
            mira,
            ours,
            kind="preservation",
            reason="abstract reason",
            ends_at=at + timedelta(days=30),
            at=at,
        )
        for _ in range(2)
    ]
    retention.release_hold(sven, holds[0].pk, at=at)
    return holds[1].pk


def _finding(side: Any) -> Finding:
    return Finding(
        verdict="not-csam",
        ground="adults",
        file_ids=(side.file_id,),
        reason="abstract reason",
    )
