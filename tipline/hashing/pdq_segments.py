"""A PDQ index in a folder: one process writes, any number search it, all see changes.

    reader = PdqSegments(folder)
    query, id, distance = reader.search(queries)

Hashes are kept under the caller's own ids. Most are in segments, which are mapped and
never change; what came since is in a log that readers follow. A manifest names both; a
reader looks at each search whether there is another.
"""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing import pdq_log, pdq_manifest, pdq_segment
from tipline.hashing.distance import MATCH_RADIUS, PDQ_BYTES
from tipline.hashing.errors import DamagedIndexError
from tipline.hashing.pdq_arguments import refuse_unless_hashes, refuse_unless_radius
from tipline.hashing.pdq_core import default_core
from tipline.hashing.pdq_log import Change
from tipline.hashing.pdq_manifest import Manifest
from tipline.hashing.pdq_segment import Segment
from tipline.hashing.pdq_tables import Core, Hits, Tables, in_order, joined
from tipline.hashing.row_set import RowSet

# A reader that opens files while each is replaced at once must be very unlucky.
_TRIES: Final = 100


@dataclass(frozen=True)
class _Live:
    """What the log holds, row by row; rows behind `count` are not there yet.

    `where` has each id's row; the dead rows are of ids that came again or went.
    """

    hashes: NDArray[np.uint8]
    ids: NDArray[np.int64]
    count: int = 0
    dead: RowSet = field(default_factory=lambda: RowSet.for_rows(0))
    where: dict[int, int] = field(default_factory=dict)

    def with_room_for(self, more: int) -> "_Live":
        needed, room = self.count + more, len(self.ids)
        if needed <= room:
            return self
        added = max(needed, 2 * room) - room
        return replace(
            self,
            hashes=np.concatenate([self.hashes, np.empty((added, 32), np.uint8)]),
            ids=np.concatenate([self.ids, np.empty(added, np.int64)]),
            dead=self.dead.with_room_for(room + added),
        )


@dataclass(frozen=True)
class _View:
    """What a search works on; a refresh puts another in its place."""

    manifest: Manifest
    segments: tuple[Segment, ...]
    live: _Live
    position: int

    def tables(self) -> Iterator[tuple[Tables, NDArray[np.int64], RowSet]]:
        for segment in self.segments:
            yield segment.block.tables, segment.ids, segment.dead
        if self.live.count:
            tables = Tables(self.live.hashes[: self.live.count])
            yield tables, self.live.ids, self.live.dead


class PdqSegments:
    """Search a folder that `PdqSegmentsWriter` made, in this process or another."""

    def __init__(
        self, folder: str | PathLike[str], *, core: Core | None = None
    ) -> None:
        """Map what is there; `core` is the machine's fastest if it is not given.

        Raises:
            DamagedIndexError: there is no index, or a file of it was cut or changed.
        """
        self.folder = Path(folder)
        self._path = self.folder / pdq_manifest.FILE
        self._core = core or default_core()
        self._refreshing = threading.RLock()
        self._manifest_file = self._log_file = -1
        self._log_end = 0
        self._view = _View(Manifest(0, ""), (), _no_live(), 0)
        self.refresh()

    def close(self) -> None:
        """Let go of the files until the next search."""
        with self._refreshing:
            self._let_go()

    def _let_go(self) -> None:
        for file in (self._manifest_file, self._log_file):
            if file >= 0:
                os.close(file)
        self._manifest_file = self._log_file = -1

    @property
    def position(self) -> int:
        """Up to which of the caller's changes this has come; 0 before the first."""
        self.refresh()
        return self._view.position

    def __len__(self) -> int:
        """Count the ids that can be found."""
        self.refresh()
        view = self._view
        return sum(map(len, view.segments)) + len(view.live.where)

    def search(self, queries: NDArray[np.uint8], radius: int = MATCH_RADIUS) -> Hits:
        """Find the ids of all hashes within `radius` bits of each query.

        Sees every change that its writer was told was done. While one is being made, an
        id may be found under its old and its new hash; none is missed.

        Args:
            queries: (m, 32) uint8, most significant bit first.
            radius: 0 to 256 bits, inclusive. Above 31 every hash is compared.

        Returns:
            Query, id and distance in bits, (h,) int64 each, in the order of query, then
            id.

        Raises:
            MalformedHashError: queries of another shape or type.
            UnusableRadiusError: a radius outside of these.
            DamagedIndexError: a file that the writer made since was cut or changed
                before it was opened, or a table names a row that is not there.
        """
        refuse_unless_hashes(queries)
        refuse_unless_radius(radius)
        self.refresh()
        rows, found = np.ascontiguousarray(queries), []
        for tables, ids, dead in self._view.tables():
            hits = self._core.search(tables, rows, int(radius))
            kept = dead.lacks(hits.entry)
            found.append(
                Hits(hits.query[kept], ids[hits.entry[kept]], hits.distance[kept])
            )
        return in_order(joined(found))

    def refresh(self) -> None:
        """See what the writer has done since; each search does this first."""
        with self._refreshing:
            try:
                self._catch_up()
            except BaseException:
                # Half of it may be done: the next time begins with the manifest.
                self._let_go()
                raise

    def _catch_up(self) -> None:
        is_outdated = self._is_outdated()
        view = self._loaded_anew() if is_outdated else self._view
        changes = self._read_log()
        if changes or is_outdated:
            shown, died = self._with_rows(view, changes)
            # What is replaced is found twice for a moment, rather than not at all; but
            # of another manifest nothing is shown before all of its log.
            if not is_outdated:
                self._view = shown
            _bury(shown, died, changes)
            self._view = shown

    def _is_outdated(self) -> bool:
        if self._manifest_file < 0:
            return True
        # The old one is kept open, so that its number is not given to another file.
        return self._path.stat().st_ino != os.fstat(self._manifest_file).st_ino

    def _loaded_anew(self) -> _View:
        known = {each.files.segment: each for each in self._view.segments}
        for _ in range(_TRIES):
            try:
                return self._loaded(known)
            except FileNotFoundError:
                if not self._path.exists():
                    break
        raise DamagedIndexError(path=self.folder, reason="files of it are missing")

    def _loaded(self, known: dict[str, Segment]) -> _View:
        """Open what the manifest names, however often it is replaced meanwhile."""
        self._let_go()
        self._manifest_file = os.open(self._path, os.O_RDONLY)
        size = os.fstat(self._manifest_file).st_size
        text = os.pread(self._manifest_file, size, 0).decode(errors="replace")
        manifest = pdq_manifest.read(text, self._path)
        self._log_file = os.open(self.folder / manifest.log, os.O_RDONLY)
        self._log_end = 0
        segments = tuple(
            pdq_segment.load(
                self.folder,
                files,
                known[files.segment].block if files.segment in known else None,
            )
            for files in manifest.segments
        )
        return _View(manifest, segments, _no_live(), manifest.position)

    def _read_log(self) -> list[Change]:
        """Read the records that were written since."""
        size = os.fstat(self._log_file).st_size
        if size <= self._log_end:
            return []
        data = os.pread(self._log_file, size - self._log_end, self._log_end)
        records = list(pdq_log.records_in(data))
        end = records[-1][1] if records else 0
        if pdq_log.holds_record(data[end:]):
            reason = "a record of its log was changed"
            raise DamagedIndexError(path=self.folder, reason=reason)
        self._log_end += end
        return [change for change, _ in records]

    def _with_rows(
        self, view: _View, changes: list[Change]
    ) -> tuple[_View, NDArray[np.int64]]:
        """Add rows of changes, and say which rows of the log they replace."""
        live = view.live.with_room_for(sum(len(change.added) for change in changes))
        where, died, end = live.where, [], live.count
        for change in changes:
            start, end = end, end + len(change.added)
            live.ids[start:end] = change.added
            self._core.rearrange(change.hashes, live.hashes[start:end])
            died += [where.pop(each, -1) for each in change.removed.tolist()]
            for row, each in enumerate(change.added.tolist(), start):
                died.append(where.get(each, -1))
                where[each] = row
        positions = [view.position, *(change.position for change in changes)]
        shown = replace(view, live=replace(live, count=end), position=max(positions))
        rows = np.array(died, np.int64)
        return shown, rows[rows >= 0]


def _bury(view: _View, died: NDArray[np.int64], changes: list[Change]) -> None:
    """Let what changes replace or remove be found no longer."""
    view.live.dead.add(died)
    touched = [ids for each in changes for ids in (each.removed, each.added)]
    for segment in view.segments if touched else ():
        segment.bury(np.concatenate(touched))


def _no_live() -> _Live:
    return _Live(np.empty((0, PDQ_BYTES), np.uint8), np.empty(0, np.int64))
