"""What telephone calls bring to the access tests: calls on the stage, forms, rules."""

from datetime import UTC, datetime
from typing import NamedTuple

from tests import cast
from tests.access.urgency_rows import UrgencyForm
from tipline import pipeline, telephone
from tipline.intake import calls
from tipline.intake.danger import CheckKind, CheckOutcome
from tipline.intake.public_form import SECTIONS_BY_ID
from tipline.referral.release_queries import release_sheet

NEW = "a new row"
QUEUED = {"procrastinate_jobs": {NEW}, "procrastinate_events": {NEW}}
ENDED = {
    "state",
    "closed_at",
    "changed_at",
    "receipt",
    "completeness",
    "finish_answer",
}
FORMS = {
    "console:begin-call": UrgencyForm(
        {}, {"intake_report": {NEW}, "intake_call": {NEW}}
    ),
    "console:call": UrgencyForm(
        {"section": "more", "more": "abstract words"},
        # It names a danger, and nobody was called yet.
        {
            "intake_submission": {NEW},
            "intake_report": {"document", "changed_at"},
            **QUEUED,
        },
    ),
    "console:end-call": UrgencyForm({}, {"intake_report": ENDED, **QUEUED}),
    "console:check-danger": UrgencyForm(
        {"kind": "call-back", "outcome": "confirmed", "note": "abstract words"},
        {"intake_dangercheck": {NEW}, **QUEUED},
    ),
    "console:release": UrgencyForm(
        {},
        {
            "referral_releasedecision": {NEW},
            "referral_referralproposal": {"decision_id"},
            "referral_referral": {NEW},
        },
    ),
    "console:refuse-release": UrgencyForm(
        {"reason": "abstract reason"},
        {
            "referral_releasedecision": {NEW},
            "referral_referralproposal": {"decision_id"},
        },
    ),
}
NEVER = {
    # Its key is the report's, and a call never changes hands.
    "intake_call": [("U", "true")],
    "intake_dangercheck": [("UD", "true")],
    "referral_releasedecision": [("UD", "true")],
}
OF_REFERRED = ("intake_call", "intake_dangercheck", "referral_releasedecision")
OURS = ("referral_referralproposal",)


class Calls(NamedTuple):
    """A call that is open, one that waits for release, and its proposal."""

    open_id: int
    over_id: int
    proposal_id: int


def build() -> Calls:
    """Let Ana take three calls: one goes on, one waits, one is with Lena's agency."""
    ana, at = cast.principal_of(cast.ana()), datetime.now(UTC)
    first, over, released = (_taken(danger) for danger in ("yes", "no", "yes"))
    for call_id in (over, released):
        telephone.end_call(ana, call_id, at=at)
        pipeline.journey.func(report_id=call_id)
    telephone.check_danger(
        cast.principal_of(cast.mira()),
        released,
        kind=CheckKind.SECOND_PERSON,
        outcome=CheckOutcome.CONFIRMED,
        note="",
        at=at,
    )
    proposals = [
        release_sheet(ana, call_id).proposed[0].proposal_id
        for call_id in (over, released)
    ]
    telephone.release(ana, released, proposals=[proposals[1]], at=at)
    return Calls(first, over, proposals[0])


def _taken(danger: str) -> int:
    ana, at = cast.principal_of(cast.ana()), datetime.now(UTC)
    call_id = calls.begin(ana, at=at)
    said = {
        "danger": {"danger_now": danger},
        "incident": {"kind": "csam"},
        "child": {"child_state": "MA", "child_country": "US"},
    }
    for section, answers in said.items():
        calls.save(ana, call_id, SECTIONS_BY_ID[section], sent=answers, at=at)
    return call_id
