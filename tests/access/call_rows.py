"""What the public brings to the access tests: calls and forms on the stage, rules."""

from datetime import UTC, datetime
from typing import NamedTuple

from tests import cast
from tests.access.urgency_rows import UrgencyForm
from tipline import pipeline, telephone, web_form
from tipline.intake import calls, web_forms
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
    "console:ask": UrgencyForm(
        {"text": "abstract words"}, {"intake_submission": {NEW}}
    ),
    "console:release": UrgencyForm(
        {},
        {
            "referral_releasedecision": {NEW},
            "referral_referralproposal": {"decision_id"},
            "referral_referral": {NEW},
            "casework_work": {NEW},
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
# Whoever holds the key of a report that was filled in: {o} is its number.
OWN_FORM = "id = {o} AND origin = 'form'"
UNSENT = "report_id IN (SELECT id FROM intake_report WHERE state = 'open')"
OWN = "report_id = {o}"
HOLDERS: dict[str, list[tuple[str, str]]] = {
    "intake_report": [("SI", OWN_FORM), ("U", f"{OWN_FORM} AND state = 'open'")],
    "intake_submission": [
        ("S", f"{OWN} AND (kind = 'question' OR {UNSENT})"),
        ("I", f"{OWN} AND kind IN ('answers', 'message')"),
    ],
    "intake_call": [("SI", OWN)],
    "intake_returnkey": [("SIU", OWN)],
    "audit_entry": [("I", "organization_id = {o}")],
}
BLIND = {"intake_returnkey": ("U", "UPDATE {t} SET messages = 0")}


class Calls(NamedTuple):
    """A call that is open, one that waits for release, its proposal, and two forms."""

    open_id: int
    over_id: int
    proposal_id: int
    open_form_id: int
    sent_form_id: int


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
    return Calls(first, over, proposals[0], _form(), _form(is_sent=True))


def _form(*, is_sent: bool = False) -> int:
    """Let somebody fill in the form; a sent one has a question and an answer, too."""
    at = datetime.now(UTC)
    who = web_form.begin(web_forms.new_key(), at=at)
    web_form.save(who, SECTIONS_BY_ID["more"], {"more": "abstract words"}, at=at)
    if is_sent:
        web_form.send(who, at=at)
        number = who.organization_id
        web_forms.ask(cast.principal_of(cast.ana()), number, "abstract", at=at)
        web_forms.add_message(who, "abstract words", at=at)
    return who.organization_id


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
