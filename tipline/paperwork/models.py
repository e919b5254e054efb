from django.db import models
from django.db.models import F, Q

from tipline.foundation.accounts.models import Organization
from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report
from tipline.paperwork.clocks import RequestKind, RequestState
from tipline.paperwork.kinds import DraftKind


class DraftText(models.Model):
    """One row is a text that an agency kept for a kind of draft; the newest counts.

    An empty text goes back to the one that Tipline brings.
    """

    id = time_ordered_key()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    text = models.TextField(blank=True)
    saved_by = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in DraftKind]),
                name="paperwork_drafttext_kind_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "kind", "-id"],
                name="paperwork_drafttext_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"text {self.pk}"


class LegalRequest(models.Model):
    """One row is what an agency asked for a report, of whom, and the day that counts.

    `due_on` is when an answer is due or, of a preservation, when it ends.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.PROTECT, related_name="legal_requests")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    addressee = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    sent_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=8, default=RequestState.WAITING.value)
    noted_by = models.TextField()
    noted_at = models.DateTimeField()
    closed_by = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in RequestKind]),
                name="paperwork_legalrequest_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("sent_on")),
                name="paperwork_legalrequest_due_after_sent",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", closed_by="", closed_at=None)
                | Q(state__in=["answered", "given-up"], closed_at__isnull=False)
                & ~Q(closed_by=""),
                name="paperwork_legalrequest_closed_has_person_and_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "due_on", "id"],
                condition=Q(state="waiting"),
                name="paperwork_legalrequest_due",
            ),
            models.Index(fields=["report", "id"], name="paperwork_legalrequest_report"),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"
