"""Hold back a source that suddenly adds too much."""

import math
from datetime import datetime, timedelta

from django.db.models import Q

from tipline.hashlist.changing import stamp
from tipline.hashlist.flood import FloodLimits, has_grown_too_fast
from tipline.hashlist.models import HashEntry, ListMember

_DAY = timedelta(days=1)


def quarantine_if_flooding(
    member: ListMember, limits: FloodLimits, *, at: datetime
) -> bool:
    """Hold back the fingerprints a source added in the last day, if they are too many.

    New values of an old item are new. What members have fetched of it becomes
    tombstones in their next fetch. What was there before is counted only as far as it
    matters, so that each batch of a long import can ask.
    """
    since = max(at - _DAY, member.released_at or at - _DAY)
    entries = HashEntry.objects.filter(
        hash_list_id=member.hash_list_id, item__member=member, item__canary_for=None
    )
    new = entries.filter(added_at__gt=since)
    # By its index, whatever PostgreSQL believes of a young table.
    oldest = member.items.order_by("created_at").values_list("created_at").first()
    if oldest is None or oldest[0] > since:
        return False
    added = new.count()
    enough = math.ceil(added / limits.growth_share) + 1
    there = Q(withdrawn_at=None) | Q(withdrawn_at__gt=since)
    before = entries.filter(there, added_at__lte=since)[:enough].count()
    if not has_grown_too_fast(added_in_a_day=added, before=before, limits=limits):
        return False
    stamped = stamp(member.hash_list_id)
    waiting = ListMember.objects.filter(pk=member.pk, quarantine_from=None)
    if waiting.update(quarantine_from=since):
        items = member.items.filter(listed_at__isnull=False, entries__in=new)
        items.update(changed_at=stamped)
    return True
