"""Count how often a file, and what is nearly the same, came in reports.

The counts grow with each report and are never counted anew. They end once a file is
widely seen: from then on its bundle counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Q

from tipline.files.models import ReportedFile
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report
from tipline.matching.circulating import (
    VIDEO_BITS,
    VIDEO_PERCENT,
    BundleLimits,
    Near,
    is_widely_seen,
    leader_among,
    persons_of,
)
from tipline.matching.models import Circulation, PictureMatch, Sighting, VideoMatch

_NEAR_ASKED: Final = 50


@dataclass(frozen=True, kw_only=True)
class Circulated:
    """How often a file, with all that is nearly the same, came until it was bundled.

    `leader_id` is the content of the first of them.
    """

    leader_id: int
    reports: int
    persons: int
    is_widely_seen: bool


def count_report(
    actor: Principal, report_id: int, *, limits: BundleLimits, at: datetime
) -> list[int]:
    """Count a report for what it brought, once; give what is now widely seen.

    Returns:
        All contents whose reports are to be bundled from now on: each leader that
        came over the limits, with those that are nearly the same.
    """
    with acting(actor):
        report = Report.objects.get(pk=report_id)
        persons = persons_of(report.current_document, platform_id=report.platform_id)
        files = ReportedFile.objects.filter(report_id=report_id, content__isnull=False)
        contents = sorted(set(files.values_list("content_id", flat=True)))
        # In one order, so that two reports with the same files never wait in a ring.
        leaders = sorted({_leader_of(content_id) for content_id in contents})
        crossed = [
            leader
            for leader in leaders
            if _sight(leader, report_id, persons=persons, limits=limits, at=at)
        ]
        for leader in crossed:
            audit.record(actor, "content.widely_seen", f"content:{leader}")
        copies = Circulation.objects.filter(leader_id__in=crossed).order_by("pk")
        return list(copies.values_list("pk", flat=True))


def _leader_of(content_id: int) -> int:
    """Give whom a content follows; a new one follows the nearest, or leads itself."""
    known = Circulation.objects.filter(pk=content_id)
    if not known.exists():
        near = leader_among(_near(content_id)) or Near(leader_id=content_id, bits=0)
        row = Circulation(
            content_id=content_id, leader_id=near.leader_id, distance=near.bits
        )
        Circulation.objects.bulk_create([row], ignore_conflicts=True)
    return known.values_list("leader_id", flat=True)[0]


def _near(content_id: int) -> Iterator[Near]:
    """Give the leaders of what is near; how far a copy is from its own adds up."""
    pictures = PictureMatch.objects.filter(
        file__content_id=content_id, other__circulation__isnull=False
    ).annotate(bits=F("distance") + F("other__circulation__distance"))
    videos = VideoMatch.objects.filter(
        file__content_id=content_id,
        other__circulation__isnull=False,
        file_percent__gte=VIDEO_PERCENT,
        other_percent__gte=VIDEO_PERCENT,
    ).annotate(bits=VIDEO_BITS + F("other__circulation__distance"))
    for found in (pictures.order_by("distance"), videos.order_by("pk")):
        rows = found.values_list("other__circulation__leader_id", "bits")
        yield from (Near(leader_id=pk, bits=bits) for pk, bits in rows[:_NEAR_ASKED])


def _sight(
    leader_id: int,
    report_id: int,
    *,
    persons: Sequence[str],
    limits: BundleLimits,
    at: datetime,
) -> bool:
    """Count a report for a leader; tell whether that made it widely seen."""
    row = Circulation.objects.select_for_update().get(pk=leader_id)
    if row.widely_seen_at is not None:
        return False
    seen = Sighting.objects.filter(leader_id=leader_id)
    known = set(seen.filter(person__in=persons).values_list("person", flat=True))
    row.reports += not seen.filter(report_id=report_id).exists()
    row.persons += len(set(persons) - known)
    Sighting.objects.bulk_create(
        [
            Sighting(leader_id=leader_id, report_id=report_id, person=person)
            for person in persons or ("",)
        ],
        ignore_conflicts=True,
    )
    is_wide = is_widely_seen(reports=row.reports, persons=row.persons, limits=limits)
    row.widely_seen_at = at if is_wide else None
    row.save(update_fields=["reports", "persons", "widely_seen_at"])
    return is_wide


def circulated(reader: Principal, report_id: int) -> dict[int, Circulated]:
    """Give how widely each of a report's files is seen, by the file's key.

    A file that was not looked at yet is left out.
    """
    with acting(reader):
        files = ReportedFile.objects.filter(
            report_id=report_id, content__circulation__isnull=False
        )
        rows = files.select_related("content__circulation__leader__circulation")
        return {file.pk: _circulated(file) for file in rows}


def _circulated(file: ReportedFile) -> Circulated:
    leader: Circulation = file.content.circulation.leader.circulation  # type: ignore[union-attr]  # filtered for
    return Circulated(
        leader_id=leader.pk,
        reports=leader.reports,
        persons=leader.persons,
        is_widely_seen=leader.widely_seen_at is not None,
    )


def circulation_of(reader: Principal, leader_id: int) -> Circulated | None:
    """Give how widely a leader and what is nearly the same was seen."""
    with acting(reader):
        row = Circulation.objects.filter(pk=leader_id).first()
    if row is None:
        return None
    return Circulated(
        leader_id=row.pk,
        reports=row.reports,
        persons=row.persons,
        is_widely_seen=row.widely_seen_at is not None,
    )


def near_of(reader: Principal, report_id: int) -> list[tuple[str, int]]:
    """Give what pictures and videos are nearly the same as: its SHA-256, and bits off.

    What nothing is near to is named itself, so that a later copy finds it.
    """
    with acting(reader):
        rows = Circulation.objects.filter(
            Q(content__media_type__startswith="image/")
            | Q(content__media_type__startswith="video/"),
            content__reportedfile__report_id=report_id,
        )
        found = rows.order_by("-distance").values_list("leader__sha256", "distance")
        return list(dict(found).items())


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A content that is nearly the same as its leader; `bits` is 0 for the leader."""

    content_id: int
    sha256: str
    media_type: str
    bits: int


def copies_of(reader: Principal, leader_id: int, *, most: int) -> list[Copy]:
    """List the contents that are nearly the same as a leader, the nearest first."""
    with acting(reader):
        rows = Circulation.objects.filter(leader_id=leader_id).select_related("content")
        return [
            Copy(
                content_id=row.pk,
                sha256=row.content.sha256,
                media_type=row.content.media_type,
                bits=row.distance,
            )
            for row in rows.order_by("distance", "pk")[:most]
        ]
