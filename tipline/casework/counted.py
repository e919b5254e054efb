"""Tables of what was counted of an agency's months, so that it is counted once."""

from django.db import models

from tipline.foundation.keys import time_ordered_key
from tipline.referral.models import Agency


class LateChange(models.Model):
    """One row says that reports of an agency's month changed since it was counted.

    Or that it was never counted, as the running one: each change of work writes one,
    unless there is one.
    """

    id = time_ordered_key()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField(help_text="Its first day.")

    class Meta:
        indexes = [
            models.Index(fields=["agency", "month"], name="casework_latechange_of"),
        ]

    def __str__(self) -> str:
        return f"change of {self.month:%Y-%m}"


class MonthFigures(models.Model):
    """One row is what was counted of an agency's month: a level, a type, an officer.

    Medians of several months follow from no sums, so the times themselves are kept:
    `acknowledged` and `closed` in microseconds since a report was made available, 8
    bytes each, and `due` of what is open in days since 2000-01-01, 4 bytes each, the
    highest byte first.
    """

    id = time_ordered_key()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField(help_text="Its first day.")
    level = models.CharField(max_length=1)
    incident_type = models.TextField()
    assignee_id = models.BigIntegerField(null=True)
    received = models.IntegerField()
    acknowledged = models.BinaryField()
    closed = models.BinaryField()
    due = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "month"], name="casework_monthfigures_of"),
        ]

    def __str__(self) -> str:
        return f"figures of {self.month:%Y-%m}"
