"""Find the listed videos that a picture may be a frame of, and the reverse.

A frame may say little of its video: a title, a wall, a street. So nothing of this is a
hit; it is a suggestion to people. A video against a video is `listed_videos`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from tipline.files.models import ReportedFile, VideoHash
from tipline.files.queries import hashes_of, video_of
from tipline.hashing.pdq import CANONICAL_RECIPE
from tipline.hashing.turns import Turn
from tipline.hashing.video import FrameHash, by_turn
from tipline.hashlist.models import HashEntry
from tipline.hashlist.states import Media
from tipline.matching.indexes import FRAMES, LISTED, QUALITY_MIN, rows_of
from tipline.matching.listed_videos import listed_by_digest
from tipline.matching.models import FrameMatch, FrameOf
from tipline.matching.nearness import Nearest, nearest
from tipline.matching.searching import near

# Of what is shown in thousands of videos, the nearest say enough.
MOST_NEAR: Final = 50


@dataclass(frozen=True, kw_only=True)
class NearFrame:
    """A frame near to a picture: one of the two is the file's, the other listed.

    As a `FrameMatch` says it. `places` are those of all frames of the file that are
    near; none if the file is the picture.
    """

    entry_id: int
    frame_of: FrameOf
    distance: int
    quality: int
    recipe: str
    turn: str
    at_ms: int | None = None
    places: frozenset[int] = frozenset()

    def as_row(self, file: ReportedFile, *, at: datetime) -> FrameMatch:
        """Give the row that says so of a file."""
        return FrameMatch(
            report_id=file.report_id,
            file=file,
            entry_id=self.entry_id,
            frame_of=self.frame_of,
            distance=self.distance,
            quality=self.quality,
            recipe=self.recipe,
            turn=self.turn,
            at_ms=self.at_ms,
            matched_at=at,
        )


def listed_frames(
    file: ReportedFile, found: Mapping[int, Nearest]
) -> dict[int, NearFrame]:
    """Give those of the entries near to a file's picture that are frames of videos.

    Args:
        file: whose picture it is.
        found: what is near to it, by the ids of entries.
    """
    if not found:
        return {}
    own = _qualities(file)
    entries = HashEntry.objects.filter(pk__in=found, item__media=Media.VIDEO)
    return {
        pk: NearFrame(
            entry_id=pk,
            frame_of=FrameOf.ITEM,
            quality=_poorer(own[found[pk].recipe], quality),
            **vars(found[pk]),
        )
        for pk, quality in entries.values_list("pk", "quality")
    }


def seen_frames(file: ReportedFile) -> Iterator[NearFrame]:
    """Give the listed videos seen here of which a frame is near to a file's picture."""
    own, found = _qualities(file), nearest(FRAMES, hashes_of(file))
    # Of each video the nearest frame stays, since it comes last.
    farthest_first = sorted(found, key=lambda pk: -found[pk].distance)
    nearest_of = {pk // FRAMES.places: pk for pk in farthest_first}
    videos = VideoHash.objects.filter(number__in=nearest_of)
    for entry, video in listed_by_digest(videos.exclude(content=file.content_id)):
        known = found[nearest_of[video.number]]
        frame = video.as_frames()[nearest_of[video.number] % FRAMES.places]
        yield NearFrame(
            entry_id=entry.pk,
            frame_of=FrameOf.ITEM,
            quality=_poorer(own[known.recipe], frame.quality),
            at_ms=frame.at_ms,
            **vars(known),
        )


def listed_pictures(file: ReportedFile) -> Iterator[NearFrame]:
    """Give the listed pictures that are near to a frame of a file's video."""
    own = video_of(file)
    asked = _asked(own.as_frames()) if own else []
    if not asked:
        return
    hits = near(LISTED, rows_of(frame.value for _, _, frame in asked))
    order = np.lexsort((hits.query, hits.distance))[::-1]
    places: dict[int, set[int]] = defaultdict(set)
    best: dict[int, int] = {}
    for row in order.tolist():
        entry_id = int(hits.entry[row])
        places[entry_id].add(asked[hits.query[row]][1])
        best[entry_id] = row
    entries = HashEntry.objects.filter(pk__in=best).exclude(item__media=Media.VIDEO)
    for pk, quality in entries.values_list("pk", "quality"):
        turn, _, frame = asked[hits.query[best[pk]]]
        yield NearFrame(
            entry_id=pk,
            frame_of=FrameOf.FILE,
            distance=int(hits.distance[best[pk]]),
            quality=_poorer(frame.quality, quality),
            recipe=CANONICAL_RECIPE,
            turn=turn,
            at_ms=frame.at_ms,
            places=frozenset(places[pk]),
        )


def _asked(frames: tuple[FrameHash, ...]) -> list[tuple[Turn, int, FrameHash]]:
    """Give the frames that tell something, upright and mirrored, by their places."""
    return [
        (turn, place, frame)
        for turn, shown in (by_turn(frames) if frames else {}).items()
        for place, frame in enumerate(shown)
        if frame.quality >= QUALITY_MIN
    ]


def _qualities(file: ReportedFile) -> dict[str, int]:
    return {made.recipe: made.quality for made in hashes_of(file)}


def _poorer(known: int, listed: int | None) -> int:
    """Give the lower of two qualities; lists need not say theirs."""
    return known if listed is None else min(known, listed)
