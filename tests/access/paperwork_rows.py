"""Texts and requests of agencies on the stage: whose they are, and one of each side."""

from datetime import UTC, date, datetime
from typing import Any

import pyrage

from tests import cast
from tipline.paperwork import services
from tipline.paperwork.services import Asked
from tipline.sealing import services as keys
from tipline.sealing.age import fingerprint_of

HAS = "report_id IN (SELECT report_id FROM referral_referral WHERE agency_id = {o})"
OWN = f"organization_id = {{o}} AND {HAS}"
NEVER = {
    "paperwork_drafttext": [("UD", "true")],
    "sealing_agencykey": [("UD", "true")],
    "paperwork_legalrequest": [("U", "state <> 'waiting'"), ("D", "true")],
}
KEY = str(pyrage.x25519.Identity.generate().to_public())
_NEW = {"a new row"}
_ASKED = {
    "kind": "subpoena",
    "addressee": "a platform",
    "reference": "S-1",
    "sent_on": "2026-11-01",
    "due_on": "2026-12-01",
}
FORMS = {
    "agencies:draft": (
        {"text": "Report {{ report.number }}"},
        {"paperwork_drafttext": _NEW},
    ),
    "agencies:keys": (
        {"recipient": KEY, "fingerprint": fingerprint_of(KEY)},
        {"sealing_agencykey": _NEW},
    ),
    "agencies:note-request": (_ASKED, {"paperwork_legalrequest": _NEW}),
    "agencies:close-request": (
        {"state": "answered"},
        {"paperwork_legalrequest": {"state", "closed_by", "closed_at"}},
    ),
}


def build(ours: Any, theirs: Any) -> dict[str, int]:
    """Let each side's officer keep a text and note two requests, one closed.

    Gives the request of each side that still waits, by side.
    """
    at = datetime.now(UTC)
    waiting = {}
    for name, side in (("ours", ours), ("theirs", theirs)):
        officer = cast.principal_of(side.officer)
        keys.enter_key(officer, KEY, fingerprint=fingerprint_of(KEY), at=at)
        keys.enter_key(officer, "", fingerprint="", at=at)
        text = "Draft of " + name
        services.save_text(officer, "mlat-request", text, version=0, at=at)
        asked = Asked(
            kind="subpoena",
            addressee="a platform",
            reference="S-1",
            sent_on=date(2026, 11, 1),
            due_on=date(2026, 12, 1),
        )
        made = [
            services.note_request(officer, side.report_id, asked, at=at)
            for _ in range(2)
        ]
        services.close_request(
            officer, side.report_id, made[0].pk, state="answered", at=at
        )
        waiting[name] = made[1].pk
    return waiting
