from django.db import models
from django.db.models import F, Q

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


class AssessmentKind(models.TextChoices):
    """Who spoke when a report was assessed."""

    RANKED = "ranked", "Ranked by the rules"
    RAISED = "raised", "Raised by an analyst"
    LOWERED = "lowered", "Lowered by analysts"


class LoweringState(models.TextChoices):
    """What became of the wish to lower a report of level 1."""

    OPEN = "open", "Open"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"


class Assessment(models.Model):
    """One row is one ranking of a report, with its reasons; it never changes.

    `risk` is the risk to a child, 0 to 100, which is no part of the level.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="assessments")
    kind = models.CharField(
        max_length=7, choices=AssessmentKind.choices, default=AssessmentKind.RANKED
    )
    priority = models.CharField(max_length=1, choices=Priority.choices)
    risk = models.PositiveSmallIntegerField(default=0)
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
            models.CheckConstraint(
                condition=Q(kind__in=AssessmentKind.values),
                name="triage_assessment_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(risk__range=(0, 100)),
                name="triage_assessment_risk_0_to_100",
            ),
        ]
        indexes = [
            models.Index(
                fields=["report"],
                condition=Q(kind="raised"),
                name="triage_assessment_raised",
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
    risk = models.PositiveSmallIntegerField(default=0)
    designation = models.CharField(max_length=13, choices=Designation.choices)
    needs_person = models.BooleanField(default=False)
    is_set_apart = models.BooleanField(
        default=False, help_text="A segregated hold keeps it out of the queues."
    )
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


class Lowering(models.Model):
    """One row asks to lower a report of level 1, and says what became of it.

    `assessment` is what the one who asks has seen; reasons that came later stay.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="lowerings")
    assessment = models.ForeignKey(Assessment, models.CASCADE)
    level = models.CharField(max_length=1, choices=Priority.choices)
    reason = models.TextField()
    asked_by = models.TextField()
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=9, choices=LoweringState.choices, default=LoweringState.OPEN
    )
    decided_by = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state="open"),
                name="triage_lowering_open_once",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["2", "3"]), name="triage_lowering_lowers"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by="", decided_at=None)
                | (
                    Q(state__in=["confirmed", "declined"], decided_at__isnull=False)
                    & ~Q(decided_by="")
                ),
                name="triage_lowering_decided_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed", decided_by=F("asked_by")),
                name="triage_lowering_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"lowering of report {self.report_id}"
