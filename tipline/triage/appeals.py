"""A sender says that its prior is wrong; an operator answers."""

from datetime import datetime, timedelta

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.triage.errors import (
    AppealNeedsReasonError,
    AppealNotFoundError,
    AppealOverError,
    AppealPendingError,
    AppealTooSoonError,
    NothingToAppealError,
)
from tipline.triage.models import AppealState, PriorAppeal, SenderPrior
from tipline.triage.prior import PriorPolicy

TEXT_MAX = 3000  # characters
# After an answer a sender waits so long: an open appeal pauses the prior, and must not
# pause it for ever.
WAIT = timedelta(days=30)


def appeal(platform: Principal, *, reason: str, at: datetime) -> None:
    """Appeal against a platform's own newest prior; until the answer it is not applied.

    Raises:
        AppealNeedsReasonError: the reason is blank.
        NothingToAppealError: the prior costs nothing.
        AppealPendingError: an appeal waits for its answer.
        AppealTooSoonError: the last one was answered less than 30 days ago.
    """
    text = reason.strip()[:TEXT_MAX]
    if not text:
        raise AppealNeedsReasonError
    with acting(platform):
        own = platform.organization_id
        prior = SenderPrior.objects.filter(platform_id=own).order_by("-pk").first()
        if prior is None or not prior.shift:
            raise NothingToAppealError
        earlier = PriorAppeal.objects.filter(platform_id=own)
        if earlier.filter(state=AppealState.OPEN).exists():
            raise AppealPendingError
        if earlier.filter(answered_at__gt=at - WAIT).exists():
            raise AppealTooSoonError
        made = PriorAppeal.objects.create(
            platform_id=own,
            prior=prior,
            reason=text,
            opened_by=platform.actor,
            opened_at=at,
        )
        audit.record(platform, "prior.appealed", f"appeal:{made.pk}")


def answer(
    actor: Principal,
    appeal_id: int,
    *,
    is_granted: bool,
    answer: str,
    policy: PriorPolicy,
    at: datetime,
) -> int:
    """Answer an appeal; granted, the prior is paused. Give the platform.

    Raises:
        AppealNeedsReasonError: the answer is blank.
        AppealNotFoundError: there is no such appeal.
        AppealOverError: somebody answered it already.
    """
    text = answer.strip()[:TEXT_MAX]
    if not text:
        raise AppealNeedsReasonError
    with acting(actor):
        rows = PriorAppeal.objects.select_for_update().filter(pk=appeal_id)
        found = rows.first()
        if found is None:
            raise AppealNotFoundError
        if found.state != AppealState.OPEN:
            raise AppealOverError
        found.state = AppealState.GRANTED if is_granted else AppealState.DECLINED
        found.answer, found.answered_by, found.answered_at = text, actor.actor, at
        paused = at + timedelta(days=policy.pause_days)
        found.paused_until = paused if is_granted else None
        found.save(
            update_fields=[
                "state",
                "answer",
                "answered_by",
                "answered_at",
                "paused_until",
            ]
        )
        audit.record(
            actor, "prior.appeal_answered", f"appeal:{appeal_id}", state=found.state
        )
        return found.platform_id
