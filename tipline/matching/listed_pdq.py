"""An index of all listed PDQ hashes in memory, kept as the lists stand.

It holds what is listed, whatever became of its item: whether a hit counts is asked of
the item and its list. New hashes are added; anything else builds the index anew.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from django.db.models import Count, Max, QuerySet, Sum
from numpy.typing import NDArray

from tipline.hashing.distance import PDQ_BYTES
from tipline.hashing.pdq_index import PdqIndex
from tipline.hashlist.models import HashEntry


class Version(NamedTuple):
    """What tells one state of the lists' hashes from another: of their ids."""

    newest: int
    number: int
    total: int


class Near(NamedTuple):
    """A listed hash near a query: the query's number, and how many bits they differ."""

    query: int
    entry_id: int
    distance: int


@dataclass(frozen=True)
class ListedPdq:
    """The index, the ids of its entries (n,) int64, and the version that it holds."""

    version: Version
    entry_ids: NDArray[np.int64]
    index: PdqIndex

    def near(self, queries: Sequence[bytes]) -> Iterator[Near]:
        """Yield every listed hash within the match radius of each query of 32 bytes."""
        rows = np.frombuffer(b"".join(queries), np.uint8).reshape(-1, PDQ_BYTES)
        hits = self.index.search(rows)
        # The index may have been added to since; who asks now sees those.
        ours = hits.entry < len(self.entry_ids)
        ids = self.entry_ids[hits.entry[ours]].tolist()
        found = hits.query[ours].tolist(), ids, hits.distance[ours].tolist()
        yield from (Near(*each) for each in zip(*found, strict=True))

    def extended(self, version: Version) -> Self | None:
        """Add what is newer; None if that alone does not lead to `version`."""
        rows = _rows(_listed().filter(pk__gt=self.version.newest))
        entry_ids = np.concatenate([self.entry_ids, rows.ids])
        if (len(entry_ids), _total(entry_ids)) != (version.number, version.total):
            return None
        self.index.add(rows.hashes)
        return type(self)(version, entry_ids, self.index)


_kept: list[ListedPdq] = []
_changing = threading.Lock()


def listed_pdq() -> ListedPdq:
    """Give the index of the hashes that are listed now."""
    with _changing:
        version = _version()
        if not _kept or _kept[0].version != version:
            _kept[:] = [(_kept and _kept[0].extended(version)) or _built(version)]
        return _kept[0]


class _Rows(NamedTuple):
    ids: NDArray[np.int64]
    hashes: NDArray[np.uint8]


def _built(version: Version) -> ListedPdq:
    rows = _rows(_listed())
    return ListedPdq(version, rows.ids, PdqIndex.build(rows.hashes))


def _version() -> Version:
    known = _listed().aggregate(newest=Max("pk"), number=Count("pk"), total=Sum("pk"))
    total = int(known["total"] or 0) % _WORD
    return Version(known["newest"] or 0, known["number"], total)


_WORD = 2**64


def _total(ids: NDArray[np.int64]) -> int:
    """Sum up ids as `Version.total` does, modulo 2 to the 64th."""
    return int(ids.astype(np.uint64).sum())


def _listed() -> QuerySet[HashEntry]:
    return HashEntry.objects.filter(algorithm="pdq", withdrawn_at=None)


def _rows(listed: QuerySet[HashEntry]) -> _Rows:
    rows = list(listed.order_by("pk").values_list("pk", "value"))
    joined = bytes.fromhex("".join(value for _, value in rows))
    hashes = np.frombuffer(joined, np.uint8).reshape(len(rows), PDQ_BYTES)
    return _Rows(np.array([pk for pk, _ in rows], np.int64), hashes)
