"""One cluster to somebody: its reports, why each is in it, and what happened when."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, cast

from django.db.models import Q

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, statement
from tipline.intake.models import Report
from tipline.linking.clustering import Tie, points
from tipline.linking.errors import ClusterNotFoundError
from tipline.linking.identifiers import PASSED_ON, Kind
from tipline.linking.ip_addresses import IP_WINDOW, PORT_WINDOW
from tipline.linking.models import Cluster, ClusterChange, ClusterStay
from tipline.linking.queries import MOST_SHARING, links_of
from tipline.linking.strength import Strength, link_strength

_HERE = Path(__file__).parent
MEMBERS_MOST = 200  # the newest; a cluster beyond that is a list, not a group
EVENTS_MOST = 400
TOUCHING_READ, TOUCHING_SHOWN = 50, 20
PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class SharedValue:
    """An identifier that reports of a cluster share, and how strongly it links them."""

    kind: str
    value: str
    scope: str
    strength: str
    shared_by: int
    report_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ClusterMember:
    """A report of a cluster; `points` are what links it with the others now."""

    report_id: int
    incident_type: str
    platform: str
    received_at: datetime
    joined_at: datetime
    joined_by: str
    shared: tuple[SharedValue, ...]
    points: int

    @property
    def is_by_person(self) -> bool:
        return self.joined_by.startswith("person:")


@dataclass(frozen=True, kw_only=True)
class ClusterEvent:
    """Something that a report of the cluster tells, and when; `kind` says what.

    `incident`, `received`, or the kind of an identifier that was seen then.
    """

    at: datetime
    report_id: int
    kind: str
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Touching:
    """A report outside that is linked as strongly as those inside are."""

    report_id: int
    cluster_id: int | None
    kinds: tuple[str, ...]
    linked_with: int


@dataclass(frozen=True, kw_only=True)
class ReadCluster:
    """A cluster with its newest reports; `report_count` counts all of them."""

    cluster_id: int
    opened_at: datetime
    report_count: int
    members: tuple[ClusterMember, ...]
    shared: tuple[SharedValue, ...]
    events: tuple[ClusterEvent, ...]
    changes: tuple[ClusterChange, ...] = ()
    touching: tuple[Touching, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClusterLine:
    """A cluster in the list of clusters."""

    cluster_id: int
    report_count: int
    newest_report_id: int
    opened_at: datetime


class _Use(NamedTuple):
    identifier_id: int
    kind: str
    scope: str
    value: str
    report_id: int
    role: str
    seen_at: datetime | None
    reports: int


def cluster_of(reader: Principal, report_id: int) -> int | None:
    """Give the number of the cluster that a report is in."""
    with acting(reader):
        stays = ClusterStay.objects.filter(report_id=report_id, left_at=None)
        return stays.values_list("cluster_id", flat=True).first()


def members_of(reader: Principal, cluster_id: int) -> tuple[int, ...]:
    """List the reports of a cluster, the newest first."""
    with acting(reader):
        stays = ClusterStay.objects.filter(cluster_id=cluster_id, left_at=None)
        return tuple(stays.order_by("-report_id").values_list("report_id", flat=True))


def clusters(
    reader: Principal, *, before: int | None = None, most: int = PAGE_SIZE
) -> tuple[ClusterLine, ...]:
    """List clusters of two reports or more by their newest report, the newest first.

    Args:
        reader: who asks.
        before: the `newest_report_id` of the last line of the page before.
        most: lines on a page.
    """
    with acting(reader):
        rows = Cluster.objects.filter(report_count__gt=1)
        if before:
            rows = rows.filter(newest_report__lt=before)
        return tuple(
            ClusterLine(
                cluster_id=row.pk,
                report_count=row.report_count,
                newest_report_id=row.newest_report,
                opened_at=row.opened_at,
            )
            for row in rows.order_by("-newest_report")[:most]
        )


def read_cluster(reader: Principal, cluster_id: int) -> ReadCluster:
    """Give a cluster to the clearinghouse; the reading is in the audit.

    Raises:
        ClusterNotFoundError: there is none, or nothing is in it any more.
    """
    with acting(reader):
        reports = members_of(reader, cluster_id)
        audit.record(reader, "cluster.read", f"cluster:{cluster_id}")
        found = read_part(reader, cluster_id, reports)
        history = Q(cluster_id=cluster_id) | Q(other_id=cluster_id)
        changes = ClusterChange.objects.filter(history).order_by("-pk")
        return ReadCluster(
            **{
                **vars(found),
                "changes": tuple(changes),
                "touching": tuple(_touching(reader, cluster_id, reports)),
            }
        )


def read_part(
    reader: Principal, cluster_id: int, report_ids: Collection[int]
) -> ReadCluster:
    """Give a cluster as far as these of its reports tell of it.

    What links them is counted over all reports, so that what many share links nothing
    here either. The caller answers for who may see these reports.

    Raises:
        ClusterNotFoundError: there is no such cluster, or none of them is in it.
    """
    with acting(reader):
        cluster = Cluster.objects.filter(pk=cluster_id).first()
        stays = ClusterStay.objects.filter(
            cluster_id=cluster_id, left_at=None, report_id__in=report_ids
        )
        found = list(stays.order_by("-report_id")[:MEMBERS_MOST])
        if cluster is None or not found:
            raise ClusterNotFoundError
        numbers = [stay.report_id for stay in found]
        rows = Report.objects.filter(pk__in=numbers).select_related("platform")
        reports = {row.pk: row for row in rows.defer("document", "receipt")}
        shared = tuple(_shared(_uses(numbers)))
        return ReadCluster(
            cluster_id=cluster_id,
            opened_at=cluster.opened_at,
            report_count=stays.count(),
            members=tuple(_member(s, reports[s.report_id], shared) for s in found),
            shared=shared,
            events=tuple(_events(reports.values(), numbers)),
        )


def events_of(
    reader: Principal, report_ids: Collection[int]
) -> tuple[ClusterEvent, ...]:
    """Give what reports tell of, the newest EVENTS_MOST of it, in order of time."""
    with acting(reader):
        rows = Report.objects.filter(pk__in=report_ids).defer("document", "receipt")
        return tuple(_events(rows, list(report_ids)))


def _uses(report_ids: list[int]) -> list[_Use]:
    values = {"reports": report_ids, "window": IP_WINDOW, "most": MOST_SHARING}
    rows = all_rows(statement(_HERE, "cluster_uses"), values)
    return [
        _Use(*cast("tuple[int, str, str, str, int, str, None, int]", r)) for r in rows
    ]


def _shared(uses: list[_Use]) -> Iterator[SharedValue]:
    """Give what links reports of the cluster with one another, the strongest first."""
    by_identifier: dict[int, list[_Use]] = {}
    for use in uses:
        by_identifier.setdefault(use.identifier_id, []).append(use)
    found = []
    for group in by_identifier.values():
        first, kind = group[0], Kind(group[0].kind)
        reports = (
            _near_in_time(group) if kind in PASSED_ON else {u.report_id for u in group}
        )
        strength = link_strength(
            kind, max(first.reports, len(reports)), scope=first.scope
        )
        if len(reports) > 1 and strength is not Strength.NOTHING:
            found.append(
                SharedValue(
                    kind=first.kind,
                    value=first.value,
                    scope=first.scope,
                    strength=strength.name.lower(),
                    shared_by=max(first.reports, len(reports)),
                    report_ids=tuple(sorted(reports, reverse=True)),
                )
            )
    yield from sorted(
        found, key=lambda each: (each.strength != "strong", each.shared_by)
    )


def _near_in_time(uses: list[_Use]) -> set[int]:
    """Give the reports that used what is passed on within its window of another one."""
    window = PORT_WINDOW if uses[0].kind == Kind.IP_PORT else IP_WINDOW
    timed = sorted((u.seen_at, u.report_id) for u in uses if u.seen_at)
    return {
        number
        for (one, a), (other, b) in pairwise(timed)
        if a != b and other - one <= window
        for number in (a, b)
    }


def _member(
    stay: ClusterStay, report: Report, shared: tuple[SharedValue, ...]
) -> ClusterMember:
    own = tuple(each for each in shared if stay.report_id in each.report_ids)
    ties = (Tie(kind=Kind(s.kind), strength=Strength[s.strength.upper()]) for s in own)
    return ClusterMember(
        report_id=stay.report_id,
        incident_type=report.incident_type,
        platform=report.reporter_name,
        received_at=report.opened_at,
        joined_at=stay.joined_at,
        joined_by=stay.joined_by,
        shared=own,
        points=points(ties),
    )


def _events(reports: Iterable[Report], numbers: list[int]) -> Iterator[ClusterEvent]:
    found = []
    for row in reports:
        if row.incident_at:
            found.append(
                ClusterEvent(at=row.incident_at, report_id=row.pk, kind="incident")
            )
        found.append(ClusterEvent(at=row.opened_at, report_id=row.pk, kind="received"))
    rows = statement(_HERE, "cluster_events")
    for at, number, kind, value in all_rows(
        rows, {"reports": numbers, "most": EVENTS_MOST}
    ):
        said = cast("tuple[datetime, int, str, str]", (at, number, kind, value))
        found.append(
            ClusterEvent(at=said[0], report_id=said[1], kind=said[2], value=said[3])
        )
    yield from sorted(found, key=lambda each: (each.at, each.report_id))[-EVENTS_MOST:]


def _touching(
    reader: Principal, cluster_id: int, numbers: Collection[int]
) -> Iterator[Touching]:
    """Give reports outside that the rule would have in one cluster with one inside."""
    ties: dict[tuple[int, int], list[Tie]] = {}
    for number in list(numbers)[:TOUCHING_READ]:
        for link in links_of(reader, number, most=MOST_SHARING):
            tie = Tie(kind=Kind(link.kind), strength=Strength[link.strength.upper()])
            ties.setdefault((link.report_id, number), []).append(tie)
    best: dict[int, tuple[int, int]] = {}
    for (other, number), each in ties.items():
        if other not in numbers and points(each) > best.get(other, (1, 0))[0]:
            best[other] = (points(each), number)
    stays = ClusterStay.objects.filter(report_id__in=best, left_at=None)
    elsewhere = dict(stays.values_list("report_id", "cluster_id"))
    order = sorted(best, key=lambda other: (-best[other][0], -other))
    seen: set[int] = {cluster_id}
    shown = 0
    for other in order:
        home = elsewhere.get(other)
        if home in seen or shown == TOUCHING_SHOWN:
            continue
        if home is not None:
            seen.add(home)
        shown += 1
        number = best[other][1]
        kinds = {tie.kind.value for tie in ties[other, number] if points([tie])}
        yield Touching(
            report_id=other,
            cluster_id=home,
            kinds=tuple(sorted(kinds)),
            linked_with=number,
        )
