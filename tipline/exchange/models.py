from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from tipline.foundation.accounts.models import AgencyToken, Organization
from tipline.foundation.keys import time_ordered_key


class KeptAnswer(models.Model):
    """One row is what a program was answered for a request that it may send again.

    `key` is the program's own name for the request, `request_sha256` tells it from
    another one of the same name.
    """

    id = time_ordered_key()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    token = models.ForeignKey(AgencyToken, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_sha256 = models.BinaryField()
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token", "key"], name="exchange_keptanswer_once"
            ),
        ]
        indexes = [
            models.Index(fields=["at"], name="exchange_keptanswer_old"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class EventKind(models.TextChoices):
    """What an agency's program is told of."""

    AVAILABLE = "report.available", "A report was made available"
    URGENT = "report.urgent", "A report is at level 1 now"
    SUPPLEMENTED = "report.supplemented", "Something was added to a report"
    ANSWERED = "report.answered", "The agency answered"
    ENDED = "report.ended", "The agency has a report no longer"
    OFFERED = "handover.offered", "Another agency offers something"
    SETTLED = "handover.settled", "The other agency answered or withdrew"
    TESTED = "webhook.tested", "Somebody tries the webhook out"


class DeliveryState(models.TextChoices):
    """What became of an event on its way."""

    QUEUED = "queued", "Queued"
    SENT = "sent", "Sent"
    FAILED = "failed", "Given up"


class Webhook(models.Model):
    """One row is an address of an agency that is told of events.

    Its secret is not kept: it follows from a key of the installation, the row's id and
    `generation`. The secret before holds beside it until `overlap_until`.
    """

    id = time_ordered_key()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    generation = models.PositiveIntegerField(default=1)
    overlap_until = models.DateTimeField(null=True)
    made_by = models.TextField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "url"],
                condition=Q(ended_at=None),
                name="exchange_webhook_once",
            ),
        ]

    def __str__(self) -> str:
        return f"webhook {self.pk}"


class Delivery(models.Model):
    """One row is an event on its way to one webhook; it names records and no more.

    Triggers write it in the transaction of the change that it tells of.
    """

    id = time_ordered_key()
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    report_id = models.BigIntegerField(null=True)
    handover_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    state = models.CharField(
        max_length=6,
        choices=DeliveryState.choices,
        default=DeliveryState.QUEUED,
        db_default=DeliveryState.QUEUED,
    )
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    outcome = models.CharField(max_length=60, blank=True, db_default="")
    next_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="queued", settled_at=None)
                | Q(state__in=["sent", "failed"], settled_at__isnull=False),
                name="exchange_delivery_settled_has_time",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EventKind.values),
                name="exchange_delivery_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-id"], name="exchange_delivery_list"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
