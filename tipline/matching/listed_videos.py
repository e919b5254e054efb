"""Match a video against listed ones, by their frames.

A listed video is an item with a digest of a video that was looked at here, or an item
that is said to be a video and has several PDQ hashes: those are its frames, and nobody
says when they are shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np
from django.db.models import QuerySet

from tipline.files.models import ReportedFile, VideoHash
from tipline.files.queries import video_of
from tipline.hashing.distance import QUALITY_MIN
from tipline.hashing.turns import Turn
from tipline.hashing.video import (
    Comparison,
    FrameHash,
    MatchRule,
    as_pairs,
    by_turn,
    compare,
)
from tipline.hashlist.models import HashEntry, HashItem
from tipline.hashlist.states import Media
from tipline.matching.indexes import LISTED, rows_of
from tipline.matching.searching import near
from tipline.matching.video_search import contents_sharing

ALGORITHM: Final = "vpdq"
_DIGESTS: Final = ("sha256", "sha1", "md5")
_FRAMES_MIN: Final = 2  # a single hash is that of a picture


@dataclass(frozen=True, kw_only=True)
class ListedVideo:
    """A listed video that a file's video is in, or that is in it."""

    entry_id: int
    turn: Turn
    compared: Comparison
    has_times: bool

    @property
    def intervals(self) -> dict[str, list[list[int]]]:
        """When, as pairs of milliseconds: in the file, and in the item if known."""
        known = self.compared.known_intervals if self.has_times else ()
        return {
            "file": as_pairs(self.compared.query_intervals),
            "item": as_pairs(known),
        }


def listed_videos(file: ReportedFile, *, rule: MatchRule) -> list[ListedVideo]:
    """Give each item that the rule says to match, once.

    What its list and state make of it is asked later.
    """
    own = video_of(file)
    frames = own.as_frames() if own else ()
    if own is None or not frames:
        return []
    found: dict[int, ListedVideo] = {}
    # Upright counts more than mirrored.
    for turn, shown in reversed(by_turn(frames).items()):
        for entry, known, has_times in _known(shown, own.content_id):
            compared = compare(shown, known, radius=entry.hash_list.match_distance)
            if rule.is_match(compared):
                found[entry.item_id] = ListedVideo(
                    entry_id=entry.pk, turn=turn, compared=compared, has_times=has_times
                )
    return [*found.values()]


_Known = tuple[HashEntry, Sequence[FrameHash], bool]


def _known(frames: Sequence[FrameHash], content_id: int) -> Iterator[_Known]:
    """Give what shares a frame, and whether it has times: that counts more."""
    yield from _of_frames(frames)
    yield from _of_contents(frames, content_id)


def _of_contents(frames: Sequence[FrameHash], content_id: int) -> Iterator[_Known]:
    """Give the entries of all other contents; equal bytes hit anyhow."""
    sharing = contents_sharing(frames) - {content_id}
    videos = VideoHash.objects.filter(content_id__in=sharing)
    for entry, video in listed_by_digest(videos):
        yield entry, video.as_frames(), True


def listed_by_digest(
    videos: QuerySet[VideoHash],
) -> Iterator[tuple[HashEntry, VideoHash]]:
    """Give those of the videos whose digests are listed, with their entries."""
    # Most are on no list, and frames are much to read.
    known = videos.defer("frames").select_related("content")
    by_digest = {
        (name, getattr(video.content, name)): video
        for video in known
        for name in _DIGESTS
    }
    for name in _DIGESTS:
        values = [value for digest, value in by_digest if digest == name]
        entries = HashEntry.objects.filter(
            algorithm=name, value__in=values, withdrawn_at=None
        )
        for entry in entries.select_related("hash_list").order_by("pk"):
            yield entry, by_digest[name, entry.value]


def _of_frames(frames: Sequence[FrameHash]) -> Iterator[_Known]:
    """Give the first entry of each item whose own frames are near to one of these."""
    hits = near(LISTED, rows_of(frame.value for frame in frames))
    items = HashItem.objects.filter(
        media=Media.VIDEO, entries__in=np.unique(hits.entry).tolist()
    )
    entries = HashEntry.objects.filter(
        item__in=items, algorithm="pdq", is_flat=False, withdrawn_at=None
    )
    ordered = entries.select_related("hash_list").order_by("item_id", "pk")
    for _, rows in groupby(ordered, key=lambda entry: entry.item_id):
        listed = list(rows)
        if len(listed) >= _FRAMES_MIN:
            yield listed[0], [_frame(entry) for entry in listed], False


def _frame(entry: HashEntry) -> FrameHash:
    quality = QUALITY_MIN if entry.quality is None else entry.quality
    return FrameHash(0, 0, quality, bytes.fromhex(entry.value))
