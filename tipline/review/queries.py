"""What is known of contents in review, to whoever may ask.

Nobody reads what others said of a content before it is settled: the next look at it
would not be blind.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from tipline.files.models import Content, ReportedFile
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.liveness import is_live
from tipline.hashlist.models import HashItem
from tipline.intake.models import ReportState
from tipline.matching.models import Match
from tipline.review import mappings
from tipline.review.errors import ContentNotFoundError
from tipline.review.handing_out import held_by, waiting, waiting_for
from tipline.review.labels import SHOWS_NO_CHILD, Labels, from_json
from tipline.review.models import ContentLabels, ContentReview, Opinion
from tipline.review.opinions import HANDED_OUT_BY, ReviewState
from tipline.review.people import person_of

PAGE_SIZE = 60
MEDIA_MOST = 200  # contents of one page; as many as one act may label
COUNTED_MOST = 1000
_DIGITS_MOST = 16  # of microseconds, and of a key


@dataclass(frozen=True, kw_only=True)
class ContentFacts:
    """One content as a row or tile: facts, never a picture.

    `labels` is None unless they stand. `is_waiting_for_senior` alone tells more of what
    it waits for: whether somebody spoke before stays untold.
    """

    content_id: int
    report_id: int
    file_id: str
    file_name: str
    media_type: str
    width: int | None
    height: int | None
    size_bytes: int
    sha256: str
    hits: int
    priority: str
    is_waiting: bool
    is_waiting_for_senior: bool
    is_in_hand: bool
    waiting_since: datetime | None
    labels: Labels | None


@dataclass(frozen=True, kw_only=True)
class FactsPage:
    """Some contents; `next_after` continues, empty at the end."""

    rows: tuple[ContentFacts, ...]
    next_after: str = ""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """How much waits, up to COUNTED_MOST of each: by level, and for the one who asks.

    `in_hand` is the content that the person has in hand, if any.
    """

    by_priority: dict[str, int]
    for_me: int
    for_seniors: int
    in_hand: int | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A content in one report: where a person looks at it, at which file of it."""

    content_id: int
    report_id: int
    file: ReportedFile
    is_in_hand: bool
    held_until: datetime | None
    labels: Labels | None
    settled_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Said:
    """One opinion of a content that is settled."""

    person: str
    asked: str
    labels: Labels
    is_sure: bool
    recognized: dict[str, object]
    note: str
    at: datetime


def summary(reader: Principal, *, at: datetime) -> Summary:
    """Count what waits for people."""
    with acting(reader):
        rows = waiting()
        seniors = rows.filter(state=ReviewState.SENIOR)
        person = person_of(reader)
        mine = held_by(person, at=at)
        return Summary(
            by_priority={level: _counted(rows, level) for level in "123E"},
            for_me=_some(waiting_for(person, at=at)),
            for_seniors=_some(seniors),
            in_hand=mine.pk if mine else None,
        )


def _counted(rows: QuerySet[ContentReview], level: str) -> int:
    return _some(rows.filter(priority=level))


def _some(rows: QuerySet[ContentReview]) -> int:
    return rows.order_by().values("pk")[:COUNTED_MOST].count()


def queue_page(
    reader: Principal, *, after: str = "", at: datetime, most: int = PAGE_SIZE
) -> FactsPage:
    """Give a page of what waits: level by level, in each the longest waiting first."""
    with acting(reader):
        rows = _continued(waiting(), after)
        found = list(rows.order_by(*HANDED_OUT_BY)[: most + 1])
        page = found[:most]
        facts = _facts({row.pk: row.report_id for row in page}, at=at)
    last = page[-1] if len(found) > most else None
    return FactsPage(rows=facts, next_after=_after(last) if last else "")


def _after(row: ContentReview) -> str:
    return f"{row.priority}-{round(row.waiting_since.timestamp() * 1e6)}-{row.pk}"


def _continued(rows: QuerySet[ContentReview], after: str) -> QuerySet[ContentReview]:
    level, *numbers = after.split("-")
    are_numbers = all(n.isascii() and n.isdecimal() for n in numbers)
    if len(numbers) != 2 or not are_numbers or max(map(len, numbers)) > _DIGITS_MOST:  # noqa: PLR2004 - a time and a key
        return rows
    since = datetime.fromtimestamp(int(numbers[0]) / 1e6, UTC)
    return rows.filter(
        TupleGreaterThan(
            (F("priority"), F("waiting_since"), F("content_id")),
            (level, since, int(numbers[1])),
        )
    )


def media_of(
    reader: Principal, report_ids: Iterable[int], *, at: datetime
) -> tuple[ContentFacts, ...]:
    """Give the distinct contents of some finished reports, up to MEDIA_MOST.

    What is only in reports that are kept apart does not come.
    """
    with acting(reader):
        rows = _readable_files().filter(report_id__in=list(report_ids))
        rows = rows.exclude(report__standing__is_set_apart=True)
        found: dict[int, int] = {}
        for content_id, report_id in rows.order_by("pk").values_list(
            "content_id", "report_id"
        )[: 10 * MEDIA_MOST]:
            found.setdefault(content_id or 0, report_id)
        return _facts(dict(list(found.items())[:MEDIA_MOST]), at=at)


def contents_of(
    reader: Principal, contents: Sequence[int], *, at: datetime
) -> tuple[ContentFacts, ...]:
    """Give some contents in their order, each by the first finished report with it.

    What no finished report holds is left out.
    """
    with acting(reader):
        first = _readable_files().filter(content_id=OuterRef("pk")).order_by("pk")
        rows = Content.objects.filter(pk__in=contents[:MEDIA_MOST])
        seen = rows.annotate(first_report=first.values("report_id")[:1])
        found = dict(seen.values_list("pk", "first_report"))
        return _facts({pk: found[pk] for pk in contents if found.get(pk)}, at=at)


def _facts(places: dict[int, int], *, at: datetime) -> tuple[ContentFacts, ...]:
    """Give the facts of contents, each seen through one report, in their order."""
    contents = Content.objects.filter(pk__in=places).select_related("review", "labels")
    by_id = {content.pk: content for content in contents}
    files = _readable_files().filter(
        content__in=places, report_id__in=set(places.values())
    )
    named: dict[tuple[int, int], ReportedFile] = {}
    for file in files.order_by("-pk"):
        named[file.content_id or 0, file.report_id] = file
    hits = _hits(places)
    return tuple(
        _fact(by_id[key], named[key, report], hits=hits.get(key, 0), at=at)
        for key, report in places.items()
        if (key, report) in named
    )


def _readable_files() -> QuerySet[ReportedFile]:
    rows = ReportedFile.objects.exclude(content=None).filter(shredded_at=None)
    return rows.filter(report__is_test=False, report__state=ReportState.FINISHED)


def _hits(contents: Collection[int]) -> dict[int | None, int]:
    live = HashItem.objects.filter(is_live())
    rows = Match.objects.filter(file__content__in=contents, entry__item__in=live)
    counted = rows.order_by().values_list("file__content")
    return dict(counted.annotate(number=Count("entry__item", distinct=True)))


def _fact(
    content: Content, file: ReportedFile, *, hits: int, at: datetime
) -> ContentFacts:
    review: ContentReview | None = getattr(content, "review", None)
    waiting = review if review and review.state != ReviewState.SETTLED else None
    return ContentFacts(
        content_id=content.pk,
        report_id=file.report_id,
        file_id=file.file_id,
        file_name=file.file_name,
        media_type=content.media_type,
        width=content.width,
        height=content.height,
        size_bytes=content.size_bytes,
        sha256=content.sha256,
        hits=hits,
        priority=review.priority if review else "",
        is_waiting=waiting is not None,
        is_waiting_for_senior=bool(waiting and waiting.state == ReviewState.SENIOR),
        is_in_hand=_is_held(review, at=at),
        waiting_since=waiting.waiting_since if waiting else None,
        labels=_standing(content),
    )


def _is_held(review: ContentReview | None, *, at: datetime) -> bool:
    return bool(review and review.held_until and review.held_until > at)


def _standing(content: Content) -> Labels | None:
    kept = getattr(content, "labels", None)
    return from_json(kept.labels) if kept else None


def place_of(reader: Principal, content_id: int, *, at: datetime) -> Place:
    """Give where the person looks at a content: its most urgent report, else its first.

    Raises:
        ContentNotFoundError: no finished report holds it.
    """
    with acting(reader):
        rows = _readable_files().filter(content_id=content_id).order_by("pk")
        rows = rows.select_related(
            "content__video", "content__review", "content__labels"
        ).prefetch_related("content__hashes")
        most_urgent = rows.filter(report_id=F("content__review__report_id"))
        file = most_urgent.first() or rows.first()
        if file is None:
            raise ContentNotFoundError
    review: ContentReview | None = getattr(file.content, "review", None)
    kept: ContentLabels | None = getattr(file.content, "labels", None)
    is_mine = review is not None and review.held_by_id == reader.person_id
    in_hand = is_mine and _is_held(review, at=at)
    return Place(
        content_id=content_id,
        report_id=file.report_id,
        file=file,
        is_in_hand=in_hand,
        held_until=review.held_until if review and in_hand else None,
        labels=from_json(kept.labels) if kept else None,
        settled_at=kept.settled_at if kept else None,
    )


def require_readable(reader: Principal, content_id: int) -> None:
    """Refuse what no finished report holds.

    Raises:
        ContentNotFoundError: it is so.
    """
    with acting(reader):
        if not _readable_files().filter(content_id=content_id).exists():
            raise ContentNotFoundError


def opinions_of(reader: Principal, content_id: int) -> tuple[Said, ...]:
    """Give all that was said of a content, in order; nothing until it stands."""
    with acting(reader):
        stands = Opinion.objects.filter(content__labels__isnull=False)
        rows = stands.filter(content_id=content_id).select_related("person")
        return tuple(
            Said(
                person=row.person.name,
                asked=row.asked,
                labels=from_json(row.labels),
                is_sure=row.is_sure,
                recognized=row.recognized,
                note=row.note,
                at=row.at,
            )
            for row in rows.order_by("pk")
        )


def labels_of(reader: Principal, contents: Collection[int]) -> dict[int, Labels]:
    """Give the labels that stand, by content; what has none is left out."""
    with acting(reader):
        rows = ContentLabels.objects.filter(pk__in=contents)
        return {row.pk: from_json(row.labels) for row in rows}


def harmless_among(reader: Principal, contents: Collection[int]) -> frozenset[int]:
    """Give those of some contents whose labels say that they show no child."""
    labels = labels_of(reader, contents)
    return frozenset(pk for pk, said in labels.items() if said.reason in SHOWS_NO_CHILD)


def classification_of(reader: Principal, content_id: int | None) -> str:
    """Give the class that a hash list states of a content; empty until one stands."""
    found = labels_of(reader, [content_id] if content_id else [])
    return mappings.classification(found[content_id]) if content_id in found else ""


def marks_of(reader: Principal, report_id: int) -> frozenset[str]:
    """Give the marks that people's labels set on a report, for the rules of priority.

    They count as soon as one person said so: waiting for a second look must cost no
    child time.
    """
    with acting(reader):
        files = ReportedFile.objects.filter(report_id=report_id).exclude(content=None)
        contents = set(files.values_list("content_id", flat=True))
        waiting = Opinion.objects.filter(content__in=contents).filter(
            Q(content__review__settled_opinion=None)
            | Q(pk__gt=F("content__review__settled_opinion"))
        )
        said = [
            *labels_of(reader, contents).values(),
            *(from_json(row.labels) for row in waiting),
        ]
    return frozenset().union(*(labels.marks for labels in said))
