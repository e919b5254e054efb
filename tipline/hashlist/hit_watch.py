"""Hold back a list that suddenly hits too often, until somebody looked.

What counts the hits tells them here, list by list and hour by hour.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, Min, Sum

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.changing import stamp
from tipline.hashlist.errors import ListNotFoundError
from tipline.hashlist.flood import FloodLimits, list_hits_too_often
from tipline.hashlist.models import HashList, ListHits

_DAY: Final = timedelta(days=1)
_PAST: Final = timedelta(days=28)


@dataclass(frozen=True, kw_only=True)
class HourOfHits:
    """How many hits a list made in the hour that begins at `hour`."""

    list_id: int
    hour: datetime
    number: int


def counted_until(reader: Principal, *, at: datetime) -> datetime:
    """Give the hour from which hits are to be counted again: a day ago at the most."""
    oldest = _hour(at - _DAY)
    with acting(reader):
        newest = ListHits.objects.aggregate(newest=Max("hour"))["newest"]
    return max(oldest, newest) if newest else oldest


def note_hits(actor: Principal, hours: Iterable[HourOfHits]) -> None:
    """Keep how many hits lists made; an hour that is told again is replaced."""
    with acting(actor):
        ListHits.objects.bulk_create(
            [
                ListHits(hash_list_id=one.list_id, hour=one.hour, number=one.number)
                for one in hours
            ],
            update_conflicts=True,
            unique_fields=["hash_list", "hour"],
            update_fields=["number"],
        )


def watch_lists(actor: Principal, limits: FloodLimits, *, at: datetime) -> int:
    """Quarantine the lists that suddenly hit too often; count them.

    Lists of often-seen material may hit as often as they like.
    """
    with acting(actor):
        watched = HashList.objects.filter(
            killed_at=None,
            quarantined_at=None,
            is_viral=False,
            hits__hour__gt=at - _DAY,
        ).distinct()
        held = [one for one in watched if _is_flooding(one, limits, at=at)]
        for one in held:
            HashList.objects.filter(pk=one.pk).update(quarantined_at=at)
            audit.record(actor, "hash_list.quarantined", f"hash_list:{one.pk}")
        ListHits.objects.filter(hour__lt=at - _PAST - _DAY).delete()
    return len(held)


def release_list(actor: Principal, list_id: int, *, at: datetime) -> None:
    """Let a list hit again: somebody looked, and its hits are right.

    Raises:
        ListNotFoundError: there is no such list in quarantine.
    """
    with acting(actor):
        stamp(list_id)
        held = HashList.objects.filter(pk=list_id, quarantined_at__isnull=False)
        if not held.update(quarantined_at=None, released_at=at):
            raise ListNotFoundError
        audit.record(actor, "hash_list.released", f"hash_list:{list_id}")


def _is_flooding(one: HashList, limits: FloodLimits, *, at: datetime) -> bool:
    since = max(at - _DAY, one.released_at or at - _DAY)
    before = one.hits.filter(hour__gt=at - _PAST - _DAY, hour__lte=at - _DAY)
    past = before.aggregate(number=Sum("number"), first=Min("hour"))
    days = max(1.0, (at - _DAY - past["first"]) / _DAY) if past["first"] else 1.0
    today = one.hits.filter(hour__gt=since).aggregate(number=Sum("number"))
    return list_hits_too_often(
        hits_in_a_day=today["number"] or 0,
        usual_a_day=(past["number"] or 0) / days,
        limits=limits,
    )


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
