"""All listed PDQ hashes in memory, scanned whole for every question.

Exact by construction. Right for lists that are loaded from a file; a scan of a million
hashes takes some tens of milliseconds.
"""

from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Max
from numpy.typing import NDArray

from tipline.hashing.distance import MATCH_RADIUS, pdq_distances
from tipline.hashlist.models import HashEntry


@dataclass(frozen=True)
class PdqTable:
    """Listed hashes as (n, 32) uint8 beside their entries' ids, and its own version."""

    version: tuple[int, int]
    entry_ids: NDArray[np.int64]
    hashes: NDArray[np.uint8]

    def near(self, query: bytes) -> list[tuple[int, int]]:
        """Give (entry id, distance in bits) of every hash within the match radius."""
        distances = pdq_distances(query, self.hashes)
        hits = np.flatnonzero(distances <= MATCH_RADIUS)
        return [(int(self.entry_ids[hit]), int(distances[hit])) for hit in hits]


_kept: list[PdqTable] = []


def current_table() -> PdqTable:
    """Give the table as it stands in the database, reread only when it has changed."""
    active = HashEntry.objects.filter(algorithm="pdq", withdrawn_at=None)
    counted = active.aggregate(newest=Max("pk"), number=Count("pk"))
    version = (counted["newest"] or 0, counted["number"])
    if not _kept or _kept[0].version != version:
        _kept[:] = [_read(version)]
    return _kept[0]


def _read(version: tuple[int, int]) -> PdqTable:
    active = HashEntry.objects.filter(algorithm="pdq", withdrawn_at=None)
    rows = list(active.order_by("pk").values_list("pk", "value"))
    joined = bytes.fromhex("".join(value for _, value in rows))
    hashes = np.frombuffer(joined, np.uint8).reshape(len(rows), 32)
    return PdqTable(version, np.array([pk for pk, _ in rows], np.int64), hashes)
