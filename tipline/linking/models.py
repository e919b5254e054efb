from django.db import models

from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report


class Identifier(models.Model):
    """One row is one normalised identifier, such as an e-mail address."""

    id = time_ordered_key()
    kind = models.CharField(max_length=32)
    scope = models.CharField(max_length=255, blank=True)
    value = models.CharField(max_length=2100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "scope", "value"], name="linking_identifier_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class IdentifierUse(models.Model):
    """One row says that a report names an identifier, for whom, and as it was sent."""

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE)
    identifier = models.ForeignKey(Identifier, models.PROTECT, related_name="uses")
    role = models.CharField(max_length=32)
    original = models.TextField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "identifier", "role", "seen_at"],
                name="linking_identifieruse_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["identifier", "report"], name="linking_identifieruse_shared"
            ),
        ]

    def __str__(self) -> str:
        return f"use {self.pk}"
