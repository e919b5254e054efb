"""Match the videos of a report against all that were looked at before."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from tipline.files.models import ReportedFile, VideoHash
from tipline.files.queries import video_of
from tipline.hashing.turns import Turn
from tipline.hashing.video import (
    Comparison,
    MatchRule,
    as_pairs,
    by_turn,
    compare,
)
from tipline.matching.models import VideoMatch
from tipline.matching.video_search import contents_sharing


def video_matches(
    files: Iterable[ReportedFile], *, rule: MatchRule, at: datetime
) -> Iterator[VideoMatch]:
    """Give a match for each other video that the rule says to be a file's."""
    for file in files:
        found: set[int] = set()
        for turn, other, compared in _others(file):
            if rule.is_match(compared) and other.pk not in found:
                found.add(other.pk)
                yield VideoMatch(
                    turn=turn,
                    report_id=file.report_id,
                    file=file,
                    other_id=other.content_id,
                    file_percent=compared.query_percent,
                    other_percent=compared.known_percent,
                    intervals={
                        "file": as_pairs(compared.query_intervals),
                        "other": as_pairs(compared.known_intervals),
                    },
                    matched_at=at,
                )


def _others(file: ReportedFile) -> Iterator[tuple[Turn, VideoHash, Comparison]]:
    """Compare with each that shares a frame: as the video is, then as in a mirror."""
    own = video_of(file)
    if own is None:
        return
    for turn, frames in by_turn(own.as_frames()).items():
        sharing = contents_sharing(frames) - {own.content_id}
        for other in VideoHash.objects.filter(content_id__in=sharing).order_by("pk"):
            yield turn, other, compare(frames, other.as_frames())
