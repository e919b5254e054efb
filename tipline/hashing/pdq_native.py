"""The native core of the PDQ index, through ctypes."""

import ctypes
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.errors import DamagedIndexError
from tipline.hashing.pdq_library import library
from tipline.hashing.pdq_tables import WHOLE, Hits, Share, Tables, joined

# In the order of native/paths.h; each needs the processor to have the ones before it.
PATHS: Final = ("plain", "avx2", "avx512")

_DAMAGED = -2
# Fewer than fit into the packed hits of one call.
_MOST_QUERIES = 2**22


class Plan(IntEnum):
    """How a search goes about it; only tests choose otherwise."""

    CHOOSE = 0
    PROBE = 1
    SCAN = 2


class _Tables(ctypes.Structure):
    _fields_ = [
        ("slots", ctypes.c_void_p),
        ("next", ctypes.c_void_p),
        ("rows", ctypes.c_void_p),
        ("hashes", ctypes.c_void_p),
        ("count", ctypes.c_uint64),
        ("largest", ctypes.c_uint64),
    ]


class _Share(ctypes.Structure):
    _fields_ = [("part", ctypes.c_uint32), ("parts", ctypes.c_uint32)]


class _Hits(ctypes.Structure):
    _fields_ = [
        ("packed", ctypes.c_void_p),
        ("count", ctypes.c_uint64),
        ("room", ctypes.c_uint64),
    ]


class NativeCore:
    """Search by chunks, with the instructions of one path."""

    def __init__(self, library: ctypes.CDLL, path: str) -> None:
        self.name = path
        self._path = PATHS.index(path)
        self._library = library
        self._search = library.pdq_search

    def rearrange(self, hashes: NDArray[np.uint8], rows: NDArray[np.uint8]) -> None:
        """Write the hashes, (n, 32) uint8, rearranged to `rows`."""
        source = np.ascontiguousarray(hashes)
        self._library.pdq_rearrange(source.ctypes.data, rows.ctypes.data, len(source))

    def sort_chunk(self, tables: Tables, chunk: int) -> None:
        """Fill slots, next and rows of one chunk from the hashes."""
        if tables.slots is None or tables.next is None or tables.rows is None:
            return
        scratch = np.empty(len(tables), np.uint64)
        self._library.pdq_sort_chunk(
            tables.hashes.ctypes.data,
            len(tables),
            chunk,
            tables.slots[chunk].ctypes.data,
            tables.next[chunk].ctypes.data,
            tables.rows[chunk].ctypes.data,
            scratch.ctypes.data,
        )

    def search(
        self,
        tables: Tables,
        queries: NDArray[np.uint8],
        radius: int,
        *,
        share: Share = WHOLE,
        plan: Plan = Plan.CHOOSE,
    ) -> Hits:
        """Find every row within the radius; see `Core.search`.

        Raises:
            DamagedIndexError: a table of a file names a row that is not there.
            MemoryError: too many hits.
        """
        if len(queries) > _MOST_QUERIES:
            return self._search_in_parts(
                tables, queries, radius, share=share, plan=plan
            )
        hits = _Hits()
        failed = self._search(
            ctypes.byref(_Tables(*tables.addresses, len(tables), tables.largest)),
            queries.ctypes.data,
            len(queries),
            radius,
            ctypes.byref(_Share(*share)),
            self._path,
            plan,
            ctypes.byref(hits),
        )
        if failed:
            self._library.pdq_take(ctypes.byref(hits), None, None, None)
            if failed == _DAMAGED:
                raise DamagedIndexError(path="in memory", reason="a row is not there")
            raise MemoryError
        columns = np.empty((3, hits.count), np.int64)
        start, step = columns.ctypes.data, hits.count * columns.itemsize
        self._library.pdq_take(
            ctypes.byref(hits), start, start + step, start + 2 * step
        )
        return Hits(*columns)

    def _search_in_parts(
        self,
        tables: Tables,
        queries: NDArray[np.uint8],
        radius: int,
        *,
        share: Share,
        plan: Plan,
    ) -> Hits:
        starts = range(0, len(queries), _MOST_QUERIES)
        parts = [
            self.search(
                tables,
                queries[start : start + _MOST_QUERIES],
                radius,
                share=share,
                plan=plan,
            )
            for start in starts
        ]
        for start, part in zip(starts, parts, strict=True):
            part.query[:] += start
        return joined(parts)


def native_cores() -> list[NativeCore]:
    """Give every path that works here, the fastest last; none without the library."""
    found = library()
    if found is None:
        return []
    return [NativeCore(found, path) for path in PATHS[: found.pdq_best_path() + 1]]
