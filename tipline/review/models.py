from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tipline.files.models import Content
from tipline.foundation.accounts.models import Person
from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report
from tipline.review.opinions import ReviewState


class Opinion(models.Model):
    """One row is what one person said that a content shows; it never changes.

    `labels` is a label set with its scheme's version. `recognized` is what it was near
    to, if the person confirmed what was said of that.
    """

    id = time_ordered_key()
    content = models.ForeignKey(Content, models.PROTECT, related_name="opinions")
    person = models.ForeignKey(Person, models.PROTECT)
    seniority = models.PositiveSmallIntegerField()
    asked = models.CharField(
        max_length=8, help_text="What the content waited for when it was given."
    )
    labels = models.JSONField()
    is_sure = models.BooleanField(default=True)
    recognized = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked__in=[each.value for each in ReviewState]),
                name="review_opinion_asked_known",
            ),
        ]
        indexes = [
            models.Index(fields=["content", "person"], name="review_opinion_who"),
        ]

    def __str__(self) -> str:
        return f"opinion {self.pk}"


class ContentLabels(models.Model):
    """One row is what stands of a content: the labels that enough people agreed on."""

    content = models.OneToOneField(
        Content, models.CASCADE, primary_key=True, related_name="labels"
    )
    labels = models.JSONField()
    settled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"labels of content {self.pk}"


class ContentReview(models.Model):
    """One row is where a content stands in review, and who has it in hand until when.

    It is looked at through `report`, the most urgent that waits for it; `languages` are
    those of that report's texts, as ISO 639-1 codes.
    """

    content = models.OneToOneField(
        Content, models.CASCADE, primary_key=True, related_name="review"
    )
    report = models.ForeignKey(Report, models.CASCADE)
    priority = models.CharField(max_length=1)
    state = models.CharField(max_length=8, default=ReviewState.FIRST.value)
    settled_opinion = models.ForeignKey(
        Opinion,
        models.PROTECT,
        null=True,
        help_text="Who spoke up to it may speak again.",
    )
    is_video = models.BooleanField(default=False)
    is_violent = models.BooleanField(default=False)
    languages = ArrayField(models.CharField(max_length=2), default=list)
    waiting_since = models.DateTimeField()
    is_set_apart = models.BooleanField(
        default=False,
        help_text="Every report that it is in is kept apart; it is handed to nobody.",
    )
    held_by = models.ForeignKey(Person, models.PROTECT, null=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in ReviewState]),
                name="review_contentreview_state_known",
            ),
            models.CheckConstraint(
                condition=Q(held_by=None, held_until=None)
                | Q(held_by__isnull=False, held_until__isnull=False),
                name="review_contentreview_held_by_somebody_until",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "waiting_since", "content"],
                condition=~Q(state="settled"),
                name="review_contentreview_queue",
            ),
        ]

    def __str__(self) -> str:
        return f"review of content {self.pk}"


class SetAside(models.Model):
    """One row keeps a content from one person for a while, who need not say why."""

    id = time_ordered_key()
    content = models.ForeignKey(Content, models.CASCADE)
    person = models.ForeignKey(Person, models.CASCADE)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content", "person"], name="review_setaside_once"
            ),
        ]

    def __str__(self) -> str:
        return f"content {self.content_id} set aside"


class ReviewerSkills(models.Model):
    """One row is what a person is handed, beside what everybody is.

    `languages` are those that the person reads, as ISO 639-1 codes.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True)
    takes_videos = models.BooleanField(default=True)
    takes_violence = models.BooleanField(default=True)
    languages = ArrayField(models.CharField(max_length=2), default=list)

    def __str__(self) -> str:
        return f"skills of person {self.pk}"
