"""Learn what senders' reports are worth, keep it, and let it shift the order."""

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from tipline.foundation.audit import services as audit
from tipline.foundation.keys import first_key_at
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, statement
from tipline.triage.bundles import follow_standing
from tipline.triage.models import (
    AppealState,
    PriorAppeal,
    SenderPrior,
    Standing,
)
from tipline.triage.order import place_of
from tipline.triage.prior import (
    NOISE_ARMS,
    Figures,
    PriorPolicy,
    overall_rate,
    prior_of,
)

_HERE = Path(__file__).parent
_NIGHT = timedelta(days=1)


def learn(
    actor: Principal, *, unfounded: Collection[int], policy: PriorPolicy, at: datetime
) -> list[int]:
    """Draw the priors of all who reported lately; give those whose shift is another.

    Each is a row of the history, whether it changed or not.

    Args:
        actor: who draws them.
        unfounded: reports of the period that people cleared: they are noise, too.
        policy: the operator's choices.
        at: now.
    """
    with acting(actor):
        figures = _figures(policy.since(at), unfounded)
        overall = overall_rate(figures.values())
        # What was applied a night ago: a pause may have ended since.
        before = {pk: applied_shift(pk, at=at - _NIGHT) for pk in figures}
        SenderPrior.objects.bulk_create(
            [
                _row(actor, pk, own, overall=overall, policy=policy, at=at)
                for pk, own in sorted(figures.items())
            ]
        )
        audit.record(actor, "priors.learned", "senders", platforms=len(figures))
        return [pk for pk in sorted(figures) if applied_shift(pk, at=at) != before[pk]]


def _row(
    actor: Principal,
    platform_id: int,
    own: Figures,
    *,
    overall: float,
    policy: PriorPolicy,
    at: datetime,
) -> SenderPrior:
    prior = prior_of(own, overall=overall, policy=policy)
    return SenderPrior(
        platform_id=platform_id,
        since=policy.since(at),
        reports=own.reports,
        noise=own.noise,
        rate=prior.rate,
        overall=prior.overall,
        shift=prior.shift,
        least=policy.least,
        actor=actor.actor,
        at=at,
    )


def _figures(since: datetime, unfounded: Collection[int]) -> dict[int, Figures]:
    values = {
        "since": first_key_at(since),
        "arms": list(NOISE_ARMS),
        "unfounded": list(unfounded),
    }
    rows = all_rows(statement(_HERE, "sender_figures"), values)
    return {
        int(str(platform_id)): Figures(reports=int(str(n)), noise=int(str(noise)))
        for platform_id, n, noise in rows
    }


def applied_shift(platform_id: int | None, *, at: datetime) -> int:
    """Give the points that a sender's reports lose now; in somebody's transaction.

    None while it appeals, and for a while after an appeal was granted.
    """
    appeals = PriorAppeal.objects.filter(platform_id=platform_id)
    if (
        appeals.filter(state=AppealState.OPEN).exists()
        or appeals.filter(paused_until__gt=at).exists()
    ):
        return 0
    newest = SenderPrior.objects.filter(platform_id=platform_id).order_by("-pk")
    return next(iter(newest.values_list("shift", flat=True)[:1]), 0)


def place_again(
    actor: Principal, platform_id: int, *, after: int, most: int, at: datetime
) -> int | None:
    """Let some of a sender's reports find their place anew; give the last, if more.

    Args:
        actor: who does it.
        platform_id: the sender.
        after: go on after this report; 0 from the first.
        most: how many reports are looked at.
        at: now.
    """
    with acting(actor):
        shift = applied_shift(platform_id, at=at)
        rows = Standing.objects.filter(
            report__platform_id=platform_id, report_id__gt=after
        )
        # In one order, as whoever ranks them locks them one by one.
        found = list(rows.order_by("report_id").select_for_update(of=("self",))[:most])
        for standing in found:
            place = place_of(standing.priority, standing.risk, shift=shift)
            if place == standing.place:
                continue
            Standing.objects.filter(pk=standing.pk).update(place=place)
            if standing.bundle_id is not None:
                follow_standing(standing.pk)
    return found[-1].pk if len(found) == most else None
