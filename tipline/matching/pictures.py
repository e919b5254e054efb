"""Match the pictures of a report against all that came before, listed or not."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from tipline.files.models import PictureHash, ReportedFile
from tipline.files.queries import hashes_of
from tipline.matching.indexes import PICTURES
from tipline.matching.models import PictureMatch
from tipline.matching.nearness import Nearest, nearest

# Of a viral picture there are thousands of variants; the nearest say what it is.
MOST_NEAR: Final = 50


def picture_matches(
    files: Iterable[ReportedFile], *, at: datetime
) -> Iterator[PictureMatch]:
    """Give a match for each other content near to a file's picture.

    Up to `MOST_NEAR` for each file, the nearest. Copies of the same bytes are one
    content, which needs no match.
    """
    for file in files:
        for content_id, known in _others(file)[:MOST_NEAR]:
            yield PictureMatch(
                report_id=file.report_id,
                file=file,
                other_id=content_id,
                distance=known.distance,
                recipe=known.recipe,
                turn=known.turn,
                matched_at=at,
            )


def _others(file: ReportedFile) -> list[tuple[int, Nearest]]:
    found = nearest(PICTURES, hashes_of(file))
    if not found:
        return []
    # Of each content the nearest stays, since it comes last.
    farthest_first = sorted(found, key=lambda pk: -found[pk].distance)
    owners = dict(
        PictureHash.objects.filter(pk__in=found).values_list("pk", "content_id")
    )
    others = {owners[pk]: found[pk] for pk in farthest_first if pk in owners}
    others = {pk: each for pk, each in others.items() if pk != file.content_id}
    return sorted(others.items(), key=lambda each: (each[1].distance, each[0]))
