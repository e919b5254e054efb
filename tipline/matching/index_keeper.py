"""Keep this machine's indexes as the database is: a thread of the worker.

Each look takes some milliseconds and comes five times a second, so an index is behind
by less than a second; searches see what it lacks all the same. An index that is
missing, damaged, or of another time than the database, is built from the database.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import structlog
from django.db import connection

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashing.errors import DamagedIndexError, IndexInUseError
from tipline.hashing.pdq_core import default_core
from tipline.hashing.pdq_manifest import FILE
from tipline.hashing.pdq_segments_writer import PdqSegmentsWriter
from tipline.matching import changes
from tipline.matching.indexes import INDEXES, Index

LOOK_EVERY_SECONDS: Final = 0.2
TRY_AGAIN_SECONDS: Final = 2.0

log = structlog.get_logger()


@dataclass(frozen=True)
class _Merge:
    """A merge of one index, and the position that the index had when it began."""

    outcome: Future[bool]
    position: int

    def leaves_more(self, position: int) -> bool:
        """Tell whether it is over, and the index is due for another look."""
        if not self.outcome.done():
            return False
        return self.outcome.result() or position != self.position


class IndexKeeper(threading.Thread):
    """The one thread of a machine that writes to its indexes.

    Any number may run: who comes second waits until the first has gone. `told` is
    called whenever something was committed that indexes or past files hang on.
    """

    def __init__(self, actor: Principal, told: Callable[[], None]) -> None:
        """Prepare to act as `actor`, which must be allowed to read all hashes."""
        super().__init__(name="index-keeper", daemon=True)
        self._actor = actor
        self._told = told
        self._stopped = threading.Event()
        self._merges: dict[str, _Merge] = {}
        self._followed_to: int | None = None  # by every index
        self.is_ready = threading.Event()

    def run(self) -> None:
        """Follow the database until told to stop."""
        default_core()  # says so if hashes are searched slowly here
        while not self._stopped.is_set():
            try:
                self._keep()
            except IndexInUseError:
                self.is_ready.set()  # by another process
            except Exception as error:
                kind = type(error).__name__
                log.warning("matching.keeper_failed", error_code=kind, exc_info=error)
            connection.close()
            self._stopped.wait(TRY_AGAIN_SECONDS)

    def stop(self) -> None:
        """Stop at the next look; the merge that runs is given up."""
        self._stopped.set()

    def _keep(self) -> None:
        with ExitStack() as opened:
            writers = {
                index: opened.enter_context(opened_writer(index.folder))
                for index in INDEXES
            }
            merger = ThreadPoolExecutor(1, "index-merge")
            opened.callback(merger.shutdown, wait=True, cancel_futures=True)
            self._followed_to = None
            self._merges = {}
            while not self._stopped.is_set():
                if not self.look(writers):
                    self.is_ready.set()
                    self._stopped.wait(LOOK_EVERY_SECONDS)
                self._merge(writers, merger)

    def look(self, writers: dict[Index, PdqSegmentsWriter]) -> bool:
        """Bring every index one step on; tell whether there is more to do."""
        with acting(self._actor):
            numbered = changes.number_changes()
            newest = changes.head()
        if newest == self._followed_to:
            return False
        behind = [self._follow(index, writer) for index, writer in writers.items()]
        self._followed_to = None if any(behind) else newest
        if numbered:
            self._told()
        return numbered == changes.AT_ONCE or any(behind)

    def _follow(self, index: Index, writer: PdqSegmentsWriter) -> bool:
        position = writer.position
        with acting(self._actor):
            changed = changes.changed_since([index.kind], position)
            if changed is None:
                self._rebuild(index, writer)
                return True
            subjects = changed.of(index.kind)
            ids, hashes = index.hashes_of(subjects)
        if len(subjects) or changed.position - position > changes.SAY_EVERY:
            gone = np.setdiff1d(subjects, index.subjects_of(ids))
            writer.change(
                removed=index.ids_of(gone),
                added=(ids, hashes),
                position=changed.position,
            )
        return not changed.is_all

    def _rebuild(self, index: Index, writer: PdqSegmentsWriter) -> None:
        # What is committed while this reads comes again, as a change after the head.
        reached = changes.head()
        writer.rebuild(index.all_hashes(), position=reached)
        log.info("matching.index_built", where=index.name, count=len(writer))

    def _merge(
        self, writers: dict[Index, PdqSegmentsWriter], merger: ThreadPoolExecutor
    ) -> None:
        """Merge beside everything else; what a merge met is raised at the next look."""
        for index, writer in writers.items():
            position, last = writer.position, self._merges.get(index.name)
            if last is None or last.leaves_more(position):
                merging = merger.submit(writer.merge)
                self._merges[index.name] = _Merge(merging, position)


@contextmanager
def opened_writer(folder: Path) -> Iterator[PdqSegmentsWriter]:
    """Open a folder for writing; one that is damaged begins with nothing.

    Raises:
        IndexInUseError: another process keeps it.
    """
    try:
        writer = PdqSegmentsWriter(folder)
    except DamagedIndexError:
        log.warning("matching.index_damaged", where=folder.name)
        (folder / FILE).unlink(missing_ok=True)
        writer = PdqSegmentsWriter(folder)
    with writer:
        yield writer
