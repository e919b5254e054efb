from django.db import models
from django.db.models import F, Q

from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report


class HoldKind(models.TextChoices):
    """Why a report is kept although it was cleared."""

    SEGREGATED = "segregated", "Kept apart"
    PRESERVATION = "preservation", "Preserved for police or a court"


class PurgeClock(models.Model):
    """One row is a report that is to be destroyed, and then its tombstone.

    It was cleared, or, without `clearance_id`, laws hold it back from all who would
    receive it. `counts` says what was destroyed; nothing of it is kept.
    """

    report = models.OneToOneField(
        Report, models.PROTECT, primary_key=True, related_name="purge_clock"
    )
    clearance_id = models.BigIntegerField(null=True)
    started_by = models.TextField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    purged_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__gt=F("started_at")),
                name="retention_purgeclock_takes_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(purged_at=None),
                name="retention_purgeclock_running",
            ),
        ]

    def __str__(self) -> str:
        return f"clock of report {self.report_id}"


class Hold(models.Model):
    """One row keeps a report until it ends or is released."""

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=12, choices=HoldKind.choices)
    reason = models.TextField()
    placed_by = models.TextField()
    placed_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    released_by = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=HoldKind.values), name="retention_hold_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by="")
                | Q(released_at__isnull=False) & ~Q(released_by=""),
                name="retention_hold_released_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | ~Q(released_by=F("placed_by")),
                name="retention_hold_second_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["report"],
                condition=Q(released_at=None),
                name="retention_hold_open",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"
