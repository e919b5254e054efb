"""A report of level 1 calls people until somebody answers, and the watch looks on."""

import base64
import json
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests import cast, factories
from tests.alerting.post_office import SECRET, outgoing, webhook_receiver
from tests.material import report_xml
from tipline import pipeline
from tipline.alerting import messages, patrol, roster, services
from tipline.alerting.calling import Calling
from tipline.alerting.errors import (
    AlarmNotFoundError,
    AlarmOverError,
    DutyTimeError,
    NotOnRosterError,
)
from tipline.alerting.models import Alarm, Message, Watch
from tipline.alerting.watching import WatchLimits
from tipline.alerting.webhook import is_safe
from tipline.foundation.audit.models import Entry
from tipline.foundation.errors import NotFoundError
from tipline.foundation.jobs.models import StepRun
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report
from tipline.referral import excluding
from tipline.referral import services as referral
from tipline.referral.models import Referral
from tipline.triage import lowering
from tipline.triage import services as triage

pytestmark = pytest.mark.django_db
WHY = "The account says that it travels today."
LIMITS = WatchLimits()


def urgent_report(user_id="u-alarm") -> int:
    return factories.routed_report(
        cast.platform(), report_xml(escalation=WHY, user_id=user_id)
    )


def alarms(report_id, **wanted):
    with acting(cast.STAGE):
        return list(Alarm.objects.filter(report_id=report_id, **wanted).order_by("pk"))


def causes(report_id, **wanted):
    return {alarm.cause for alarm in alarms(report_id, **wanted)}


def at_of(report_id, **later):
    with acting(cast.STAGE):
        finished_at = Report.objects.get(pk=report_id).closed_at
    return finished_at + timedelta(**later)


def send_queued():
    """Send what waits, as the worker does, and again what is to be sent later."""
    jobs = ProcrastinateJob.objects.filter(task_name=messages.TASK, status="todo")
    given_up = []
    for number in jobs.order_by("id").values_list("args__message_id", flat=True):
        at = cast.NOW
        if messages.deliver(cast.STAGE, number, at=at):
            services.tell_not_delivered(cast.STAGE, number, at=at)
            given_up.append(number)
    return given_up


def on_duty(person, turn, at):
    roster.add_duty(
        cast.principal_of(person),
        person_id=person.pk,
        starts_at=at - timedelta(hours=1),
        ends_at=at + timedelta(hours=9),
        turn=turn,
        at=at,
    )


def test_a_report_of_level_1_calls_the_clearinghouse_and_its_agency_at_once(
    people, mailbox
):
    factories.browser_of(people["Lena"]).post("/language/", {"language": "ar"})
    report_id = urgent_report()
    organizations = [alarm.organization_id for alarm in alarms(report_id)]
    assert organizations == [
        people["Ana"].organization_id,
        people["Lena"].organization_id,
    ]
    send_queued()
    assert set(mailbox.to()) == {person.email for person in people.values()}
    mail = mailbox.mails[0]
    text = str(mail.get_payload())
    assert str(report_id) in str(mail["Subject"])
    assert "https://tipline.example.org/alarms/" in text
    assert mail["Auto-Submitted"] == "auto-generated"
    for secret in (WHY, "u-alarm", "blue_kite", "reported@example.net", "Exemplar"):
        assert secret not in mail.as_string()
        assert secret not in mailbox.read_by(people["Lena"].email)
    assert "is at level 1" in mailbox.read_by(people["Ana"].email)
    assert f"Tipline: البلاغ {report_id} في المستوى 1" in mailbox.read_by(
        people["Lena"].email
    )


def test_a_report_of_another_level_calls_nobody(people, mailbox):
    assert people
    report_id = factories.routed_report(cast.platform())
    send_queued()
    assert (alarms(report_id), mailbox.mails) == ([], [])


def test_running_the_journey_again_calls_nobody_twice(people, mailbox):
    assert mailbox
    assert people
    report_id = urgent_report()
    before = alarms(report_id)
    StepRun.objects.filter(subject_id=report_id).delete()
    pipeline.journey.func(report_id=report_id)
    assert [alarm.pk for alarm in alarms(report_id)] == [alarm.pk for alarm in before]


def test_an_alarm_is_repeated_every_five_minutes_and_climbs_the_roster(
    people, mailbox, settings
):
    settings.ALARM_CALLING = Calling(again_minutes=5, calls_each=2)
    at = cast.NOW
    on_duty(people["Ana"], 1, at)
    on_duty(people["Sven"], 2, at)
    report_id = factories.routed_report(cast.platform())
    triage.escalate(cast.STAGE, report_id, at=at)
    services.follow_level(cast.STAGE, report_id, at=at)
    heard = []
    for minutes in range(0, 30, 5):
        if minutes:
            early = at + timedelta(minutes=minutes, seconds=-31)
            assert services.repeat_alarms(cast.STAGE, at=early) == 0
            services.repeat_alarms(cast.STAGE, at=at + timedelta(minutes=minutes))
        send_queued()
        names = {to.partition("@")[0] for to in mailbox.to()} - {"lena"}
        heard.append("".join(sorted(name[0] for name in names)))
        mailbox.mails.clear()
    assert heard == ["a", "a", "as", "as", "ams", "ams"]


def test_one_click_ends_the_calls_and_is_in_the_audit(people, mailbox):
    report_id = urgent_report()
    ana, sven = cast.principal_of(people["Ana"]), cast.principal_of(people["Sven"])
    ours, theirs = alarms(report_id)
    assert services.acknowledge(ana, ours.pk, at=cast.NOW) == report_id
    with pytest.raises(AlarmOverError):
        services.acknowledge(sven, ours.pk, at=cast.NOW)
    with pytest.raises(AlarmNotFoundError):
        services.acknowledge(ana, theirs.pk, at=cast.NOW)
    send_queued()
    mailbox.mails.clear()
    services.repeat_alarms(cast.STAGE, at=at_of(report_id, hours=1))
    send_queued()
    assert mailbox.to() == [people["Lena"].email]
    with acting(cast.STAGE):
        entry = Entry.objects.get(action="alarm.acknowledged", actor=ana.actor)
    assert entry.subject == f"report:{report_id}"


def test_an_officers_answer_is_the_agencys_receipt(people):
    report_id = urgent_report()
    lena = cast.principal_of(people["Lena"])
    zed = cast.principal_of(cast.zed())
    with pytest.raises(NotFoundError):
        services.acknowledge_receipt(zed, report_id, at=cast.NOW)
    services.acknowledge_receipt(lena, report_id, at=cast.NOW)
    with acting(cast.STAGE):
        sent = Referral.objects.get(report_id=report_id)
        assert (sent.acknowledged_at, sent.acknowledged_by) == (cast.NOW, lena.actor)
    assert [a.acknowledged_by for a in alarms(report_id)] == ["", lena.actor]
    services.acknowledge_receipt(lena, report_id, at=cast.NOW + timedelta(hours=1))
    with acting(cast.STAGE):
        assert Referral.objects.get(report_id=report_id).acknowledged_at == cast.NOW


def test_a_report_that_was_lowered_calls_nobody_any_more(people):
    report_id = urgent_report()
    ana, sven = cast.principal_of(people["Ana"]), cast.principal_of(people["Sven"])
    lowering.lower(ana, report_id, level="3", reason="A joke.", at=cast.NOW)
    services.follow_level(ana, report_id, at=cast.NOW)
    assert causes(report_id, ended_at=None) == {"level-1"}  # nobody confirmed yet
    lowering.confirm(sven, report_id, at=cast.NOW)
    services.follow_level(sven, report_id, at=cast.NOW)
    assert alarms(report_id, ended_at=None) == []
    triage.escalate(ana, report_id, at=cast.NOW)
    services.follow_level(ana, report_id, at=cast.NOW)
    assert len(alarms(report_id, next_at__isnull=False)) == 2


# --- webhooks


def test_a_webhook_is_told_numbers_signed_so_that_anybody_can_check(people, settings):
    assert people
    with webhook_receiver() as receiver:
        settings.ALARM_OUTGOING = outgoing(urls=[receiver.url])
        report_id = urgent_report()
        send_queued()
    assert len(receiver.calls) == 2
    headers, body = receiver.calls[0]
    at = int(headers["webhook-timestamp"])
    assert at == int(cast.NOW.timestamp())
    # The library looks at the clock: sign what came by its own words, and compare.
    secret = base64.b64encode(SECRET.encode()).decode()
    signed = Webhook(secret).sign(headers["webhook-id"], cast.NOW, body.decode())
    assert headers["webhook-signature"] == signed
    other = Webhook(base64.b64encode(b"another secret").decode())
    with pytest.raises(WebhookVerificationError):
        other.verify(body, headers)
    told = json.loads(body)
    assert (told["report"], told["cause"]) == (str(report_id), "level-1")
    assert set(told) == {
        "type",
        "alarm",
        "cause",
        "report",
        "organization",
        "times",
        "raised_at",
        "link",
    }


def test_what_cannot_be_delivered_is_tried_again_and_then_somebody_is_told(
    people, settings
):
    assert people
    with webhook_receiver() as receiver:
        receiver.status, receiver.location = 302, "https://elsewhere.example.org/"
        settings.ALARM_OUTGOING = outgoing(urls=[receiver.url])
        report_id = urgent_report()
        with acting(cast.STAGE):
            first = Message.objects.filter(alarm__report_id=report_id).earliest("pk")
        for attempt in range(1, messages.ATTEMPTS_MAX):
            assert messages.deliver(cast.STAGE, first.pk, at=cast.NOW) is False
            waits = ProcrastinateJob.objects.filter(
                task_name=messages.TASK, args__message_id=first.pk
            )
            assert waits.count() == 1 + attempt
        assert messages.deliver(cast.STAGE, first.pk, at=cast.NOW) is True
        assert messages.deliver(cast.STAGE, first.pk, at=cast.NOW) is False
    assert len(receiver.calls) == messages.ATTEMPTS_MAX
    services.tell_not_delivered(cast.STAGE, first.pk, at=cast.NOW)
    with acting(cast.STAGE):
        first.refresh_from_db()
    assert (first.state, first.error_code) == ("failed", "status-302")
    assert causes(report_id) == {"level-1", "not-delivered"}


def test_a_mail_server_that_refuses_or_is_away_fails_the_message(
    people, mailbox, settings
):
    assert people
    mailbox.answer = "554 no"
    report_id = urgent_report()
    with acting(cast.STAGE):
        first = Message.objects.filter(alarm__report_id=report_id).earliest("pk")
    assert messages.deliver(cast.STAGE, first.pk, at=cast.NOW) is False
    settings.ALARM_OUTGOING = outgoing(port=1)
    assert messages.deliver(cast.STAGE, first.pk, at=cast.NOW) is False
    with acting(cast.STAGE):
        first.refresh_from_db()
    assert (first.state, first.attempts) == ("queued", 2)
    assert first.error_code == "ConnectionRefusedError"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://duty.example.org/alarm", True),
        ("https://duty.example.org:8443/a?b=c", True),
        ("http://127.0.0.1:9000/", True),
        ("http://localhost/x", True),
        ("http://duty.example.org/", False),
        ("http://169.254.169.254/latest", False),
        ("https://user:secret@duty.example.org/", False),
        ("https://duty.example.org/#part", False),
        ("https:///nowhere", False),
        ("ftp://duty.example.org/", False),
        ("https://duty.example.org/a b", False),
        ("https://duty.example.org/\r\nX: y", False),
        ("https://[::1/", False),
        ("", False),
    ],
)
def test_only_addresses_over_https_or_of_this_machine_are_called(url, safe):
    assert is_safe(url) is safe


# --- the watch


def look(at):
    return patrol.patrol(cast.STAGE, limits=LIMITS, at=at)


def test_an_escalation_that_nobody_ranks_or_routes_raises_an_alarm(people):
    """The worker took the job and never came back: nothing else would tell."""
    assert people
    platform = cast.platform()
    report_id = factories.open_report(platform, report_xml(escalation=WHY))
    factories.finish(platform, report_id)
    look(at_of(report_id, seconds=59))
    assert causes(report_id) == set()
    look(at_of(report_id, seconds=61))
    assert causes(report_id) == {"not-assessed", "no-agency"}
    pipeline.journey.func(report_id=report_id)
    look(at_of(report_id, seconds=120))
    assert causes(report_id, ended_at=None) == {"level-1"}


def test_a_referral_that_nobody_opens_or_acknowledges_raises_alarms(people):
    report_id = urgent_report()
    lena = cast.principal_of(people["Lena"])
    look(at_of(report_id, minutes=14))
    assert causes(report_id) == {"level-1"}
    look(at_of(report_id, minutes=16))
    assert causes(report_id) == {"level-1", "not-opened"}
    with acting(lena):
        sent = Referral.objects.get(report_id=report_id)
        referral.note_opened(lena, sent, at=at_of(report_id, minutes=17))
    look(at_of(report_id, minutes=18))
    assert causes(report_id, ended_at=None) == {"level-1"}
    look(at_of(report_id, minutes=70))
    assert causes(report_id, ended_at=None) == {"level-1", "not-acknowledged"}
    services.acknowledge_receipt(lena, report_id, at=at_of(report_id, minutes=71))
    assert look(at_of(report_id, minutes=72)) == 1
    assert causes(report_id, ended_at=None, next_at__isnull=False) == {"level-1"}
    assert look(at_of(report_id, minutes=73)) == 0
    with acting(cast.STAGE):
        assert Watch.objects.get(report_id=report_id).ended_at is not None


def test_a_step_that_keeps_failing_raises_an_alarm(people):
    assert people
    report_id = urgent_report()
    StepRun.objects.filter(subject_id=report_id, step="match").update(state="failed")
    look(at_of(report_id, seconds=30))
    assert causes(report_id) == {"level-1", "step-failing"}


def test_an_alarm_of_the_watch_is_repeated_until_somebody_answers(people, mailbox):
    report_id = urgent_report()
    look(at_of(report_id, minutes=16))
    opened = alarms(report_id, cause="not-opened")[0]
    services.acknowledge(
        cast.principal_of(people["Ana"]), opened.pk, at=at_of(report_id, minutes=17)
    )
    look(at_of(report_id, minutes=40))  # it is still not opened, and Ana knows
    assert len(alarms(report_id, cause="not-opened")) == 1
    assert mailbox.mails == []


def test_however_many_there_are_none_is_passed_over(people, monkeypatch):
    assert people
    monkeypatch.setattr(patrol, "LOOKED_AT_ONCE", 1)
    monkeypatch.setattr(services, "AGAIN_AT_ONCE", 1)
    platform = cast.platform()
    reports = [
        factories.open_report(platform, report_xml(escalation=WHY, user_id=f"u-{n}"))
        for n in range(3)
    ]
    for report_id in reports:
        factories.finish(platform, report_id)
    last = at_of(reports[-1], minutes=2)
    assert look(last) == len(reports)
    for report_id in reports:
        assert causes(report_id) == {"not-assessed", "no-agency"}
    again = last + messages.calling().pause
    assert services.repeat_alarms(cast.STAGE, at=again) == 2 * len(reports)
    assert services.repeat_alarms(cast.STAGE, at=again) == 0


def test_of_watched_reports_each_ends_when_two_people_lower_it(people):
    report_id = urgent_report()
    lowering.lower(
        cast.principal_of(people["Ana"]), report_id, level="2", reason="A", at=cast.NOW
    )
    lowering.confirm(cast.principal_of(people["Sven"]), report_id, at=cast.NOW)
    look(at_of(report_id, hours=3))
    assert alarms(report_id, ended_at=None) == []
    assert look(at_of(report_id, hours=4)) == 0


# --- the roster


def test_each_organization_keeps_its_own_roster(people):
    ana, lena = cast.principal_of(people["Ana"]), cast.principal_of(people["Lena"])
    on_duty(people["Ana"], 1, cast.NOW)
    on_duty(people["Lena"], 1, cast.NOW)
    assert [shift.name for shift in roster.shifts(ana, at=cast.NOW)] == ["Ana"]
    (lenas,) = roster.shifts(lena, at=cast.NOW)
    assert (lenas.name, lenas.is_now) == ("Lena", True)
    with pytest.raises(NotOnRosterError):
        roster.end_duty(ana, lenas.duty_id)
    times = {"starts_at": cast.NOW, "ends_at": cast.NOW + timedelta(hours=1)}
    for stranger in (people["Ana"], cast.omar()):
        with pytest.raises(NotOnRosterError):
            roster.add_duty(lena, person_id=stranger.pk, turn=1, at=cast.NOW, **times)
    with pytest.raises(DutyTimeError):
        roster.add_duty(
            lena,
            person_id=people["Lena"].pk,
            starts_at=cast.NOW,
            ends_at=cast.NOW,
            turn=1,
            at=cast.NOW,
        )
    roster.end_duty(lena, lenas.duty_id)
    assert roster.shifts(lena, at=cast.NOW) == ()
    assert cast.omar().pk not in dict(roster.candidates(ana))


def test_the_word_of_an_agency_that_must_not_see_it_ends_no_watch(people):
    """Somebody may have acknowledged it in order to keep it from everybody else."""
    report_id = urgent_report()
    services.acknowledge_receipt(
        cast.principal_of(people["Lena"]), report_id, at=at_of(report_id, minutes=1)
    )
    ana = cast.principal_of(people["Ana"])
    at = at_of(report_id, minutes=2)
    excluding.exclude(ana, report_id, code="ICAC-MA", reason="works there", at=at)
    pipeline.route_again(cast.STAGE, report_id)
    look(at_of(report_id, minutes=3))
    with acting(cast.STAGE):
        assert Watch.objects.get(report_id=report_id).ended_at is None
    look(at_of(report_id, minutes=75))
    assert "not-acknowledged" in causes(report_id, ended_at=None)
