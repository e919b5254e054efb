"""The frames of all videos in memory, scanned whole for every question.

Finds which videos share a frame; how much they share is then computed for those alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Max
from numpy.typing import NDArray

from tipline.files.models import VideoHash
from tipline.hashing.distance import MATCH_RADIUS, pdq_distances
from tipline.hashing.video import FrameHash


@dataclass(frozen=True)
class FrameTable:
    """Frames as (n, 32) uint8 beside their contents' ids, and the table's version."""

    version: tuple[int, int]
    content_ids: NDArray[np.int64]
    hashes: NDArray[np.uint8]

    def sharing(self, frames: Sequence[FrameHash]) -> set[int]:
        """Give the ids of the contents that have a frame near to one of these."""
        near = np.zeros(len(self.hashes), np.bool_)
        for frame in frames:
            near |= pdq_distances(frame.value, self.hashes) <= MATCH_RADIUS
        return set(self.content_ids[near].tolist())


_kept: list[FrameTable] = []


def current_frames() -> FrameTable:
    """Give the table as it stands in the database, reread only when it has changed."""
    counted = VideoHash.objects.aggregate(newest=Max("pk"), number=Count("pk"))
    version = (counted["newest"] or 0, counted["number"])
    if not _kept or _kept[0].version != version:
        _kept[:] = [_read(version)]
    return _kept[0]


def _read(version: tuple[int, int]) -> FrameTable:
    owners: list[int] = []
    values: list[bytes] = []
    for video in VideoHash.objects.order_by("pk").iterator():
        frames = video.as_frames()
        owners += [video.content_id] * len(frames)
        values += [frame.value for frame in frames]
    hashes = np.frombuffer(b"".join(values), np.uint8).reshape(len(values), 32)
    return FrameTable(version, np.array(owners, np.int64), hashes)
