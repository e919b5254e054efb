from django.db import models
from django.db.models import F, Q

from tipline.clearance.verdicts import Ground, Verdict
from tipline.files.models import ReportedFile
from tipline.foundation.accounts.models import Organization
from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report


class ClearanceState(models.TextChoices):
    """What became of the word that a report, or files of it, are cleared."""

    SAID = "said", "Said"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"


class Clearance(models.Model):
    """One row is one organization's word that clears a report or files of it.

    What was said never changes; what a second person decided is added once.
    `organization` is the agency, or the clearinghouse itself.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.PROTECT, related_name="clearances")
    platform = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+"
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=24)
    ground = models.CharField(max_length=24)
    reason = models.TextField()
    said_by = models.TextField()
    said_at = models.DateTimeField()
    state = models.CharField(
        max_length=9, choices=ClearanceState.choices, default=ClearanceState.SAID
    )
    decided_by = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "organization"],
                condition=Q(state="said"),
                name="clearance_clearance_open_once",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[each.value for each in Verdict]),
                name="clearance_clearance_verdict_known",
            ),
            models.CheckConstraint(
                condition=Q(ground__in=[each.value for each in Ground]),
                name="clearance_clearance_ground_known",
            ),
            models.CheckConstraint(
                condition=Q(state="said", decided_by="", decided_at=None)
                | Q(state__in=["confirmed", "declined"], decided_at__isnull=False)
                & ~Q(decided_by=""),
                name="clearance_clearance_decided_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed", decided_by=F("said_by")),
                name="clearance_clearance_second_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(state="said"),
                name="clearance_clearance_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"clearance {self.pk}"


class ClearedFile(models.Model):
    """One row is a file that a clearance is about."""

    id = time_ordered_key()
    clearance = models.ForeignKey(Clearance, models.CASCADE, related_name="files")
    file = models.ForeignKey(ReportedFile, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clearance", "file"], name="clearance_clearedfile_once"
            ),
        ]

    def __str__(self) -> str:
        return f"file {self.file_id} cleared"


class ClearanceNotice(models.Model):
    """One row tells a platform that a clearance was said, confirmed or declined."""

    id = time_ordered_key()
    clearance = models.ForeignKey(Clearance, models.PROTECT, related_name="notices")
    platform = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=ClearanceState.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clearance", "state"], name="clearance_notice_once"
            ),
        ]
        indexes = [
            models.Index(fields=["platform", "id"], name="clearance_notice_feed"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
