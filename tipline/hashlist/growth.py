"""Hold back a source that suddenly adds too much."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from tipline.hashlist.changing import stamp
from tipline.hashlist.flood import FloodLimits, has_grown_too_fast
from tipline.hashlist.models import HashEntry, ListMember

_DAY: Final = timedelta(days=1)
# What was there before is counted as far as so many more could not make it a flood.
_AHEAD: Final = 100_000


@dataclass
class FloodWatch:
    """Watches over what one source adds in one go, batch by batch.

    Counts at the first batch, and again only when what came since could be too much: to
    count at each would take the square of the list's length.
    """

    limits: FloodLimits
    at: datetime
    _room: int = -1

    def has_flooded(self, member: ListMember, *, added: int) -> bool:
        """Hold back what the source added in the last day, if it is too much.

        New values of an old item are new. What members have fetched of it becomes
        tombstones in their next fetch.

        Args:
            member: the source; the caller holds its list's lock.
            added: fingerprints of this batch, at most: they are in the tables.
        """
        self._room -= added
        if self._room >= 0:
            return False
        since = max(self.at - _DAY, member.released_at or self.at - _DAY)
        # By its index, whatever PostgreSQL believes of a young table.
        oldest = member.items.order_by("created_at").values_list("created_at").first()
        if oldest is None or oldest[0] > since:
            return False
        new, before = self._counted(member, since)
        if not has_grown_too_fast(
            added_in_a_day=new, before=before, limits=self.limits
        ):
            allowed = math.floor(self.limits.growth_share * before)
            self._room = max(allowed, self.limits.growth_least - 1) - new
            return False
        _hold_back(member, since=since)
        return True

    def _counted(self, member: ListMember, since: datetime) -> tuple[int, int]:
        """Count what was added since, and what was before as far as it matters."""
        entries = HashEntry.objects.filter(
            hash_list_id=member.hash_list_id,
            item__member=member,
            item__canary_for=None,
        )
        new = entries.filter(added_at__gt=since).count()
        enough = math.ceil((new + _AHEAD) / self.limits.growth_share) + 1
        there = Q(withdrawn_at=None) | Q(withdrawn_at__gt=since)
        return new, entries.filter(there, added_at__lte=since)[:enough].count()


def _hold_back(member: ListMember, *, since: datetime) -> None:
    stamped = stamp(member.hash_list_id)
    waiting = ListMember.objects.filter(pk=member.pk, quarantine_from=None)
    if waiting.update(quarantine_from=since):
        new = HashEntry.objects.filter(
            hash_list_id=member.hash_list_id, added_at__gt=since
        )
        items = member.items.filter(listed_at__isnull=False, entries__in=new)
        items.update(changed_at=stamped)
