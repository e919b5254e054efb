from django.contrib.postgres.indexes import HashIndex
from django.db import models

from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report


class Identifier(models.Model):
    """One row is one normalised identifier, such as an e-mail address."""

    id = time_ordered_key()
    kind = models.CharField(max_length=32)
    scope = models.CharField(max_length=255, blank=True)
    value = models.CharField(max_length=2100)
    digest = models.BinaryField(
        null=True, help_text="What agencies may ask by instead of the value."
    )

    class Meta:
        # Searches know the value, and often not what it is unique within.
        indexes = [
            HashIndex(fields=["value"], name="linking_identifier_value"),
            HashIndex(fields=["digest"], name="linking_identifier_digest"),
        ]
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


class ClusterChangeKind(models.TextChoices):
    """What a person did to clusters."""

    BROUGHT = "brought", "Brought together"
    SPLIT = "split", "Split"


class Cluster(models.Model):
    """One row is a cluster: reports that belong together. One without reports is over.

    `merged_into` is where its reports went, if a person brought two together;
    `newest_report` is the greatest number among its reports, 0 without any.
    """

    id = time_ordered_key()
    opened_at = models.DateTimeField()
    report_count = models.PositiveIntegerField(default=0)
    newest_report = models.BigIntegerField(default=0)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["-newest_report"],
                condition=models.Q(report_count__gt=1),
                name="linking_cluster_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"cluster {self.pk}"


class ClusterStay(models.Model):
    """One row is a report's stay in a cluster: since when, on whose word, until when.

    `because` names what linked it when it came: identifiers' kinds and the strength
    of the link, without values, each with the report at its other end.
    """

    id = time_ordered_key()
    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="stays")
    report = models.ForeignKey(Report, models.CASCADE, related_name="cluster_stays")
    because = models.JSONField(default=list)
    joined_at = models.DateTimeField()
    joined_by = models.TextField()
    left_at = models.DateTimeField(null=True)
    left_by = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=models.Q(left_at=None),
                name="linking_clusterstay_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(left_at=None, left_by="")
                | (models.Q(left_at__isnull=False) & ~models.Q(left_by="")),
                name="linking_clusterstay_left_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["cluster", "-report"],
                condition=models.Q(left_at=None),
                name="linking_clusterstay_members",
            ),
        ]

    def __str__(self) -> str:
        return f"stay {self.pk}"


class ClusterChange(models.Model):
    """One row is what a person did to a cluster, and why; it never changes.

    `other` is where reports came from, or went to; None if they stand by themselves.
    """

    id = time_ordered_key()
    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="changes")
    other = models.ForeignKey(
        Cluster, models.SET_NULL, null=True, related_name="other_changes"
    )
    kind = models.CharField(max_length=7, choices=ClusterChangeKind.choices)
    report_ids = models.JSONField()
    reason = models.TextField()
    changed_by = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason="")
                & models.Q(changed_by__startswith="person:"),
                name="linking_clusterchange_by_a_person_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
