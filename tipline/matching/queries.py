"""Which files of a report are on which lists, and which came before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from tipline.files.models import Content, ReportedFile
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, first_row, statement
from tipline.matching.models import FrameMatch, Match, PictureMatch, Sweep, VideoMatch

_HERE = Path(__file__).parent
# Reports that are named for each content; that there are more is said.
HOLDERS_SHOWN = 5
# Contents near to those of a report, the nearest first; as many again may be later.
NEAR_SHOWN = 100


def matches_of(reader: Principal, report_id: int) -> list[Match]:
    """List the matches of a report with their entries and lists, nearest first."""
    return matches_by_report(reader, [report_id])[report_id]


def matches_by_report(
    reader: Principal, report_ids: Collection[int]
) -> dict[int, list[Match]]:
    """Give for each of these reports what `matches_of` lists."""
    found: dict[int, list[Match]] = {each: [] for each in report_ids}
    with acting(reader):
        rows = Match.objects.filter(report_id__in=report_ids)
        rows = rows.select_related("entry__hash_list", "entry__item__member", "file")
        for match in rows.order_by("distance", "pk"):
            found[match.report_id].append(match)
    return found


@dataclass(frozen=True, kw_only=True)
class Found:
    """What there is to tell of a file, and of its content wherever it came.

    `number` is the file's place in its report. Copies are of finished reports, and
    counted up to a number.
    """

    number: int
    copies: int
    has_hits: bool
    has_listed_copies: bool
    has_near_pictures: bool
    has_near_videos: bool
    has_frames: bool

    @property
    def is_near_something(self) -> bool:
        return self.has_listed_copies or self.has_near_pictures or self.has_near_videos


def found_of(reader: Principal, file: ReportedFile, *, copies_most: int) -> Found:
    """Tell of a file what there is to tell: most are like nothing that is known."""
    values = {
        "file": file.pk,
        "report": file.report_id,
        "content": file.content_id,
        "most": copies_most,
    }
    with acting(reader):
        row: Any = first_row(statement(_HERE, "found"), values)
    return Found(**dict(zip(_FOUND, row, strict=True)))


# The columns of sql/found.sql.
_FOUND = (
    "number",
    "copies",
    "has_hits",
    "has_listed_copies",
    "has_near_pictures",
    "has_near_videos",
    "has_frames",
)
ANYTHING = Found(
    number=1,
    copies=1,
    has_hits=True,
    has_listed_copies=True,
    has_near_pictures=True,
    has_near_videos=True,
    has_frames=True,
)


def reports_on(reader: Principal, list_name: str = "") -> list[int]:
    """List the reports with a match, on one list or on any."""
    rows = Match.objects.all()
    if list_name:
        rows = rows.filter(entry__hash_list__name=list_name)
    with acting(reader):
        return list(_report_ids(rows))


def reports_near(reader: Principal) -> list[int]:
    """List the reports with a picture near to one that came before."""
    with acting(reader):
        return list(_report_ids(PictureMatch.objects.all()))


def _report_ids(rows: QuerySet[Any]) -> QuerySet[Any, int]:
    return rows.order_by("report_id").values_list("report_id", flat=True).distinct()


@dataclass(frozen=True, kw_only=True)
class NearPicture:
    """A content that a report's file is or is near to, and other reports that hold it.

    `turn` and `recipe` are of whichever came later; empty for the same bytes.
    `has_more` says that more reports hold it than are named.
    """

    sha256: str
    report_ids: tuple[int, ...]
    has_more: bool
    distance: int = 0
    recipe: str = ""
    turn: str = ""


def near_pictures_of(reader: Principal, report_id: int) -> dict[int, list[NearPicture]]:
    """List by content what other finished reports hold of it, and of what is near.

    The keys are the contents of the report's own files. The nearest come first.
    """
    with acting(reader):
        files = ReportedFile.objects.filter(report_id=report_id, content__isnull=False)
        own = dict(files.values_list("content_id", "sha256"))
        pairs = Q(report_id=report_id) | Q(other_id__in=list(own))
        return _with_holders(report_id, own, _near_contents(report_id, pairs))


def near_pictures_of_file(
    reader: Principal, file: ReportedFile, found: Found
) -> dict[int, list[NearPicture]]:
    """List the same of one file that was inspected, by its content alone."""
    own = {file.content_id or 0: file.sha256}
    pairs = Q(file=file) | Q(other_id=file.content_id)
    with acting(reader):
        has_near = found.has_near_pictures
        near = _near_contents(file.report_id, pairs) if has_near else {}
        return _with_holders(file.report_id, own, near)


def _with_holders(
    report_id: int,
    own: dict[int, str],
    near: dict[tuple[int, int], PictureMatch],
) -> dict[int, list[NearPicture]]:
    holders = _holders(report_id, {*own, *(other for _, other in near)})
    found: dict[int, list[NearPicture]] = {}
    for content_id, sha256 in own.items():
        if holders[content_id]:
            found[content_id] = [_named(sha256, holders[content_id])]
    for (mine, theirs), match in near.items():
        if holders[theirs]:
            sha256 = (match.other if match.other_id == theirs else match.file).sha256
            shown = _named(sha256, holders[theirs], match)
            found.setdefault(mine, []).append(shown)
    return found


def _named(
    sha256: str, holders: Sequence[int], match: PictureMatch | None = None
) -> NearPicture:
    return NearPicture(
        sha256=sha256,
        report_ids=tuple(holders[:HOLDERS_SHOWN]),
        has_more=len(holders) > HOLDERS_SHOWN,
        distance=match.distance if match else 0,
        recipe=match.recipe if match else "",
        turn=match.turn if match else "",
    )


def _near_contents(report_id: int, pairs: Q) -> dict[tuple[int, int], PictureMatch]:
    """Give matches by own content and the other, whichever of them came later."""
    rows = PictureMatch.objects.filter(pairs)
    rows = rows.select_related("other", "file").order_by("distance", "pk")
    found: dict[tuple[int, int], PictureMatch] = {}
    for match in rows[:NEAR_SHOWN]:
        mine, theirs = match.file.content_id or 0, match.other_id
        if match.report_id != report_id:
            mine, theirs = theirs, mine
        found.setdefault((mine, theirs), match)
    return found


def _holders(report_id: int, contents: Collection[int]) -> dict[int, tuple[int, ...]]:
    values = {
        "report": report_id,
        "contents": sorted(contents),
        "most": HOLDERS_SHOWN + 1,
    }
    rows = all_rows(statement(_HERE, "holders"), values)
    return {int(str(pk)): tuple(dict.fromkeys(ids)) for pk, ids in rows}  # type: ignore[call-overload]


@dataclass(frozen=True, kw_only=True)
class SweepState:
    """One sweep of the archive: for how many entries, how far, and what it found."""

    sweep_id: int
    entries: int
    began_at: datetime
    finished_at: datetime | None
    parts: int
    parts_done: int
    reports: int

    @property
    def percent(self) -> int:
        """Say how much is done."""
        return 100 * self.parts_done // self.parts if self.parts else 100


def sweeps(reader: Principal, *, most: int = 10) -> list[SweepState]:
    """List the newest sweeps of the archive, the newest first."""
    done = Count("parts", filter=Q(parts__done_at__isnull=False))
    counted = Sweep.objects.annotate(
        part_count=Count("parts"), done_count=done, report_sum=Sum("parts__reports")
    )
    with acting(reader):
        return [
            SweepState(
                sweep_id=row.pk,
                entries=row.entries,
                began_at=row.began_at,
                finished_at=row.finished_at,
                parts=row.part_count,
                parts_done=row.done_count,
                reports=row.report_sum or 0,
            )
            for row in counted.order_by("-pk")[:most]
        ]


def video_matches_of(reader: Principal, report_id: int) -> list[VideoMatch]:
    """List the videos that share most of their frames with one of a report's."""
    with acting(reader):
        rows = VideoMatch.objects.filter(report_id=report_id)
        return list(rows.select_related("other", "file").order_by("pk"))


def frame_matches_of(reader: Principal, report_id: int) -> list[FrameMatch]:
    """List the frames near to pictures that nothing better says, nearest first.

    With their entries and lists: a picture of the report may be a frame of a listed
    video, or a frame of its video a listed picture.
    """
    hits = Match.objects.filter(file=OuterRef("file"))
    better = hits.filter(entry__item=OuterRef("entry__item"))
    with acting(reader):
        rows = FrameMatch.objects.filter(~Exists(better), report_id=report_id)
        rows = rows.select_related("entry__hash_list", "entry__item__member", "file")
        return list(rows.order_by("distance", "pk"))


@dataclass(frozen=True, kw_only=True)
class SharedVideo:
    """A video that shares most of its frames with a report's, as its reader may know.

    Percentages are of kept frames, times pairs of milliseconds. `sha256` and the other
    video's own times are empty where it is of no report that the reader has.
    """

    file_id: str
    sha256: str
    turn: str
    file_percent: float
    other_percent: float
    file_times: tuple[tuple[int, int], ...]
    other_times: tuple[tuple[int, int], ...]


def shared_videos_of(reader: Principal, report_id: int) -> list[SharedVideo]:
    """List them; what the reader may know of the others, row-level security says."""
    with acting(reader):
        rows = VideoMatch.objects.filter(report_id=report_id).select_related("file")
        found = list(rows.order_by("pk"))
        known = Content.objects.in_bulk({match.other_id for match in found})
    return [
        SharedVideo(
            file_id=match.file.file_id,
            sha256=other.sha256 if other else "",
            turn=match.turn,
            file_percent=match.file_percent,
            other_percent=match.other_percent,
            file_times=times_of(match.intervals, "file"),
            other_times=times_of(match.intervals, "other") if other else (),
        )
        for match in found
        for other in (known.get(match.other_id),)
    ]


def times_of(
    intervals: dict[str, list[list[int]]] | None, whose: str
) -> tuple[tuple[int, int], ...]:
    """Give the kept intervals of one of two videos as pairs."""
    return tuple((start, end) for start, end in (intervals or {}).get(whose, ()))
