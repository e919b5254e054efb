"""What a content is near to, and what is said of that: confirmed, never copied."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.liveness import is_live
from tipline.hashlist.models import HashItem
from tipline.matching.models import Match, PictureMatch, VideoMatch
from tipline.review import mappings
from tipline.review.labels import Labels, from_json
from tipline.review.models import ContentLabels


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How near: in bits of a hash, or in percent of this and of the other's frames."""

    bits: int | None = None
    percent: float | None = None
    other_percent: float | None = None


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """Something that a content is near to, how far, and the labels said of it.

    `key` names it in a form. `source` is the other's SHA-256, or the name of the list.
    """

    key: str
    source: str
    how: str
    measure: Measure
    labels: Labels

    def as_json(self) -> dict[str, Any]:
        """Give what is kept with the opinion of who confirms it."""
        near = {k: v for k, v in vars(self.measure).items() if v is not None}
        return {"key": self.key, "source": self.source, "how": self.how, **near}


@dataclass(frozen=True, kw_only=True)
class NearContent:
    """Another content that machines found near, by which method and how far."""

    content_id: int
    how: str
    measure: Measure


def near_contents(content_id: int) -> Iterator[NearContent]:
    """Give the contents near one, the nearest picture last: who counts keeps that."""
    yield from _pictures(content_id)
    yield from _videos(content_id)


def _pictures(content_id: int) -> Iterator[NearContent]:
    rows = PictureMatch.objects.filter(
        Q(file__content_id=content_id) | Q(other_id=content_id)
    ).select_related("file")
    for row in rows.order_by("-distance", "pk"):
        is_ours = row.file.content_id == content_id
        other = row.other_id if is_ours else row.file.content_id
        if other is not None and other != content_id:
            measure = Measure(bits=row.distance)
            yield NearContent(content_id=other, how="pdq", measure=measure)


def _videos(content_id: int) -> Iterator[NearContent]:
    rows = VideoMatch.objects.filter(
        Q(file__content_id=content_id) | Q(other_id=content_id)
    ).select_related("file")
    for row in rows.order_by("pk"):
        is_ours = row.file.content_id == content_id
        ours, theirs = row.file_percent, row.other_percent
        other = row.other_id if is_ours else row.file.content_id
        if other is not None and other != content_id:
            measure = Measure(
                percent=ours if is_ours else theirs,
                other_percent=theirs if is_ours else ours,
            )
            yield NearContent(content_id=other, how="video", measure=measure)


def recognitions(reader: Principal, content_id: int) -> tuple[Recognition, ...]:
    """Give what a content is near to and what stands of that, each once."""
    with acting(reader):
        found = (*_labeled(content_id), *_listed(content_id))
    return tuple({each.key: each for each in reversed(found)}.values())[::-1]


def _labeled(content_id: int) -> Iterator[Recognition]:
    near = {each.content_id: each for each in near_contents(content_id)}
    standing = ContentLabels.objects.filter(pk__in=near).select_related("content")
    for row in standing.order_by("pk"):
        each = near[row.pk]
        yield Recognition(
            key=f"content-{row.pk}",
            source=row.content.sha256,
            how=each.how,
            measure=each.measure,
            labels=from_json(row.labels),
        )


def _listed(content_id: int) -> Iterator[Recognition]:
    live = HashItem.objects.filter(is_live())
    rows = Match.objects.filter(file__content_id=content_id, entry__item__in=live)
    rows = rows.select_related("entry__item__hash_list").order_by("distance", "pk")
    for row in rows[:50]:
        item = row.entry.item
        labels = mappings.from_industry(item.classification)
        if labels is not None:
            yield Recognition(
                key=f"item-{item.pk}",
                source=item.hash_list.name,
                how=row.algorithm,
                measure=Measure(bits=row.distance),
                labels=labels,
            )
