from django.db import models
from django.db.models import Q

from tipline.foundation.keys import time_ordered_key


class StepState(models.TextChoices):
    """How a step of a journey stands."""

    DONE = "done", "Done"
    RETRYING = "retrying", "Failed, will be tried again"
    FAILED = "failed", "Failed, a person must look"


class StepRun(models.Model):
    """One row is one step of one subject's journey, such as `match` of a report."""

    id = time_ordered_key()
    subject_id = models.BigIntegerField()
    step = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=StepState.choices)
    attempts = models.PositiveSmallIntegerField()
    error_code = models.CharField(max_length=100, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "step"], name="jobs_steprun_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=StepState.values), name="jobs_steprun_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["updated_at"],
                condition=~Q(state="done"),
                name="jobs_steprun_troubled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.subject_id}"
