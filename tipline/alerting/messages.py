"""What goes out about an alarm: that it is there, a report's number, and a link."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from procrastinate.contrib.django import app

from tipline.alerting import roster, webhook
from tipline.alerting.calling import Calling, called
from tipline.alerting.errors import WebhookFailedError
from tipline.alerting.models import Alarm, Cause, Channel, Message, MessageState
from tipline.alerting.outgoing import Outgoing
from tipline.foundation.accounts.models import Person
from tipline.foundation.audit import services as audit
from tipline.foundation.jobs.steps import retry_delay
from tipline.foundation.mail import post
from tipline.foundation.mail.errors import MailNotSentError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting

TASK, QUEUE = "send_message", "alarms"
ATTEMPTS_MAX = 5


def calling() -> Calling:
    """Give how often alarms are repeated."""
    found: Calling = settings.ALARM_CALLING
    return found


def send_all(alarm: Alarm, *, at: datetime) -> None:
    """Queue a message to everybody whom this call of an alarm goes to."""
    for channel, recipient in _recipients(alarm, at):
        message = Message.objects.create(
            alarm=alarm, channel=channel, recipient=recipient, created_at=at
        )
        _queue(message)


def _recipients(alarm: Alarm, at: datetime) -> Iterator[tuple[Channel, str]]:
    outgoing: Outgoing = settings.ALARM_OUTGOING
    if outgoing.mail is not None:
        people = called(
            roster.on_duty(alarm.organization_id, at=at),
            roster.everybody(alarm.organization_id),
            times=alarm.times,
            each=calling().calls_each,
        )
        yield from ((Channel.MAIL, f"person:{person}") for person in people)
    for number in range(1, len(outgoing.webhooks) + 1):
        yield Channel.WEBHOOK, f"webhook:{number}"


def _queue(message: Message, *, wait: timedelta = timedelta()) -> None:
    app.configure_task(
        TASK,
        queue=QUEUE,
        allow_unknown=False,
        schedule_in={"seconds": int(wait.total_seconds())} if wait else None,
    ).defer(message_id=message.pk)


def deliver(actor: Principal, message_id: int, *, at: datetime) -> bool:
    """Try to send a queued message; if it fails, try again later, up to five times.

    Tells whether it was given up: then somebody must learn of it another way.
    """
    with acting(actor):
        message = (
            Message.objects.select_for_update(of=("self",))
            .select_related("alarm")
            .filter(pk=message_id, state=MessageState.QUEUED)
            .first()
        )
        if message is None:
            return False
        message.attempts += 1
        try:
            _send(message, at=at)
        except (MailNotSentError, WebhookFailedError) as error:
            return _failed(actor, message, str(error.fields["cause"]), at=at)
        message.state, message.settled_at = MessageState.SENT, at
        message.save(update_fields=["state", "settled_at", "attempts"])
        return False


def _failed(actor: Principal, message: Message, cause: str, *, at: datetime) -> bool:
    message.error_code = cause[:100]
    is_last = message.attempts >= ATTEMPTS_MAX
    if is_last:
        message.state, message.settled_at = MessageState.FAILED, at
        audit.record(
            actor,
            "alarm.not_delivered",
            f"report:{message.alarm.report_id}",
            message=message.pk,
            channel=message.channel,
        )
    else:
        _queue(message, wait=retry_delay(message.attempts))
    message.save(update_fields=["state", "settled_at", "attempts", "error_code"])
    return is_last


def _send(message: Message, *, at: datetime) -> None:
    outgoing: Outgoing = settings.ALARM_OUTGOING
    if message.channel == Channel.WEBHOOK:
        number = int(message.recipient.removeprefix("webhook:"))
        if number > len(outgoing.webhooks):
            raise WebhookFailedError(cause="no-longer-configured")
        address = outgoing.webhooks[number - 1]
        facts = _facts(message.alarm, outgoing.public_url)
        webhook.call(address, facts, message_id=f"alarm-message-{message.pk}", at=at)
        return
    if outgoing.mail is None:
        raise MailNotSentError(cause="no-longer-configured")
    person = Person.objects.get(pk=int(message.recipient.removeprefix("person:")))
    post.send(
        outgoing.mail,
        to=person.email,
        subject=_subject(message.alarm),
        text=_text(message.alarm, outgoing.public_url),
    )


def _facts(alarm: Alarm, public_url: str) -> dict[str, object]:
    """Say what a webhook is told: numbers, and never anything of the report."""
    return {
        "type": "alarm",
        "alarm": str(alarm.pk),
        "cause": alarm.cause,
        "report": str(alarm.report_id),
        "organization": str(alarm.organization_id),
        "times": alarm.times,
        "raised_at": alarm.raised_at.isoformat(),
        "link": f"{public_url}{reverse('duty:alarms')}",
    }


def _subject(alarm: Alarm) -> str:
    if alarm.cause == Cause.LEVEL_1:
        return f"Tipline: report {alarm.report_id} is at level 1"
    return f"Tipline: alarm about report {alarm.report_id}"


def _text(alarm: Alarm, public_url: str) -> str:
    lines = (
        f"{alarm.get_cause_display()}: {alarm.report_id}.",
        f"This is call number {alarm.times}. It is repeated until it is answered here:",
        f"{public_url}{reverse('duty:alarms')}",
        "Nothing about the report is in this message.",
    )
    return "\n\n".join(lines) + "\n"
