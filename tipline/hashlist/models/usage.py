"""What members did with a list: fetches, questions and votes."""

from django.db import models
from django.db.models import Q

from tipline.foundation.keys import time_ordered_key
from tipline.hashlist.models.items import HashEntry
from tipline.hashlist.models.lists import ListAccess, ListMember


class ListFetch(models.Model):
    """One row says when a member last fetched a list, and up to which moment."""

    access = models.OneToOneField(
        ListAccess, models.CASCADE, primary_key=True, related_name="fetch"
    )
    fetched_at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"fetch of member {self.access_id}"


class MatchQuestion(models.Model):
    """One row is a PDQ hash that a member asked about; it is forgotten after a day."""

    id = time_ordered_key()
    access = models.ForeignKey(ListAccess, models.CASCADE)
    value = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["access", "at"], name="hashlist_matchquestion_day")
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"


class ProbingAlarm(models.Model):
    """One row stops a member's questions, until somebody looked."""

    id = time_ordered_key()
    access = models.ForeignKey(ListAccess, models.CASCADE)
    raised_at = models.DateTimeField()
    variants = models.PositiveIntegerField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["access"],
                condition=Q(released_at=None),
                name="hashlist_probingalarm_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"alarm {self.pk}"


class Feedback(models.Model):
    """One row is a member's vote on one fingerprint; voting again replaces it."""

    id = time_ordered_key()
    entry = models.ForeignKey(HashEntry, models.PROTECT, related_name="feedback")
    member = models.ForeignKey(ListMember, models.PROTECT)
    is_affirmative = models.BooleanField()
    reasons = models.JSONField(default=list, help_text="Codes, for a negative vote.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "member"], name="hashlist_feedback_one_vote"
            ),
            models.CheckConstraint(
                condition=Q(is_affirmative=True) ^ ~Q(reasons=[]),
                name="hashlist_feedback_negative_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"
