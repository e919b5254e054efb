from django.db import models
from django.db.models import Q

from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report


class Priority(models.TextChoices):
    """How soon somebody must look; E is a platform's report that nobody ranked yet."""

    IMMINENT = "1", "1: a child may be in danger now"
    SAME_DAY = "2", "2: today"
    QUEUE = "3", "3: in turn"
    UNRANKED = "E", "E: not ranked yet"


class Designation(models.TextChoices):
    """Whether police can act on a report."""

    REFERRAL = "referral", "Referral"
    INFORMATIONAL = "informational", "Informational"


class Assessment(models.Model):
    """One row is one ranking of a report, with its reasons; it never changes."""

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="assessments")
    priority = models.CharField(max_length=1, choices=Priority.choices)
    reasons = models.JSONField()
    designation = models.CharField(max_length=13, choices=Designation.choices)
    arm = models.CharField(max_length=20, blank=True)
    designation_fields = models.JSONField(default=list)
    actor = models.TextField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values),
                name="triage_assessment_priority_known",
            ),
            models.CheckConstraint(
                condition=Q(designation__in=Designation.values),
                name="triage_assessment_designation_known",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class Standing(models.Model):
    """One row is where one report stands now: its newest assessment."""

    report = models.OneToOneField(
        Report, models.CASCADE, primary_key=True, related_name="standing"
    )
    assessment = models.ForeignKey(Assessment, models.CASCADE)
    priority = models.CharField(max_length=1, choices=Priority.choices)
    designation = models.CharField(max_length=13, choices=Designation.choices)
    needs_person = models.BooleanField(default=False)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["priority", "report"], name="triage_standing_queue"),
            models.Index(
                fields=["report"],
                condition=Q(needs_person=True),
                name="triage_standing_person",
            ),
        ]

    def __str__(self) -> str:
        return f"standing of report {self.report_id}"
