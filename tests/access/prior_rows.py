"""Senders' priors on the stage, and an appeal that waits for its answer."""

from datetime import UTC, datetime, timedelta

from tests import cast
from tipline.foundation.policy.scope import acting
from tipline.triage import appeals
from tipline.triage.models import PriorAppeal, SenderPrior

OWN = "platform_id = {o}"
NEVER = {
    "triage_senderprior": [("UD", "true")],
    "triage_priorappeal": [("U", "state <> 'open'")],
}
ANSWERED = {"state", "answer", "answered_by", "answered_at"}


def build(ours: cast.Platform, theirs: cast.Platform) -> int:
    """Let both have a prior that costs something; theirs is appealed against."""
    at = datetime.now(UTC)
    with acting(cast.STAGE):
        for platform in (ours, theirs):
            SenderPrior.objects.create(
                platform=platform.organization,
                since=at - timedelta(days=90),
                reports=200,
                noise=150,
                rate=0.7,
                overall=0.2,
                shift=10,
                least=100,
                actor="system:senders",
                at=at,
            )
    appeals.appeal(theirs.principal, reason="abstract reason", at=at)
    with acting(cast.STAGE):
        return PriorAppeal.objects.get().pk
