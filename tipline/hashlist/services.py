"""Load lists of known hashes from files."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashing.errors import MalformedHashError
from tipline.hashing.values import canonical_algorithm, canonical_value
from tipline.hashlist.errors import MalformedHashListError
from tipline.hashlist.models import HashEntry, HashList

_BATCH = 5000


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What became of a list's lines."""

    list_id: int
    read: int
    added: int


def load_list(  # noqa: PLR0913 - the columns of the new row
    actor: Principal,
    lines: Iterable[str],
    *,
    name: str,
    meaning: str,
    source: str = "",
    is_viral: bool = False,
    at: datetime,
) -> Loaded:
    """Add the hashes of a CSV file to the list `name`, made if it is new.

    The columns are algorithm, value and, if any, classification; the first line may
    name them. All lines are added, or none.

    Raises:
        MalformedHashListError: a line is no hash; says which, and what is expected.
    """
    entries = list(_entries(lines))
    with acting(actor):
        hash_list, _ = HashList.objects.get_or_create(
            name=name,
            defaults={
                "source": source,
                "meaning": meaning,
                "is_viral": is_viral,
                "created_at": at,
            },
        )
        before = HashEntry.objects.filter(hash_list=hash_list).count()
        rows = iter(
            HashEntry(
                hash_list=hash_list,
                algorithm=algorithm,
                value=value,
                classification=classification,
                added_at=at,
            )
            for algorithm, value, classification in entries
        )
        while batch := list(islice(rows, _BATCH)):
            HashEntry.objects.bulk_create(batch, ignore_conflicts=True)
        added = HashEntry.objects.filter(hash_list=hash_list).count() - before
        audit.record(
            actor, "hash_list.loaded", f"hash_list:{hash_list.pk}", added=added
        )
    return Loaded(list_id=hash_list.pk, read=len(entries), added=added)


def _entries(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for number, row in enumerate(csv.reader(lines), start=1):
        if not row or (number == 1 and row[0].strip().lower() == "algorithm"):
            continue
        if len(row) < 2:  # noqa: PLR2004 - an algorithm and a value
            raise MalformedHashListError(
                line=number, problem="it needs an algorithm and a value"
            )
        try:
            algorithm = canonical_algorithm(row[0])
            value = canonical_value(algorithm, row[1])
        except MalformedHashError as error:
            raise MalformedHashListError(line=number, problem=error) from error
        yield algorithm, value, row[2].strip()[:100] if len(row) > 2 else ""  # noqa: PLR2004 - the third column
