"""How many hits the lists made, told to those who watch over lists."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncHour
from procrastinate.contrib.django import app

from tipline.foundation.keys import first_key_at
from tipline.foundation.policy.principal import Principal, system
from tipline.foundation.policy.scope import acting
from tipline.hashlist import hit_watch
from tipline.hashlist.hit_watch import HourOfHits
from tipline.matching.models import Match

_DAY = timedelta(days=1)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", name="watch_lists", queueing_lock="watch_lists")
def watch_lists(timestamp: int) -> None:
    """Hold back, every five minutes, the lists that suddenly hit too often."""
    at = datetime.fromtimestamp(timestamp, UTC)
    count_hits(system("lists"), at=at)
    hit_watch.watch_lists(system("lists"), settings.FLOOD_LIMITS, at=at)


def count_hits(actor: Principal, *, at: datetime) -> None:
    """Count what was hit since the last count, list by list and hour by hour.

    Reports of long ago that a new item finds are no flood: they came over years.
    """
    since = hit_watch.counted_until(actor, at=at)
    with acting(actor):
        hit_watch.note_hits(actor, list(_hits(since, at=at)))


def _hits(since: datetime, *, at: datetime) -> Iterator[HourOfHits]:
    # By key, since times have no index; no match is older than its key says.
    recent = Match.objects.filter(pk__gte=first_key_at(since), matched_at__gte=since)
    hits = recent.filter(report__closed_at__gt=at - _DAY)
    rows = hits.values_list("entry__hash_list", TruncHour("matched_at"))
    for list_id, hour, number in rows.annotate(number=Count("pk")).order_by():
        yield HourOfHits(list_id=list_id, hour=hour, number=number)
