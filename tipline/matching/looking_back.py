"""Find the past files of what came to lists, so that their reports are matched again.

Every change of a list is noted in the database (`changes`), whoever made it: three
reviews, an import, a feed, a member, a switch that was undone. What is found here are
candidates, by equal hashes and by the index of pictures. The reports that hold them go
on their journey again from the step `match`, which alone decides what is a hit.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from tipline.files.models import Content, PictureHash, ReportedFile, VideoHash
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import statement
from tipline.hashing.laid import laid
from tipline.hashing.turns import Turn
from tipline.hashlist.liveness import counts, is_live
from tipline.hashlist.models import HashEntry, HashItem
from tipline.hashlist.states import ListKind
from tipline.intake.models import ReportState
from tipline.matching import changes
from tipline.matching.indexes import PICTURES, QUALITY_MIN, Hashes, rows_of
from tipline.matching.models import ChangeKind, ClaimedHash, IndexChange, Lookback
from tipline.matching.searching import near
from tipline.matching.video_search import contents_with

LISTING: Final = (ChangeKind.ENTRY, ChangeKind.ITEM, ChangeKind.MEMBER, ChangeKind.LIST)
# More are swept for at once instead: each costs eight questions to the index.
FEW: Final = 2000
DIGESTS: Final = ("md5", "sha1", "sha256")
_HERE = Path(__file__).parent

Again = Callable[[int], None]


def is_due(actor: Principal) -> bool:
    """Tell whether lists have changed since past files were last searched."""
    with acting(actor):
        mark = Lookback.objects.get()
        new = Q(position=None) | Q(position__gt=mark.searched_to)
        return IndexChange.objects.filter(new, kind__in=LISTING).exists()


def look_back(actor: Principal, again: Again) -> bool:
    """Search past files for what came to lists; tell whether it needs a sweep at once.

    `again` sends a report on its journey again, in the transaction that remembers what
    was searched: nothing is lost when the worker is killed.
    """
    with acting(actor):
        mark = Lookback.objects.select_for_update().get()
        reached = changes.head()
        noted = entries_between(mark.searched_to, reached).select_related("item")
        entries = list(noted[: FEW + 1])
        is_few = len(entries) <= FEW
        if entries and is_few:
            found = reports_like(entries)
            for report_id in sorted(found):
                again(report_id)
            numbers = {"entries": len(entries), "reports": len(found)}
            audit.record(actor, "archive.searched", "archive", **numbers)
        Lookback.objects.update(searched_to=reached)
    return not is_few


def entries_between(after: int, upto: int) -> QuerySet[HashEntry]:
    """Give the fingerprints that past files may match since changes of lists.

    Those that count now. On a negative list, those that count no longer: what they
    suppressed may be a hit.
    """
    sql = statement(_HERE, "noted_entries")
    noted = RawSQL(sql, [after, upto] * 4)  # noqa: S611 - ours, with values apart
    live = Q(counts(), item__in=HashItem.objects.filter(is_live()))
    is_negative = Q(hash_list__kind=ListKind.NEGATIVE)
    wanted = (live & ~is_negative) | (~live & is_negative)
    return HashEntry.objects.filter(wanted, pk__in=noted)


def reports_like(entries: Sequence[HashEntry]) -> set[int]:
    """Give the finished reports with a file like one of these fingerprints."""
    equal = _contents_equal(entries)
    frames = frames_of(equal)
    shown = np.concatenate([laid(frames, turn) for turn in Turn])
    asked = np.concatenate([_asked(entries), shown])
    contents = _contents_near(asked) | equal | contents_with(asked)
    claimed = _files_claimed(entries)
    return finished_reports(Q(content_id__in=contents) | Q(pk__in=claimed))


def finished_reports(of_files: Q) -> set[int]:
    """Give the finished reports that hold one of these files; no tests."""
    files = ReportedFile.objects.filter(of_files)
    finished = files.filter(report__state=ReportState.FINISHED, report__is_test=False)
    return set(finished.values_list("report_id", flat=True))


def finished_reports_with(content_id: int, *, after: int, most: int) -> list[int]:
    """Give the next finished reports with a content, by number; no tests."""
    files = ReportedFile.objects.filter(content_id=content_id, report_id__gt=after)
    finished = files.filter(report__state=ReportState.FINISHED, report__is_test=False)
    numbers = finished.order_by("report_id").values_list("report_id", flat=True)
    return list(numbers.distinct()[:most])


def _asked(entries: Iterable[HashEntry]) -> Hashes:
    """Lay the listed hashes in all ways, and add what is known better than that.

    What was listed from a report of ours has exact hashes for all turns.
    """
    listed = rows_of(bytes.fromhex(e.value) for e in entries if e.algorithm == "pdq")
    origins = {
        str(e.item.origin["file_id"]) for e in entries if "file_id" in e.item.origin
    }
    exact = rows_of(_turned(origins))
    return np.concatenate([*(laid(listed, turn) for turn in Turn), exact])


def _turned(file_ids: Iterable[str]) -> Iterator[bytes]:
    """Give the hashes of files in all turns."""
    rows = PictureHash.objects.filter(
        content__in=Content.objects.filter(reportedfile__file_id__in=file_ids),
        quality__gte=QUALITY_MIN,
    )
    for row in rows:
        yield from row.as_hash().by_turn().values()


def _contents_near(queries: Hashes) -> set[int]:
    pictures = np.unique(near(PICTURES, queries).entry).tolist()
    found = PictureHash.objects.filter(pk__in=pictures)
    return set(found.values_list("content_id", flat=True))


def frames_of(contents: Iterable[int]) -> Hashes:
    """Lay the frames of those contents that are videos."""
    videos = VideoHash.objects.filter(content_id__in=contents)
    return rows_of(frame.value for video in videos for frame in video.as_frames())


def _contents_equal(entries: Iterable[HashEntry]) -> set[int]:
    found: set[int] = set()
    for algorithm, values in _values(entries).items():
        if algorithm in DIGESTS:
            equal = Content.objects.filter(**{f"{algorithm}__in": values})
            found.update(equal.values_list("pk", flat=True))
    return found


def _files_claimed(entries: Iterable[HashEntry]) -> set[int]:
    found: set[int] = set()
    for algorithm, values in _values(entries).items():
        claimed = ClaimedHash.objects.filter(algorithm=algorithm, value__in=values)
        found.update(claimed.values_list("file_id", flat=True))
    return found


def _values(entries: Iterable[HashEntry]) -> dict[str, list[str]]:
    """Give values by algorithm; PDQ is found by distance alone."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        if entry.algorithm != "pdq":
            found[entry.algorithm].append(entry.value)
    return found
