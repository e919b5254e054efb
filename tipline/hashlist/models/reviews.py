"""What three people decide: proposals and their votes."""

from django.db import models
from django.db.models import Q

from tipline.foundation.accounts.models import Person
from tipline.foundation.keys import time_ordered_key
from tipline.hashlist.models.items import HashItem
from tipline.hashlist.models.lists import HashList
from tipline.hashlist.states import ProposalKind, ProposalState, Sight


class Proposal(models.Model):
    """One row asks three people to list, reclassify, move or reinstate an item."""

    id = time_ordered_key()
    item = models.ForeignKey(HashItem, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=16, choices=ProposalKind.choices)
    state = models.CharField(max_length=16, choices=ProposalState.choices)
    target = models.ForeignKey(HashList, models.PROTECT)
    classification = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state="open"),
                name="hashlist_proposal_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values)
                & Q(kind__in=ProposalKind.values),
                name="hashlist_proposal_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(closed_at__isnull=False),
                name="hashlist_proposal_closed_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(state="open"),
                name="hashlist_proposal_open",
            )
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class Review(models.Model):
    """One row is one person's vote on a proposal; it never changes."""

    id = time_ordered_key()
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reviews")
    person = models.ForeignKey(Person, models.PROTECT)
    position = models.PositiveSmallIntegerField()
    seniority = models.PositiveSmallIntegerField()
    concurs = models.BooleanField()
    sight = models.CharField(max_length=16, choices=Sight.choices)
    statement = models.CharField(max_length=500, blank=True)
    viewing_id = models.BigIntegerField(
        null=True, help_text="The preview that was served to them (`viewing`)."
    )
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "person"], name="hashlist_review_person_once"
            ),
            models.UniqueConstraint(
                fields=["proposal", "position"], name="hashlist_review_position_once"
            ),
            models.CheckConstraint(
                condition=Q(position__range=(1, 3)), name="hashlist_review_of_three"
            ),
            models.CheckConstraint(
                condition=Q(concurs=True) | ~Q(reason=""),
                name="hashlist_review_dissent_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(sight=Sight.SERVED, viewing_id__isnull=False)
                | Q(sight__in=Sight.told(), viewing_id=None) & ~Q(statement=""),
                name="hashlist_review_was_visual",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"
