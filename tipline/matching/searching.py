"""Find near hashes: in the index's folder, and among what it does not have yet.

What was committed before a search is found by it, whether the worker has brought it
into the folder or not. Without a folder that fits the database, a small number of
hashes is compared one by one, and a large one is refused until there is one.
"""

import threading
from pathlib import Path
from typing import Final

import numpy as np

from tipline.hashing.distance import MATCH_RADIUS
from tipline.hashing.errors import DamagedIndexError
from tipline.hashing.pdq_index import PdqIndex
from tipline.hashing.pdq_manifest import FILE
from tipline.hashing.pdq_segments import PdqSegments
from tipline.hashing.pdq_tables import Hits, in_order, joined
from tipline.matching import changes
from tipline.matching.errors import IndexNotReadyError
from tipline.matching.indexes import Hashes, Ids, Index

# So many are compared in some tens of milliseconds.
COMPARED_MOST: Final = 50_000

_readers: dict[Path, PdqSegments] = {}
_opening = threading.Lock()


def near(index: Index, queries: Hashes) -> Hits:
    """Find the ids of all hashes near to each query; in somebody's transaction.

    Args:
        index: which of the three.
        queries: (m, 32) uint8, most significant bit first.

    Returns:
        Query, id and distance in bits up to 31, in the order of query, then id.

    Raises:
        IndexNotReadyError: the worker is still building the index.
    """
    try:
        found = _in_folder(index, queries)
    except (DamagedIndexError, FileNotFoundError):
        found = None  # the worker builds it anew
    if found is not None:
        return found
    ids, hashes = index.first_hashes(COMPARED_MOST + 1)
    if len(ids) > COMPARED_MOST:
        raise IndexNotReadyError(index=index.name)
    return _compared(queries, ids, hashes)


def _in_folder(index: Index, queries: Hashes) -> Hits | None:
    reader = _reader(index.folder)
    if reader is None:
        return None
    # First the position, then what is newer, then the search: the folder may get on
    # meanwhile, and lacks nothing.
    late = changes.pending(index, reader.position)
    if late is None:
        return None
    hits = reader.search(queries)
    if not len(late):
        return hits
    kept = ~np.isin(index.subjects_of(hits.entry), late)
    early = Hits(hits.query[kept], hits.entry[kept], hits.distance[kept])
    return in_order(joined([early, _compared(queries, *index.hashes_of(late))]))


def _reader(folder: Path) -> PdqSegments | None:
    """Give this process's view of a folder, if there is an index in it."""
    with _opening:
        if folder not in _readers:
            if not (folder / FILE).exists():
                return None
            _readers[folder] = PdqSegments(folder)
        return _readers[folder]


def _compared(queries: Hashes, ids: Ids, hashes: Hashes) -> Hits:
    hits = PdqIndex.build(np.ascontiguousarray(hashes)).search(queries, MATCH_RADIUS)
    return Hits(hits.query, ids[hits.entry], hits.distance)
