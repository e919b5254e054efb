"""Find the videos that share a frame; what they share is computed for those alone."""

from collections.abc import Sequence

import numpy as np

from tipline.files.models import VideoHash
from tipline.hashing.video import FrameHash
from tipline.matching.indexes import FRAMES, Hashes, rows_of
from tipline.matching.searching import near


def contents_sharing(frames: Sequence[FrameHash]) -> set[int]:
    """Give the ids of the contents that have a frame near to one of these."""
    return contents_with(rows_of(frame.value for frame in frames))


def contents_with(frames: Hashes) -> set[int]:
    """Do so for frames, or pictures, whose hashes alone are known."""
    found = near(FRAMES, frames)
    numbers = np.unique(FRAMES.subjects_of(found.entry)).tolist()
    videos = VideoHash.objects.filter(number__in=numbers)
    return set(videos.values_list("content_id", flat=True))
