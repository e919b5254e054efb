"""Withdraw what stands of contents, since they were cleared.

Every opinion stays. The labels stand no longer, and nobody acts on them, until a senior
has looked: the next opinion settles the content anew.
"""

from collections.abc import Collection
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.review.models import ContentLabels, ContentReview, Opinion
from tipline.review.opinions import ReviewState


def withdraw_labels(
    actor: Principal, content_ids: Collection[int], *, at: datetime
) -> list[int]:
    """Let contents that people labeled wait for a senior; give which those are."""
    with acting(actor):
        rows = ContentReview.objects.filter(pk__in=content_ids).order_by("pk")
        # In one order, as whoever labels many at once locks them.
        reviews = list(rows.select_for_update())
        withdrawn = []
        for review in reviews:
            said = Opinion.objects.filter(content_id=review.pk).order_by("-pk").first()
            if said is None:
                continue
            ContentLabels.objects.filter(pk=review.pk).delete()
            review.state = ReviewState.SENIOR
            review.settled_opinion = said
            review.held_by = review.held_until = None
            review.waiting_since = at
            review.save()
            audit.record(actor, "content.labels_withdrawn", f"content:{review.pk}")
            withdrawn.append(review.pk)
    return withdrawn
