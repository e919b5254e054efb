"""A burst of alarms is not a burst of mails, and none of them is lost."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast, factories
from tests.alerting.post_office import outgoing
from tipline.alerting import messages, services
from tipline.alerting.calling import GATHER, goes_at
from tipline.alerting.models import Alarm, Cause, Message
from tipline.foundation.policy.scope import acting

SECONDS = st.integers(-300, 300).map(lambda number: timedelta(seconds=number))


@given(since=st.none() | SECONDS)
def test_nobody_waits_longer_than_a_minute_and_the_first_mail_not_at_all(since):
    last = None if since is None else cast.NOW - since
    goes = goes_at(cast.NOW, last=last)
    assert cast.NOW <= goes <= cast.NOW + GATHER
    if last is None or cast.NOW - last >= GATHER:
        assert goes == cast.NOW
    elif last <= cast.NOW:
        assert goes == last + GATHER


@pytest.fixture
def reports(db, people):
    """Five reports that nobody was called about; Ana is who is called."""
    del db, people
    return [factories.routed_report(cast.platform()) for _ in range(5)]


def sound(report_id, cause=Cause.LEVEL_1, *, seconds):
    at = cast.NOW + timedelta(seconds=seconds)
    with acting(cast.STAGE):
        services.raise_alarm(
            cast.STAGE, cast.ana().organization_id, report_id, cause=cause, at=at
        )


def of_ana():
    with acting(cast.STAGE):
        rows = Message.objects.filter(recipient=f"person:{cast.ana().pk}")
        return list(rows.order_by("pk"))


def held():
    """Give for how many seconds each of Ana's mails is held, None if it is not."""
    return [
        each.held_until and (each.held_until - each.created_at).total_seconds()
        for each in of_ana()
    ]


def send(message):
    return messages.deliver(cast.STAGE, message.pk, at=cast.NOW)


def to_ana(mailbox):
    return [mail for mail in mailbox.mails if mail["To"] == cast.ana().email]


def test_the_first_of_a_burst_goes_at_once_and_the_others_together(mailbox, reports):
    for second, report_id in enumerate(reports):
        sound(report_id, seconds=second)
        if second == 0:
            send(of_ana()[0])  # as the worker does before the others are there
    assert held() == [None, 59, 58, 57, 56]
    waits = ProcrastinateJob.objects.filter(
        task_name=messages.TASK, scheduled_at__isnull=False
    )
    assert waits.count() >= 4
    for each in of_ana():
        assert send(each) is False
    one, together = to_ana(mailbox)
    assert str(reports[0]) in str(one["Subject"])
    assert "and 3 more" in str(together["Subject"])
    text = str(together.get_payload())
    assert all(str(report_id) in text for report_id in reports[1:])
    assert {each.state for each in of_ana()} == {"sent"}


def test_a_report_of_level_1_waits_for_no_lesser_alarm_and_takes_it_along(
    mailbox, reports
):
    sound(reports[0], Cause.NOT_OPENED, seconds=0)
    sound(reports[1], Cause.NOT_OPENED, seconds=10)
    sound(reports[2], seconds=20)
    assert held() == [None, 50, None]
    send(of_ana()[2])
    (mail,) = to_ana(mailbox)
    assert f"report {reports[2]} is at level 1, and 2 more" in str(mail["Subject"])


def test_after_a_quiet_minute_the_next_goes_at_once_again(reports, mailbox):
    assert mailbox.mails == []
    for report_id, seconds in zip(reports, (0, 30, 90, 190, 260), strict=True):
        sound(report_id, seconds=seconds)
    assert held() == [None, 30, 30, None, None]


def test_what_could_not_be_sent_together_is_tried_again_each_by_its_own_job(
    mailbox, reports
):
    for second, report_id in enumerate(reports):
        sound(report_id, seconds=second)
    mailbox.answer = "451 later"
    first, *others = of_ana()
    assert send(first) is False
    assert [each.attempts for each in of_ana()] == [1, 0, 0, 0, 0]
    assert {each.state for each in of_ana()} == {"queued"}
    mailbox.answer = "250 OK"
    send(others[-1])
    assert {each.state for each in of_ana()} == {"sent"}
    (mail,) = to_ana(mailbox)
    assert all(str(report_id) in str(mail.get_payload()) for report_id in reports)


def test_alarms_that_ring_again_at_once_are_one_mail(mailbox, reports):
    for report_id in reports:
        sound(report_id, seconds=0)
    for each in of_ana():
        send(each)
    mailbox.mails.clear()
    services.repeat_alarms(cast.STAGE, at=cast.NOW + timedelta(minutes=6))
    for each in of_ana():
        send(each)
    (mail,) = to_ana(mailbox)
    assert str(mail.get_payload()).count("This is call number 2.") == len(reports)


def test_webhooks_are_called_one_by_one(settings, reports):
    settings.ALARM_OUTGOING = outgoing(urls=["http://127.0.0.1:1/"])
    for report_id in reports:
        sound(report_id, seconds=0)
    with acting(cast.STAGE):
        assert Message.objects.count() == len(reports) == Alarm.objects.count()
        assert not Message.objects.exclude(held_until=None).exists()
