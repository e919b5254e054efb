"""Which lists there are, and how much is on them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.models import HashList


@dataclass(frozen=True, kw_only=True)
class ListSummary:
    """One list, and how many hashes of each algorithm are active on it."""

    list_id: int
    name: str
    source: str
    meaning: str
    is_viral: bool
    created_at: datetime
    entries: dict[str, int]


def lists(reader: Principal) -> list[ListSummary]:
    """List all hash lists by name."""
    with acting(reader):
        rows = list(HashList.objects.order_by("name"))
        active = Count("hashentry", filter=Q(hashentry__withdrawn_at=None))
        counted = HashList.objects.values_list("pk", "hashentry__algorithm")
        numbers = {(pk, name): n for pk, name, n in counted.annotate(number=active)}
    return [
        ListSummary(
            list_id=row.pk,
            name=row.name,
            source=row.source,
            meaning=row.meaning,
            is_viral=row.is_viral,
            created_at=row.created_at,
            entries={
                name: n for (pk, name), n in numbers.items() if pk == row.pk and n
            },
        )
        for row in rows
    ]
