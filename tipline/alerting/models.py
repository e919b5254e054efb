from django.db import models
from django.db.models import F, Q

from tipline.foundation.accounts.models import Organization, Person
from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report


class Cause(models.TextChoices):
    """Why an alarm was raised."""

    LEVEL_1 = "level-1", "A report of level 1"
    NOT_ASSESSED = "not-assessed", "An urgent report that nobody ranked"
    NO_AGENCY = "no-agency", "An urgent report that no agency has"
    NOT_OPENED = "not-opened", "An urgent report that no agency opened"
    NOT_ACKNOWLEDGED = "not-acknowledged", "An urgent report nobody says they received"
    STEP_FAILING = "step-failing", "A step of an urgent report keeps failing"
    NOT_DELIVERED = "not-delivered", "A message about an alarm could not be delivered"


class Channel(models.TextChoices):
    """How a message about an alarm goes out."""

    MAIL = "mail", "Mail"
    WEBHOOK = "webhook", "Webhook"


class MessageState(models.TextChoices):
    """What became of a message."""

    QUEUED = "queued", "Queued"
    SENT = "sent", "Sent"
    FAILED = "failed", "Could not be delivered"


class Duty(models.Model):
    """One row says who of an organization is on duty from when to when.

    Of several people who are on duty at once, the lowest `turn` is called first.
    """

    id = time_ordered_key()
    organization = models.ForeignKey(Organization, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    turn = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="alerting_duty_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(turn__range=(1, 9)), name="alerting_duty_turn_1_to_9"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "ends_at"], name="alerting_duty_now"),
        ]

    def __str__(self) -> str:
        return f"duty {self.pk}"


class Alarm(models.Model):
    """One row calls an organization's people about a report until somebody answers.

    `next_at` is when it is repeated, None once somebody acknowledged or it ended.
    """

    id = time_ordered_key()
    organization = models.ForeignKey(Organization, models.PROTECT)
    report = models.ForeignKey(Report, models.CASCADE, related_name="alarms")
    cause = models.CharField(max_length=16, choices=Cause.choices)
    raised_at = models.DateTimeField()
    sounded_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)
    next_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "report", "cause"],
                condition=Q(ended_at=None),
                name="alerting_alarm_open_once",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=Cause.values), name="alerting_alarm_cause_known"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by="")
                | (Q(acknowledged_at__isnull=False) & ~Q(acknowledged_by="")),
                name="alerting_alarm_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(next_at=None) | Q(acknowledged_at=None, ended_at=None),
                name="alerting_alarm_repeats_while_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(next_at__isnull=False),
                name="alerting_alarm_due",
            ),
            models.Index(fields=["organization", "-id"], name="alerting_alarm_of_whom"),
        ]

    def __str__(self) -> str:
        return f"alarm {self.pk}"


class Message(models.Model):
    """One row is one message about an alarm: to a person by mail, or to a webhook.

    `recipient` is a person, such as `person:17`, or a webhook, such as `webhook:1`. A
    mail with `held_until` waits, so that it goes in one with others to the person.
    """

    id = time_ordered_key()
    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="messages")
    channel = models.CharField(max_length=7, choices=Channel.choices)
    recipient = models.TextField()
    state = models.CharField(
        max_length=6, choices=MessageState.choices, default=MessageState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values),
                name="alerting_message_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(state="queued", settled_at=None)
                | Q(state__in=["sent", "failed"], settled_at__isnull=False),
                name="alerting_message_settled_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient"],
                condition=Q(state="queued"),
                name="alerting_message_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Watch(models.Model):
    """One row is an urgent report that is watched until an agency has received it."""

    report = models.OneToOneField(
        Report, models.CASCADE, primary_key=True, related_name="watch"
    )
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["report"],
                condition=Q(ended_at=None),
                name="alerting_watch_open",
            ),
        ]

    def __str__(self) -> str:
        return f"watch of report {self.report_id}"
