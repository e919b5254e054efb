"""What a report's level brings to the access tests: rows, forms, things."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from tests import cast
from tests.access import bundle_rows, list_rows, prior_rows
from tipline.alerting import roster
from tipline.alerting import services as alerting
from tipline.alerting.models import Alarm, Cause, Duty, Message
from tipline.foundation.policy.scope import acting
from tipline.triage import lowering, services, sharing
from tipline.triage.models import Intent

NEW = "a new row"
STANDS = {"assessment_id", "priority", "updated_at"}
RAISED = {
    "triage_assessment": {NEW},
    "triage_standing": {*STANDS, "bundle_id"},
    "casework_work": {"level"},
    **bundle_rows.LEFT,
}
LOWERED = {
    "triage_assessment": {NEW},
    "triage_standing": {*STANDS, "risk", "place"},
    "triage_bundle": {"priority", "place"},
    "casework_work": {"level"},
}


class UrgencyForm(NamedTuple):
    """As `Form` of the mass assignment tests."""

    asks: dict[str, str]
    does: dict[str, set[str]]
    status: int = 302


ANSWERED = {"next_at", "acknowledged_at", "acknowledged_by"}
FORMS = {
    "console:escalate": UrgencyForm(
        {"reason": "abstract reason"},
        {
            **RAISED,
            "alerting_alarm": {NEW},
            "alerting_watch": {NEW},
            # What a law held back goes out.
            "referral_withholding": {"ended_by", "ended_at", "end_reason"},
            "referral_locationevidence": {NEW, "a row less"},
            "referral_jurisdiction": {"decided_by", "decided_at", "places"},
        },
    ),
    "console:say-intent": UrgencyForm(
        {"intent": "meme"},
        {
            "triage_sharingintent": {NEW},
            "jobs_steprun": {"a row less"},
            "procrastinate_jobs": {NEW},
            "procrastinate_events": {NEW},
        },
    ),
    "console:take-out": UrgencyForm(
        {"reason": "abstract reason"}, bundle_rows.TAKEN_OUT
    ),
    "console:set-aside-flood": UrgencyForm(
        {"reason": "abstract reason"}, bundle_rows.SET_ASIDE
    ),
    "console:lower": UrgencyForm({"level": "3", "reason": "abstract reason"}, LOWERED),
    "console:decide-lowering": UrgencyForm(
        {"decision": "decline"},
        {"triage_lowering": {"state", "decided_by", "decided_at"}},
    ),
    "operations:answer-appeal": UrgencyForm(
        {"decision": "decline", "answer": "abstract answer"},
        {
            "triage_priorappeal": prior_rows.ANSWERED,
            "procrastinate_jobs": {NEW},
            "procrastinate_events": {NEW},
        },
    ),
    "duty:acknowledge": UrgencyForm({}, {"alerting_alarm": ANSWERED}),
    "duty:roster": UrgencyForm(
        {"starts_at": "2026-11-21T12:00", "ends_at": "2036-11-21T12:00", "turn": "1"},
        {"alerting_duty": {NEW}},
    ),
    "duty:end-duty": UrgencyForm({}, {"alerting_duty": {"a row less"}}),
    "agencies:acknowledge": UrgencyForm(
        {},
        {
            "alerting_alarm": ANSWERED,
            "referral_referral": {"acknowledged_at", "acknowledged_by"},
            "casework_work": {"acknowledged_at"},
        },
    ),
}
# Of which of the stage's reports there is something to decide.
THING_BY_ROUTE = {"console:decide-lowering": "theirs"}
# Officers may too, and the stage's alarm and duty are the clearinghouse's.
ASKER_BY_ROUTE = dict.fromkeys(
    ["duty:acknowledge", "duty:roster", "duty:end-duty"], "Ana"
)
OURS = (
    *list_rows.OURS,
    *bundle_rows.OURS,
    "triage_lowering",
    "triage_sharingintent",
    "alerting_message",
    "alerting_watch",
)
OWN = "organization_id = {o}"
NEVER = {
    **bundle_rows.NEVER,
    **prior_rows.NEVER,
    "triage_lowering": [("U", "state <> 'open'")],
    "triage_sharingintent": [("UD", "true")],
}
BLIND = {
    **list_rows.BLIND_LISTS,
    "alerting_alarm": ("U", "UPDATE {t} SET sounded_at = now()"),
    "alerting_duty": ("D", "DELETE FROM {t}"),
}
TENANT = {
    **list_rows.TENANT_OF_LISTS,
    "alerting_alarm": "organization_id",
    "alerting_duty": "organization_id",
}


class Urgency(NamedTuple):
    """An alarm and a duty of the clearinghouse, and who may be put on duty.

    And an alarm and a duty of our officer's agency.
    """

    alarm_id: int
    duty_id: int
    person_id: int
    lenas_alarm_id: int
    lenas_duty_id: int


def build(ours: int, theirs: int) -> Urgency:
    """Let Mira ask to lower one report, and let both sides' people be on duty."""
    mira, at = cast.principal_of(cast.mira()), datetime.now(UTC)
    services.escalate(mira, theirs, at=at)
    for report_id in (ours, theirs):
        sharing.say_intent(mira, report_id, Intent.NONE_OF_THESE, at=at)
    alerting.follow_level(cast.STAGE, theirs, at=at)
    lowering.lower(mira, theirs, level="3", reason="abstract reason", at=at)
    with acting(cast.STAGE):
        alerting.raise_alarm(
            cast.STAGE,
            cast.lena().organization_id,
            ours,
            cause=Cause.LEVEL_1,
            at=at,
        )
        alarm = Alarm.objects.get(organization_id=cast.ana().organization_id)
        Message.objects.create(
            alarm=alarm, channel="mail", recipient="person:1", created_at=at
        )
    for person in (cast.ana(), cast.lena(), cast.zed()):
        roster.add_duty(
            cast.principal_of(person),
            person_id=person.pk,
            starts_at=at,
            ends_at=at + timedelta(hours=8),
            turn=1,
            at=at,
        )
    with acting(cast.STAGE):
        duty = Duty.objects.get(person=cast.ana())
        lenas = Alarm.objects.get(organization_id=cast.lena().organization_id)
        lenas_duty = Duty.objects.get(person=cast.lena())
    return Urgency(alarm.pk, duty.pk, cast.ana().pk, lenas.pk, lenas_duty.pk)
