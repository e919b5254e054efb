"""What goes out about an alarm: that it is there, a report's number, and a link."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from tipline.alerting import roster, webhook
from tipline.alerting.calling import GATHER, Calling, called, goes_at
from tipline.alerting.errors import WebhookFailedError
from tipline.alerting.models import Alarm, Cause, Channel, Message, MessageState
from tipline.alerting.outgoing import Outgoing
from tipline.alerting.wording import CAUSE_WORDS
from tipline.foundation.accounts.models import Person
from tipline.foundation.audit import services as audit
from tipline.foundation.jobs.steps import retry_delay
from tipline.foundation.keys import first_key_at
from tipline.foundation.languages import SOURCE
from tipline.foundation.mail import post
from tipline.foundation.mail.errors import MailNotSentError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting

TASK, QUEUE = "send_message", "alarms"
ATTEMPTS_MAX = 5
IN_ONE_MAIL = 100


def calling() -> Calling:
    """Give how often alarms are repeated."""
    found: Calling = settings.ALARM_CALLING
    return found


def send_all(alarm: Alarm, *, at: datetime) -> None:
    """Queue a message to everybody whom this call of an alarm goes to.

    Of several mails to one person within a minute the first goes at once and the others
    together, when it is over. The first call about a report of level 1 waits for no
    other sort of mail: only for one like itself, which has brought the person here.
    """
    for channel, recipient in _recipients(alarm, at):
        goes = _goes_at(alarm, recipient, at) if channel == Channel.MAIL else at
        message = Message.objects.create(
            alarm=alarm,
            channel=channel,
            recipient=recipient,
            created_at=at,
            held_until=goes if goes > at else None,
        )
        _queue(message, wait=goes - at)


def _goes_at(alarm: Alarm, recipient: str, at: datetime) -> datetime:
    mails = Message.objects.filter(
        pk__gte=first_key_at(at - 2 * GATHER), channel=Channel.MAIL, recipient=recipient
    )
    if alarm.cause == Cause.LEVEL_1 and alarm.times == 1:
        mails = mails.filter(
            alarm__cause=Cause.LEVEL_1, alarm__raised_at=F("created_at")
        )
    found = mails.aggregate(last=Max(Coalesce("held_until", "created_at")))
    return goes_at(at, last=found["last"])


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

    A mail takes along whatever else waits for the same person: each of those has its
    own job still, which finds nothing more to do, or tries again if this one failed.

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
        together = [message, *_waiting_with(message)]
        try:
            _send(together, at=at)
        except (MailNotSentError, WebhookFailedError) as error:
            return _failed(actor, message, str(error.fields["cause"]), at=at)
        for each in together:
            each.state, each.settled_at = MessageState.SENT, at
            each.save(update_fields=["state", "settled_at", "attempts"])
        return False


def _waiting_with(message: Message) -> list[Message]:
    """Lock the other mails that wait for the same person and are not being sent."""
    if message.channel != Channel.MAIL:
        return []
    rows = Message.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.select_related("alarm").filter(
        channel=Channel.MAIL, recipient=message.recipient, state=MessageState.QUEUED
    )
    return list(rows.exclude(pk=message.pk).order_by("pk")[: IN_ONE_MAIL - 1])


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


def _send(together: Sequence[Message], *, at: datetime) -> None:
    outgoing: Outgoing = settings.ALARM_OUTGOING
    message = together[0]
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
    by_alarm = {each.alarm_id: each.alarm for each in together}
    alarms = sorted(by_alarm.values(), key=_gravest_first)
    with translation.override(person.language or SOURCE.code):
        subject, text = _subject(alarms), _text(alarms, outgoing.public_url)
    post.send(outgoing.mail, to=person.email, subject=subject, text=text)


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


def _gravest_first(alarm: Alarm) -> tuple[bool, int]:
    return alarm.cause != Cause.LEVEL_1, alarm.pk


def _subject(alarms: Sequence[Alarm]) -> str:
    first, more = alarms[0], len(alarms) - 1
    said: dict[str, object] = {"number": first.report_id, "more": more}
    if first.cause == Cause.LEVEL_1:
        if more:
            return (
                _("Tipline: report %(number)s is at level 1, and %(more)s more") % said
            )
        return _("Tipline: report %(number)s is at level 1") % said
    if more:
        return _("Tipline: alarm about report %(number)s, and %(more)s more") % said
    return _("Tipline: alarm about report %(number)s") % said


def _text(alarms: Sequence[Alarm], public_url: str) -> str:
    lines = (
        *(
            _("%(cause)s: report %(number)s. This is call number %(times)s.")
            % {
                "cause": CAUSE_WORDS[each.cause],
                "number": each.report_id,
                "times": each.times,
            }
            for each in alarms
        ),
        _("Each is repeated until it is answered here:"),
        f"{public_url}{reverse('duty:alarms')}",
        _("Nothing about the reports is in this message."),
    )
    return "\n\n".join(lines) + "\n"
