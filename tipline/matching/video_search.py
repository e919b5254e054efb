"""Find the videos that share a frame; what they share is computed for those alone."""

from collections.abc import Iterable, Sequence

import numpy as np

from tipline.files.models import VideoHash
from tipline.hashing.video import FrameHash
from tipline.matching.indexes import FRAMES, rows_of
from tipline.matching.searching import near


def contents_sharing(frames: Sequence[FrameHash]) -> set[int]:
    """Give the ids of the contents that have a frame near to one of these."""
    return contents_with(frame.value for frame in frames)


def contents_with(values: Iterable[bytes]) -> set[int]:
    """Do so for frames whose hashes alone are known."""
    found = near(FRAMES, rows_of(values))
    numbers = np.unique(FRAMES.subjects_of(found.entry)).tolist()
    videos = VideoHash.objects.filter(number__in=numbers)
    return set(videos.values_list("content_id", flat=True))
