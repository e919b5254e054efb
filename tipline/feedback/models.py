from django.db import models
from django.db.models import Q

from tipline.feedback.answers import CloseReason, Status, WhyNotUseful
from tipline.foundation.accounts.models import Organization
from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report


class AnswerLink(models.Model):
    """One row is a way to answer for one report of one agency, until it expires.

    The secret in the address follows from the row's random seed and the server's key,
    so that it can be printed again; of itself only the hash is kept.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="answer_links")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    seed = models.CharField(max_length=43)
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["report", "organization"], name="feedback_answerlink_of"
            ),
        ]

    def __str__(self) -> str:
        return f"answer link {self.pk}"


class Feedback(models.Model):
    """One row is what an agency answered for a report; the newest row counts.

    There is no free text: nothing in it names anybody.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.PROTECT, related_name="feedback")
    platform = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+"
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10)
    close_reason = models.CharField(max_length=24, blank=True)
    child_identified = models.BooleanField(null=True)
    more_victims = models.BooleanField(null=True)
    more_victims_number = models.PositiveIntegerField(null=True)
    is_self_produced = models.BooleanField(null=True)
    was_useful = models.BooleanField(null=True)
    why_not_useful = models.CharField(max_length=7, blank=True)
    way = models.CharField(max_length=6)
    said_by = models.TextField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in Status]),
                name="feedback_feedback_status_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="closed",
                    close_reason__in=[each.value for each in CloseReason],
                )
                | ~Q(status="closed") & Q(close_reason=""),
                name="feedback_feedback_reason_with_closed",
            ),
            models.CheckConstraint(
                condition=Q(why_not_useful="")
                | Q(
                    was_useful=False,
                    why_not_useful__in=[each.value for each in WhyNotUseful],
                ),
                name="feedback_feedback_why_with_not_useful",
            ),
            models.CheckConstraint(
                condition=Q(more_victims_number=None) | Q(more_victims=True),
                name="feedback_feedback_number_with_more_victims",
            ),
        ]
        indexes = [
            models.Index(
                fields=["report", "organization", "-id"],
                name="feedback_feedback_newest",
            ),
            models.Index(
                fields=["platform", "said_at"], name="feedback_feedback_month"
            ),
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"
