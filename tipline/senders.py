"""What a sender's noise costs a place in the queue, and who says that it is wrong.

    learn_priors   what each sender's reports were worth lately, every night
    place_again    its reports find their place anew, behind all that waits

An appeal pauses the prior until it is answered; whoever appeals or answers sets the
second off as well.
"""

from datetime import UTC, datetime

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tipline.clearance import queries as clearances
from tipline.foundation.policy.principal import Principal, system
from tipline.foundation.policy.scope import acting
from tipline.triage import appeals, noise

_BEHIND = -10
_AT_ONCE = 500  # reports that are locked at a time


@app.periodic(cron="11 2 * * *")
@app.task(queue="upkeep", name="learn_priors", queueing_lock="learn_priors")
def learn_priors(timestamp: int) -> None:
    """Draw every sender's prior anew, and let the reports follow where it changed."""
    actor, at = system("senders"), datetime.fromtimestamp(timestamp, UTC)
    policy = settings.PRIOR_POLICY
    with acting(actor):
        unfounded = clearances.unfounded_since(actor, policy.since(at))
        moved = noise.learn(actor, unfounded=unfounded, policy=policy, at=at)
        for platform_id in moved:
            _follow(platform_id)


@app.task(
    queue="upkeep",
    name="place_again",
    priority=_BEHIND,
    retry=RetryStrategy(linear_wait=30),
)
def place_again(platform_id: int, report_id: int = 0) -> None:
    """Let a sender's reports after `report_id` find their places, some at a time."""
    actor = system("senders")
    with acting(actor):
        last = noise.place_again(
            actor,
            platform_id,
            after=report_id,
            most=_AT_ONCE,
            at=datetime.now(UTC),
        )
        if last is not None:
            place_again.defer(platform_id=platform_id, report_id=last)


def appeal(platform: Principal, *, reason: str, at: datetime) -> None:
    """Appeal against a platform's prior; its reports go back to their places.

    Raises:
        TiplineError: as `appeals.appeal` does.
    """
    with acting(platform):
        appeals.appeal(platform, reason=reason, at=at)
        _follow(platform.organization_id)


def answer_appeal(
    actor: Principal, appeal_id: int, *, is_granted: bool, answer: str, at: datetime
) -> None:
    """Answer an appeal, and let the sender's reports follow.

    Raises:
        TiplineError: as `appeals.answer` does.
    """
    with acting(actor):
        platform_id = appeals.answer(
            actor,
            appeal_id,
            is_granted=is_granted,
            answer=answer,
            policy=settings.PRIOR_POLICY,
            at=at,
        )
        _follow(platform_id)


def _follow(platform_id: int) -> None:
    place_again.defer(platform_id=platform_id)
