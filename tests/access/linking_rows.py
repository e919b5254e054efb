"""Clusters and deconfliction on the stage: whose their rows are, and their forms."""

from datetime import UTC, datetime

from tests import cast
from tipline.deconfliction import services as deconfliction
from tipline.deconfliction.models import LookUp, MeetingNotice
from tipline.foundation.accounts.models import Person
from tipline.foundation.policy.scope import acting
from tipline.linking import clusters

# They cross platforms and agencies.
OURS = ("linking_cluster", "linking_clusterstay", "linking_clusterchange")
NEVER = {
    "linking_clusterstay": [("U", "left_at IS NOT NULL")],
    "linking_clusterchange": [("U", "true")],
    "deconfliction_meetingnotice": [("U", "true")],
    "deconfliction_lookup": [("UD", "true")],
}
# An agency's own: its desk it changes, its look-ups it adds, what it was told it reads.
OWN = {
    "deconfliction_desk": ("SIU", "agency_id = {o}"),
    "deconfliction_meetingnotice": ("S", "told_id = {o}"),
    "deconfliction_lookup": ("SI", "agency_id = {o}"),
}
TENANT = {"deconfliction_desk": "agency_id"}
BLIND = {"deconfliction_desk": ("U", "UPDATE {t} SET changed_at = now()")}
DIGEST = "ab" * 32
_NEW = {"a new row"}
_COUNTS = {"report_count", "newest_report"}
_REASON = {"reason": "abstract reason"}
FORMS = {
    "console:bring-together": (
        _REASON,
        {
            "linking_cluster": _COUNTS,
            "linking_clusterstay": _NEW,
            "linking_clusterchange": _NEW,
        },
    ),
    "console:split-cluster": (
        _REASON,
        {
            "linking_cluster": _COUNTS,
            "linking_clusterstay": {"left_at", "left_by"},
            "linking_clusterchange": _NEW,
        },
    ),
    "console:search": ({"text": "quiet_canary_7f31"}, {}, 200),
    "agencies:search": ({"text": "quiet_canary_7f31"}, {}, 200),
    "agencies:queue": ({"text": "quiet_canary_7f31"}, {}),
    "agencies:others": ({}, {"deconfliction_meetingnotice": _NEW}, 200),
    "agencies:deconfliction": (
        {"digests": DIGEST, "reference": "C-17"},
        {"deconfliction_lookup": _NEW},
        200,
    ),
    "agencies:export-search": ({"text": "quiet_canary_7f31"}, {}, 200),
    "agencies:export-others": ({}, {"deconfliction_meetingnotice": _NEW}, 200),
    "agencies:export-look-up": (
        {"digests": DIGEST, "reference": "C-17"},
        {"deconfliction_lookup": _NEW},
        200,
    ),
    "agencies:desk": (
        {"contact": "Desk", "phone": "+1 202 555 0143", "email": "", "stance": "open"},
        {"deconfliction_desk": {"contact", "changed_at"}},
    ),
    "agencies:digest-key": ({}, {}, 200),
}


def build_cluster(report_id: int, other_id: int) -> int:
    """Let Ana bring a report to one that links put in a cluster, and split it off."""
    ana, why = cast.principal_of(cast.ana()), "abstract reason"
    at = datetime.now(UTC)
    cluster_id = clusters.bring_together(ana, report_id, other_id, reason=why, at=at)
    clusters.split(ana, cluster_id, [other_id], reason=why, at=at)
    return cluster_id


def build_desks(officers: list[Person], report_ids: list[int]) -> None:
    """Give each agency a desk, a look-up, and a notice of the other."""
    at = datetime.now(UTC)
    said = {"contact": "", "phone": "+1 202 555 0143", "email": "", "stance": "open"}
    for officer in officers:
        principal = cast.principal_of(officer)
        deconfliction.set_desk(principal, said=said, at=at)
        deconfliction.look_up(principal, [DIGEST], reference="C-1", at=at)
    sides = [(o.organization_id, r) for o, r in zip(officers, report_ids, strict=True)]
    with acting(cast.STAGE):
        for (told, report_id), (asker, _) in zip(sides, sides[::-1], strict=True):
            MeetingNotice.objects.create(
                told_id=told,
                asker_id=asker,
                report_id=report_id,
                kinds=["email"],
                is_look_up=True,
                reference="C-1",
                at=at,
            )
        assert LookUp.objects.count() == len(officers)
