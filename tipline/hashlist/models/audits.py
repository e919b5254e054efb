"""Independent audits of a list."""

from django.db import models
from django.db.models import Q

from tipline.foundation.accounts.models import Organization
from tipline.foundation.keys import time_ordered_key
from tipline.hashlist.models.items import HashItem
from tipline.hashlist.models.lists import HashList
from tipline.hashlist.states import Finding


class ListAudit(models.Model):
    """One row is an independent audit of a list: whom, how many, drawn by which seed.

    Without a seed it is a census. `population_sha256` is of the item ids in order, one
    a line, so that the draw can be repeated by anybody who has the list.
    """

    id = time_ordered_key()
    hash_list = models.ForeignKey(HashList, models.PROTECT)
    organization = models.ForeignKey(Organization, models.PROTECT)
    seed = models.CharField(max_length=64, blank=True)
    population = models.PositiveIntegerField()
    population_sha256 = models.CharField(max_length=64)
    drawn = models.PositiveIntegerField()
    corrected = models.PositiveIntegerField(null=True)
    began_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"audit {self.pk}"


class AuditedItem(models.Model):
    """One row is an item of an audit's sample, and what the auditor found."""

    id = time_ordered_key()
    audit = models.ForeignKey(ListAudit, models.PROTECT, related_name="sample")
    item = models.ForeignKey(HashItem, models.PROTECT)
    position = models.PositiveIntegerField()
    finding = models.CharField(max_length=16, choices=Finding.choices, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    found_by = models.CharField(max_length=100, blank=True)
    found_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "item"], name="hashlist_audited_once"
            ),
            models.UniqueConstraint(
                fields=["audit", "position"], name="hashlist_audited_position_once"
            ),
            models.CheckConstraint(
                condition=Q(finding__in=["", *Finding.values]),
                name="hashlist_audited_finding_known",
            ),
            models.CheckConstraint(
                condition=Q(finding="") ^ Q(found_at__isnull=False),
                name="hashlist_audited_finding_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"audited item {self.pk}"
