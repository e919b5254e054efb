"""One bundle to an analyst: its counts, its reports by pages, and what left it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.triage.errors import BundleNotFoundError
from tipline.triage.models import Bundle, BundleStay, Standing
from tipline.triage.queue_lines import Key, after, behind, counts_of, place_in

PAGE_SIZE = 50
LEFT_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Member:
    """A report in a bundle; it brings an incident for each reported person.

    `alike_in` says in what it is like the first of a flood; empty in other bundles.
    """

    report_id: int
    priority: str
    place: int
    incident_type: str
    platform: str
    designation: str
    incidents: int
    finished_at: datetime
    joined_at: datetime
    alike_in: str

    @property
    def key(self) -> Key:
        """What the reports of a bundle are ordered by."""
        return self.priority, self.place, self.report_id


@dataclass(frozen=True, kw_only=True)
class Left:
    """A report that left a bundle, and why; `note` is what a person said."""

    report_id: int
    because: tuple[str, ...]
    note: str
    left_at: datetime
    is_by_person: bool


@dataclass(frozen=True, kw_only=True)
class ReadBundle:
    """A bundle with both counts, and a page of its reports in the queue's order.

    `left` are the newest of those that left. The counts are of what is in it now. Of a
    flood, the bundle's number is that of the report that said it first, and `half` are
    those that are like it in half, a bundle of their own that is `half_of` it.
    `newest` tells what was seen of it from what came later.
    """

    bundle_id: int
    priority: str
    reports: int
    incidents: int
    platforms: int
    opened_at: datetime
    members: tuple[Member, ...]
    next_after: str
    left: tuple[Left, ...]
    is_flood: bool
    half_of: int | None
    half: "ReadBundle | None"
    newest: int
    set_aside_at: datetime | None
    set_aside_by: str
    set_aside_because: str


def read_bundle(
    reader: Principal,
    bundle_id: int,
    *,
    after: str = "",
    half_after: str = "",
    most: int = PAGE_SIZE,
) -> ReadBundle:
    """Give a bundle and a page of its reports.

    Args:
        reader: who asks.
        bundle_id: its number.
        after: `next_after` of the page before; empty or unreadable for the first.
        half_after: the same for those that are like a flood in half.
        most: reports on a page.

    Raises:
        BundleNotFoundError: there is none.
    """
    with acting(reader):
        bundle = Bundle.objects.filter(pk=bundle_id).first()
        if bundle is None:
            raise BundleNotFoundError
        half = Bundle.objects.filter(half_of=bundle).first()
        read = _read(half, None, after=half_after, most=most) if half else None
        return _read(bundle, read, after=after, most=most)


def newest_in(bundle_id: int) -> int:
    """Give the newest stay in a bundle, 0 if nothing is in it; in a transaction."""
    stays = BundleStay.objects.filter(left_at=None)
    # By where reports stand: stays have no index for who is in a bundle.
    inside = stays.filter(report__standing__bundle_id=bundle_id)
    newest: int | None = inside.aggregate(newest=Max("pk"))["newest"]
    return newest or 0


def _read(
    bundle: Bundle, half: ReadBundle | None, *, after: str, most: int
) -> ReadBundle:
    # First: what comes while the rest is read was not seen.
    newest = newest_in(bundle.pk) if bundle.half_of_id else 0
    rows = Standing.objects.filter(bundle_id=bundle.pk)
    rows = behind(rows, place_in(after), "report_id")
    rows = rows.select_related("report__platform").defer(
        "report__document", "report__receipt", "report__finish_answer"
    )
    found = list(rows.order_by("priority", "place", "report_id")[: most + 1])
    members = _members(found[:most])
    return ReadBundle(
        bundle_id=bundle.pk,
        priority=bundle.priority,
        opened_at=bundle.opened_at,
        members=members,
        next_after=_after(members) if len(found) > most else "",
        left=_left(bundle.pk),
        is_flood=bundle.content_id is None,
        half_of=bundle.half_of_id,
        half=half,
        newest=newest,
        set_aside_at=bundle.set_aside_at,
        set_aside_by=bundle.set_aside_by,
        set_aside_because=bundle.set_aside_because,
        **counts_of([bundle.pk])[bundle.pk],
    )


def _after(members: Sequence[Member]) -> str:
    return after(members[-1])


def _members(standings: Sequence[Standing]) -> tuple[Member, ...]:
    numbers = [standing.pk for standing in standings]
    stays = BundleStay.objects.filter(report_id__in=numbers, left_at=None)
    by_report = {stay.report_id: stay for stay in stays}
    return tuple(
        Member(
            report_id=standing.pk,
            priority=standing.priority,
            place=standing.place,
            incident_type=standing.report.incident_type,
            platform=standing.report.reporter_name,
            designation=standing.designation,
            incidents=by_report[standing.pk].incidents,
            finished_at=standing.report.closed_at or standing.report.changed_at,
            joined_at=by_report[standing.pk].joined_at,
            alike_in=by_report[standing.pk].because.get("alike_in", ""),
        )
        for standing in standings
    )


def _left(bundle_id: int) -> tuple[Left, ...]:
    of_it = Q(bundle_id=bundle_id) | Q(bundle__half_of_id=bundle_id)
    stays = BundleStay.objects.filter(of_it, left_at__isnull=False)
    return tuple(
        Left(
            report_id=stay.report_id,
            because=tuple(stay.left_because),
            note=stay.note,
            left_at=stay.left_at,
            is_by_person=stay.left_by.startswith("person:"),
        )
        for stay in stays.order_by("-left_at")[:LEFT_SHOWN]
        if stay.left_at is not None
    )
