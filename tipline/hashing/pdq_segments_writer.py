"""The one process that changes a PDQ index in a folder.

    with PdqSegmentsWriter(folder) as index:
        index.add(ids, hashes, position=change)   # on the disk when it returns
        index.merge()                             # in a thread, now and then

The database is the truth. A change may carry its position there, a number that grows;
`position` says what the index has, so whoever writes applies what is newer. To apply
again what it has does nothing.
"""

import fcntl
import os
import re
import secrets
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from tipline.hashing import pdq_log, pdq_manifest, pdq_segment
from tipline.hashing.atomic_file import written_whole
from tipline.hashing.distance import PDQ_BYTES
from tipline.hashing.errors import IndexInUseError, MalformedHashError
from tipline.hashing.pdq_arguments import refuse_unless_hashes, whole_numbers
from tipline.hashing.pdq_log import Change
from tipline.hashing.pdq_manifest import Manifest, SegmentFiles
from tipline.hashing.pdq_segment import Segment
from tipline.hashing.pdq_segments import PdqSegments
from tipline.hashing.pdq_tables import Core

# Up to so many hashes are scanned at each search; more become a segment.
MOST_LIVE: Final = 16_384
# A log of removals alone becomes no segment, and is begun anew when it is so long.
_LONGEST_LOG: Final = 2**22
# A segment is merged with the smaller ones unless it is so many times as large.
_GROWTH: Final = 4
_LOCK: Final = "lock"
_OURS: Final = re.compile(
    r"(segment|log|dead)-\d+|(manifest|(segment|log|dead)-\d+)\.[0-9a-f]+\.unfinished"
)


class PdqSegmentsWriter(PdqSegments):
    """Add and remove hashes; search as the readers do.

    Threads may call all of it at once. Nothing that has returned is lost when the
    process is killed or the machine stops.
    """

    def __init__(
        self, folder: str | PathLike[str], *, core: Core | None = None
    ) -> None:
        """Open the folder for writing; make it if it is not there.

        Raises:
            IndexInUseError: another process or object writes to it.
            DamagedIndexError: a file of it was cut or changed.
        """
        self._changing = threading.RLock()
        self._merging = threading.Lock()
        self._lock_file = _locked(Path(folder))
        try:
            if not (Path(folder) / pdq_manifest.FILE).exists():
                _write_nothing(Path(folder))
            super().__init__(folder, core=core)
            self._number = self._view.manifest.number
            self._tidy()
        except BaseException:
            os.close(self._lock_file)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let another process write, as soon as a merge that goes on is over."""
        with self._merging, self._changing:
            super().close()
            if self._lock_file >= 0:
                os.close(self._lock_file)
            self._lock_file = -1

    def add(
        self,
        ids: NDArray[np.int64] | Sequence[int],
        hashes: NDArray[np.uint8],
        *,
        position: int | None = None,
    ) -> None:
        """Keep hashes, (n, 32) uint8, under ids, (n,) whole numbers of 64 bits.

        An id that is there gets its new hash; of the same id twice, the last counts.
        `position` is as for `change`.

        Raises:
            MalformedHashError: the hashes have another shape or type, or are not as
                many as the ids. Nothing was added.
        """
        self.change(added=(ids, hashes), position=position)

    def remove(
        self,
        ids: NDArray[np.int64] | Sequence[int],
        *,
        position: int | None = None,
    ) -> None:
        """Let ids be found no longer; those that are not there stay so."""
        self.change(removed=ids, position=position)

    def change(
        self,
        *,
        removed: NDArray[np.int64] | Sequence[int] = (),
        added: tuple[NDArray[np.int64] | Sequence[int], NDArray[np.uint8]] = (
            (),
            np.empty((0, PDQ_BYTES), np.uint8),
        ),
        position: int | None = None,
    ) -> None:
        """Remove ids, then add ids with their hashes; on the disk when it returns.

        With a `position` that the index has reached, this does nothing: it was done.
        All changes of one position therefore belong into one call. Without one the
        position stays.

        Raises:
            MalformedHashError: as for `add`. Nothing was changed.
        """
        gone, ids = whole_numbers(removed), _ids_for(added[1], added[0])
        with self._changing:
            now = self.position
            if position is not None and position <= now:
                return
            # Only the last takes the position: who dies before it begins again.
            *parts, last = _parts(Change(now, gone, ids, added[1]))
            for part in parts:
                self._append(part)
            self._append(replace(last, position=position or now))

    def fold(self) -> None:
        """Make a segment of what the log holds, and begin another log."""
        with self._changing:
            self.refresh()
            view = self._view
            rows = np.array(list(view.live.where.values()), np.int64)
            rows = rows[np.argsort(view.live.ids[rows], kind="stable")]
            segments = [self._with_dead(segment) for segment in view.segments]
            segments += self._written(view.live.ids[rows], view.live.hashes[rows])
            self._begin(segments, view.position)

    def merge(self) -> bool:
        """Make one segment of those that are small or mostly dead, if there are any.

        Searches and changes go on meanwhile. Gives whether there was something to do.
        """
        with self._merging:
            with self._changing:
                self.refresh()
                chosen = _worth_merging(self._view.segments)
                alive = [segment.alive() for segment in chosen]
            if not chosen:
                return False
            parts = [
                (segment.ids[rows], segment.block.tables.hashes[rows])
                for segment, rows in zip(chosen, alive, strict=True)
            ]
            ids = np.concatenate([part[0] for part in parts])
            order = np.argsort(ids, kind="stable")
            hashes = np.concatenate([part[1] for part in parts])[order]
            del parts
            self._replace(chosen, alive, self._written(ids[order], hashes))
            return True

    def rebuild(
        self,
        batches: Iterable[tuple[NDArray[np.int64] | Sequence[int], NDArray[np.uint8]]],
        *,
        position: int,
    ) -> None:
        """Put what the database has at a position in the place of everything.

        Searches go on with the old until this returns; changes wait.

        Args:
            batches: ids with (n, 32) uint8 each; of the same id twice, the last counts.
            position: where the database stands with them, even if it is lower than now.

        Raises:
            MalformedHashError: as for `add`. Everything stays as it was.
        """
        with self._changing:
            ids, hashes = [whole_numbers(())], [np.empty((0, PDQ_BYTES), np.uint8)]
            for some, values in batches:
                ids.append(_ids_for(values, some))
                hashes.append(np.empty_like(values, order="C"))
                self._core.rearrange(values, hashes[-1])
            numbers, rows = np.concatenate(ids), np.concatenate(hashes)
            del hashes
            # The first of the reversed is the last that was given.
            unique, first = np.unique(numbers[::-1], return_index=True)
            kept = rows[len(rows) - 1 - first]
            del rows
            self._begin(self._written(unique, kept), position)

    def _append(self, change: Change) -> None:
        """Write a change to the disk, and read it back as every reader will."""
        self._refuse_if_closed()
        path = self.folder / self._view.manifest.log
        with path.open("r+b", buffering=0) as file:
            # What a failed write has left would hide all that follows.
            file.truncate(self._log_end)
            file.seek(self._log_end)
            record = memoryview(pdq_log.record_of(change))
            while record:
                record = record[file.write(record) :]
            os.fsync(file.fileno())
        self.refresh()
        if self._view.live.count >= MOST_LIVE or self._log_end >= _LONGEST_LOG:
            self.fold()

    def _written(
        self, ids: NDArray[np.int64], hashes: NDArray[np.uint8]
    ) -> list[SegmentFiles]:
        """Write a segment, unless it would be empty."""
        if not len(ids):
            return []
        name = self._name("segment")
        pdq_segment.write(self.folder / name, ids, hashes, core=self._core)
        return [SegmentFiles(name)]

    def _replace(
        self,
        chosen: Sequence[Segment],
        alive: Sequence[NDArray[np.int64]],
        merged: Sequence[SegmentFiles],
    ) -> None:
        """Show what segments were merged to, without what died meanwhile."""
        with self._changing:
            self.refresh()
            now = {each.files.segment: each for each in self._view.segments}
            if not all(each.files.segment in now for each in chosen):
                # It was rebuilt meanwhile.
                for files in merged:
                    (self.folder / files.segment).unlink()
                return
            new = [pdq_segment.load(self.folder, files) for files in merged]
            for old, rows in zip(chosen, alive, strict=True):
                newest = now.pop(old.files.segment)
                died = np.setdiff1d(rows, rows[newest.dead.lacks(rows)])
                for segment in new:
                    segment.bury(newest.ids[died])
            kept = [self._with_dead(each) for each in (*now.values(), *new)]
            self._show(kept, self._view.manifest.log)

    def _begin(self, segments: Sequence[SegmentFiles], position: int) -> None:
        log = self._name("log")
        _write_empty(self.folder / log)
        self._show(segments, log, position=position)

    def _show(
        self,
        segments: Sequence[SegmentFiles],
        log: str,
        *,
        position: int | None = None,
    ) -> None:
        """Write a manifest, look at it, and remove what only the old one named."""
        self._refuse_if_closed()
        old = self._view.manifest
        reached = old.position if position is None else position
        new = Manifest(reached, log, tuple(segments), self._number)
        pdq_manifest.write(self.folder, new)
        self.refresh()
        for name in old.files() - self._view.manifest.files():
            (self.folder / name).unlink(missing_ok=True)

    def _with_dead(self, segment: Segment) -> SegmentFiles:
        """Write down who is dead now, if somebody died since."""
        saved = pdq_segment.load(self.folder, segment.files, segment.block)
        if saved.dead.count() == segment.dead.count():
            return segment.files
        name = self._name("dead")
        pdq_segment.write_dead(self.folder / name, segment.dead)
        return SegmentFiles(segment.files.segment, name)

    def _refuse_if_closed(self) -> None:
        if self._lock_file < 0:
            raise ValueError("the writer is closed")

    def _name(self, kind: str) -> str:
        with self._changing:
            self._refuse_if_closed()
            self._number += 1
            return f"{kind}-{self._number}"

    def _tidy(self) -> None:
        """Remove what a writer that died has left."""
        used = self._view.manifest.files()
        for path in self.folder.iterdir():
            if _OURS.fullmatch(path.name) and path.name not in used:
                path.unlink()


def _worth_merging(segments: Sequence[Segment]) -> list[Segment]:
    """Choose the smallest, and each that is not much larger than those together."""
    chosen = [each for each in segments if 2 * each.dead.count() > len(each.block)]
    has_dead = bool(chosen)
    for segment in sorted(segments, key=len):
        if chosen and len(segment) >= _GROWTH * sum(map(len, chosen)):
            break
        if segment not in chosen:
            chosen.append(segment)
    return chosen if has_dead or len(chosen) > 1 else []


def _ids_for(hashes: NDArray[np.uint8], ids: object) -> NDArray[np.int64]:
    refuse_unless_hashes(hashes)
    numbers = whole_numbers(ids)
    if len(numbers) != len(hashes):
        reason = f"there are {len(numbers)} ids for {len(hashes)} hashes"
        raise MalformedHashError(algorithm="pdq", reason=reason)
    return numbers


def _parts(change: Change) -> Iterator[Change]:
    """Divide a change into records: what goes, then what comes."""
    none = change.removed[:0], change.added[:0], change.hashes[:0]
    starts = range(0, max(1, len(change.removed)), MOST_LIVE)
    for start in starts[:-1]:
        gone = change.removed[start : start + MOST_LIVE]
        yield Change(change.position, gone, none[1], none[2])
    gone = change.removed[starts[-1] :]
    for start in range(0, max(1, len(change.added)), MOST_LIVE):
        some = slice(start, start + MOST_LIVE)
        yield Change(change.position, gone, change.added[some], change.hashes[some])
        gone = none[0]


def _locked(folder: Path) -> int:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(file)
        raise IndexInUseError(path=folder) from error
    return file


def _write_nothing(folder: Path) -> None:
    """Begin anywhere: readers of a folder that was lost may know names that were."""
    number = secrets.randbits(48)
    _write_empty(folder / f"log-{number}")
    pdq_manifest.write(folder, Manifest(0, f"log-{number}", number=number))


def _write_empty(path: Path) -> None:
    with written_whole(path):
        pass
