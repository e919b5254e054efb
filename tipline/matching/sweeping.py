"""Search the whole archive for what came to lists: every picture, in every turn.

Listed are fingerprints, and the frames of listed videos that were seen here. The
index of pictures knows them upright, and lays listed hashes only roughly in the
other turns. A sweep asks each picture of the archive, with the turns that were computed
from its pixels, whether it is near to what was listed: as exact as when it came. A list
of more than some thousands is searched for in this way alone. Parts that are done are
remembered in the database, so that a sweep goes on where it was killed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
from django.db import connection
from django.db.models import Q, QuerySet

from tipline.files.models import Content, ReportedFile, VideoHash
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, statement
from tipline.hashing.distance import PDQ_BYTES
from tipline.hashing.pdq_join import ASKED
from tipline.hashlist.models import HashEntry
from tipline.matching import changes
from tipline.matching.indexes import QUALITY_MIN, Hashes, Ids, rows_of
from tipline.matching.looking_back import (
    DIGESTS,
    Again,
    entries_between,
    finished_reports,
)
from tipline.matching.models import ClaimedHash, Lookback, Sweep, SweepPart
from tipline.matching.spreading import Spread
from tipline.matching.video_search import contents_with

PART: Final = 50_000  # picture hashes
_EQUAL: Final = 0  # where the part of equal hashes ends
_HERE = Path(__file__).parent


def begin(actor: Principal, *, least: int = 1, at: datetime) -> Sweep | None:
    """Plan a sweep for what came to lists since the last, unless one is under way.

    Args:
        actor: on whose behalf.
        least: fewer fingerprints are left for a later sweep.
        at: now.
    """
    with acting(actor):
        mark = Lookback.objects.select_for_update().get()
        if Sweep.objects.filter(finished_at=None).exists():
            return None
        upto = changes.head()
        entries = entries_between(mark.swept_to, upto)
        number = entries.count()
        if not number:
            Lookback.objects.update(swept_to=upto)
        if number < least or not number:
            return None
        made = Sweep.objects.create(
            after=mark.swept_to, upto=upto, entries=number, began_at=at
        )
        SweepPart.objects.create(sweep=made, after=_EQUAL, upto=_EQUAL)
        if entries.filter(algorithm="pdq").exists() or _videos_of(entries).exists():
            _plan(made)
        audit.record(actor, "archive.sweep_began", f"sweep:{made.pk}", entries=number)
    return made


def is_under_way(reader: Principal) -> bool:
    """Tell whether the archive is being swept."""
    with acting(reader):
        return Sweep.objects.filter(finished_at=None).exists()


def _plan(sweep: Sweep) -> None:
    values = {"sweep": sweep.pk, "size": PART}
    with connection.cursor() as cursor:
        cursor.execute(statement(_HERE, "sweep_parts"), values)


def go_on(
    actor: Principal,
    again: Again,
    *,
    spread: Spread,
    is_over: Callable[[], bool],
    clock: Callable[[], datetime],
) -> bool:
    """Do what is left of the sweep that is under way; tell whether anything still is.

    Args:
        actor: on whose behalf.
        again: sends a report on its journey again, in the transaction of its part.
        spread: where the comparing is done.
        is_over: asked before each part; what is left then is for the next call.
        clock: gives the present time.
    """
    with acting(actor):
        sweep = Sweep.objects.filter(finished_at=None).first()
        if sweep is None:
            return False
        parts = list(sweep.parts.filter(done_at=None).order_by("upto"))
        listed = _listed(sweep)
    work = _Work(actor, sweep, listed, spread, is_over)
    for part, contents in work.found(parts):
        _note(actor, part, contents, again=again, at=clock())
    return not _finish(actor, sweep, at=clock())


@dataclass(frozen=True)
class _Work:
    """A sweep, and how it is done."""

    actor: Principal
    sweep: Sweep
    listed: Hashes
    spread: Spread
    is_over: Callable[[], bool]

    def found(self, parts: Sequence[SweepPart]) -> Iterator[tuple[SweepPart, set[int]]]:
        """Give the contents that each part finds, as soon as it is done."""
        pictures = list(parts)
        if pictures and pictures[0].upto == _EQUAL:
            first = pictures.pop(0)
            with acting(self.actor):
                found = _contents_equal(self.sweep) | contents_with(self.listed)
            yield first, found
        owners: dict[int, Ids] = {}
        questions = self._questions(pictures, owners)
        for number, near in self.spread(self.listed, questions):
            yield pictures[number], set(owners.pop(number)[near].tolist())

    def _questions(
        self, pictures: Sequence[SweepPart], owners: dict[int, Ids]
    ) -> Iterator[tuple[int, Hashes]]:
        for number, part in enumerate(pictures):
            if self.is_over():
                return
            with acting(self.actor):
                owners[number], hashes = _pictures_of(part)
            yield number, hashes


def _listed(sweep: Sweep) -> Hashes:
    entries = entries_between(sweep.after, sweep.upto).filter(algorithm="pdq")
    values = entries.values_list("value", flat=True)
    hashes = {bytes.fromhex(value) for value in values.iterator(10_000)}
    videos = _videos_of(entries_between(sweep.after, sweep.upto))
    for video in videos.iterator(100):
        hashes.update(frame.value for frame in video.as_frames())
    # In order, so that a process that has their index sees that it is the same.
    return rows_of(sorted(hashes))


def _videos_of(entries: QuerySet[HashEntry]) -> QuerySet[VideoHash]:
    """Give the videos seen here that are listed: their frames are looked for."""
    wanted = Q(pk=None)
    for algorithm in DIGESTS:
        values = entries.filter(algorithm=algorithm).values("value")
        wanted |= Q(**{f"content__{algorithm}__in": values})
    return VideoHash.objects.filter(wanted)


def _pictures_of(part: SweepPart) -> tuple[Ids, Hashes]:
    """Read a part: contents (m,), and (m, 4, 32) hashes in the turns that are asked."""
    values = {"after": part.after, "upto": part.upto, "quality": QUALITY_MIN}
    rows = all_rows(statement(_HERE, "sweep_pictures"), values)
    owners = np.array([owner for owner, _ in rows], np.int64)
    joined = rows_of(bytes(hashes) for _, hashes in rows)  # type: ignore[call-overload]
    return owners, joined.reshape(len(rows), len(ASKED), PDQ_BYTES)


def _contents_equal(sweep: Sweep) -> set[int]:
    entries = entries_between(sweep.after, sweep.upto)
    found: set[int] = set()
    for algorithm in DIGESTS:
        values = entries.filter(algorithm=algorithm).values("value")
        equal = Content.objects.filter(**{f"{algorithm}__in": values})
        found.update(equal.values_list("pk", flat=True))
    others = entries.exclude(algorithm__in=(*DIGESTS, "pdq"))
    for algorithm in others.values_list("algorithm", flat=True).distinct():
        values = others.filter(algorithm=algorithm).values("value")
        claimed = ClaimedHash.objects.filter(algorithm=algorithm, value__in=values)
        files = ReportedFile.objects.filter(claimedhash__in=claimed)
        found.update(files.values_list("content_id", flat=True))
    return found


def _note(
    actor: Principal, part: SweepPart, contents: set[int], *, again: Again, at: datetime
) -> None:
    """Remember a part with what it found, unless somebody else has."""
    with acting(actor):
        waiting = SweepPart.objects.select_for_update().filter(pk=part.pk, done_at=None)
        if not waiting.exists():
            return
        reports = finished_reports(Q(content_id__in=contents))
        for report_id in sorted(reports):
            again(report_id)
        waiting.update(done_at=at, reports=len(reports))


def _finish(actor: Principal, sweep: Sweep, *, at: datetime) -> bool:
    """Close a sweep of which nothing is left; tell whether it was."""
    with acting(actor):
        if sweep.parts.filter(done_at=None).exists():
            return False
        if Sweep.objects.filter(pk=sweep.pk, finished_at=None).update(finished_at=at):
            Lookback.objects.update(swept_to=sweep.upto)
            found = sum(part.reports or 0 for part in sweep.parts.all())
            audit.record(actor, "archive.swept", f"sweep:{sweep.pk}", reports=found)
    return True
