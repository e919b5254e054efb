"""Put reports into clusters as their links say, and let people merge and split them.

The rules place a report once, when it is linked for the first time; from then on only
people move it. Whoever places comes one after the other: two reports that link to each
other and arrive together must not found two clusters.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Count, F, Max

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report, ReportState
from tipline.linking.clustering import Tie, placing
from tipline.linking.errors import (
    ClusterNotFoundError,
    LinkedReportNotFoundError,
    NotInClusterError,
    OtherReportMissingError,
    ReasonMissingError,
    SameClusterError,
)
from tipline.linking.identifiers import Kind
from tipline.linking.models import (
    Cluster,
    ClusterChange,
    ClusterChangeKind,
    ClusterStay,
)
from tipline.linking.queries import MOST_SHARING, Link, links_of
from tipline.linking.strength import Strength

REASON_MAX = 3000
BECAUSE_MOST = 20  # ties that are kept with a stay; the page computes all of them anew
_LOCK = 2025_0025  # of no other meaning


def follow_links(actor: Principal, report_id: int, *, at: datetime) -> None:
    """Put a report that was linked into the cluster that it belongs to, if any.

    A report that was in a cluster before stays where it is.
    """
    with acting(actor):
        links = links_of(actor, report_id, most=MOST_SHARING)
        ties: dict[int, list[Tie]] = {}
        for link in links:
            ties.setdefault(link.report_id, []).append(_tie(link))
        if not ties:
            return
        _one_after_the_other()
        stays = ClusterStay.objects.filter(report_id__in=[report_id, *ties])
        known = list(stays.values_list("report_id", "cluster_id", "left_at"))
        if any(number == report_id for number, _, _ in known):
            return
        clusters = {number: cluster for number, cluster, left in known if left is None}
        moved = {number for number, _, left in known if left is not None}
        found = placing(ties, clusters, placed_by_people=moved)
        if found is None:
            return
        cluster_id = found.cluster_id or Cluster.objects.create(opened_at=at).pk
        because = [link for link in links if link.strength == "strong"]
        for number in (report_id, *found.with_reports):
            one = [each for each in because if number in {report_id, each.report_id}]
            _join(actor, cluster_id, number, because=one, at=at)


def bring_together(
    actor: Principal, report_id: int, other_id: int, *, reason: str, at: datetime
) -> int:
    """Put another report, with all of its cluster, into the cluster of a report.

    Gives that cluster's number; it is new where the report was in none.

    Raises:
        ReasonMissingError: the reason is blank.
        LinkedReportNotFoundError: the first is no finished report.
        OtherReportMissingError: the other is none.
        SameClusterError: they are in one cluster already, or are one report.
    """
    with acting(actor):
        _one_after_the_other()
        if not _is_finished(report_id):
            raise LinkedReportNotFoundError
        why = _said(reason)
        if not _is_finished(other_id):
            raise OtherReportMissingError
        ours, theirs = _cluster_of(report_id), _cluster_of(other_id)
        if report_id == other_id or (ours is not None and ours == theirs):
            raise SameClusterError
        target = ours or Cluster.objects.create(opened_at=at).pk
        moving = _members(theirs) if theirs else [other_id]
        _leave(actor, moving, at=at)
        if ours is None:
            _join(actor, target, report_id, at=at)
        for number in moving:
            _join(actor, target, number, at=at)
        if theirs:
            Cluster.objects.filter(pk=theirs).update(merged_into=target)
        change = ClusterChange(
            cluster_id=target,
            other_id=theirs,
            kind=ClusterChangeKind.BROUGHT,
            report_ids=moving,
            reason=why,
        )
        _note(actor, change, at=at)
    return target


def split(
    actor: Principal,
    cluster_id: int,
    report_ids: Collection[int],
    *,
    reason: str,
    at: datetime,
) -> int | None:
    """Take reports out of a cluster: one to stand by itself, several into a new one.

    Gives the new cluster's number, None for a single report. No rule puts them back.

    Raises:
        ReasonMissingError: the reason is blank.
        ClusterNotFoundError: there is no such cluster, or nothing is in it.
        NotInClusterError: none was named, one is elsewhere, or none would be left.
    """
    with acting(actor):
        _one_after_the_other()
        members = set(_members(cluster_id))
        moving = sorted(set(report_ids))
        if not members:
            raise ClusterNotFoundError
        why = _said(reason)
        if not moving or not members.issuperset(moving) or len(members) == len(moving):
            raise NotInClusterError
        _leave(actor, moving, at=at)
        target = None
        if len(moving) > 1:
            target = Cluster.objects.create(opened_at=at).pk
            for number in moving:
                _join(actor, target, number, at=at)
        change = ClusterChange(
            cluster_id=cluster_id,
            other_id=target,
            kind=ClusterChangeKind.SPLIT,
            report_ids=moving,
            reason=why,
        )
        _note(actor, change, at=at)
    return target


def forget_report(report_id: int) -> int:
    """Remove what clusters say of a report that is destroyed; give how much it was.

    A cluster that nothing is left of goes too, with what people wrote about it.
    """
    stays = ClusterStay.objects.filter(report_id=report_id)
    clusters = set(stays.values_list("cluster_id", flat=True))
    removed = stays.delete()[0]
    still = ClusterStay.objects.filter(cluster_id__in=clusters)
    left = set(still.values_list("cluster_id", flat=True))
    for cluster_id in left:
        _recount(cluster_id)
    empty = clusters - left
    return removed + Cluster.objects.filter(pk__in=empty).delete()[0]


def _tie(link: Link) -> Tie:
    return Tie(kind=Kind(link.kind), strength=Strength[link.strength.upper()])


def _one_after_the_other() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _is_finished(report_id: int) -> bool:
    rows = Report.objects.filter(pk=report_id, state=ReportState.FINISHED)
    return rows.filter(is_test=False).exists()


def _cluster_of(report_id: int) -> int | None:
    stays = ClusterStay.objects.filter(report_id=report_id, left_at=None)
    return stays.values_list("cluster_id", flat=True).first()


def _members(cluster_id: int) -> list[int]:
    stays = ClusterStay.objects.filter(cluster_id=cluster_id, left_at=None)
    return sorted(stays.values_list("report_id", flat=True))


def _leave(actor: Principal, report_ids: Collection[int], *, at: datetime) -> None:
    stays = ClusterStay.objects.filter(report_id__in=report_ids, left_at=None)
    left = set(stays.values_list("cluster_id", flat=True))
    stays.update(left_at=at, left_by=actor.actor)
    for cluster_id in left:
        _recount(cluster_id)


def _recount(cluster_id: int) -> None:
    stays = ClusterStay.objects.filter(cluster_id=cluster_id, left_at=None)
    found = stays.aggregate(reports=Count("pk"), newest=Max("report_id"))
    Cluster.objects.filter(pk=cluster_id).update(
        report_count=found["reports"], newest_report=found["newest"] or 0
    )


def _join(
    actor: Principal,
    cluster_id: int,
    report_id: int,
    *,
    because: Iterable[Link] = (),
    at: datetime,
) -> None:
    ClusterStay.objects.create(
        cluster_id=cluster_id,
        report_id=report_id,
        because=[
            {"kind": link.kind, "strength": link.strength, "report": link.report_id}
            for link in list(because)[:BECAUSE_MOST]
        ],
        joined_at=at,
        joined_by=actor.actor,
    )
    rows = Cluster.objects.filter(pk=cluster_id)
    rows.update(report_count=F("report_count") + 1)
    rows.filter(newest_report__lt=report_id).update(newest_report=report_id)
    audit.record(actor, "report.clustered", f"report:{report_id}", cluster=cluster_id)


def _said(reason: str) -> str:
    """Give a reason; asked for before anything is moved."""
    why = reason.strip()[:REASON_MAX]
    if not why:
        raise ReasonMissingError
    return why


def _note(actor: Principal, change: ClusterChange, *, at: datetime) -> None:
    change.changed_by, change.changed_at = actor.actor, at
    change.save(force_insert=True)
    audit.record(
        actor,
        f"cluster.{change.kind}",
        f"cluster:{change.cluster_id}",
        other=change.other_id,
        reports=change.report_ids,
    )
