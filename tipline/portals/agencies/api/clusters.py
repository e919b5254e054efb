"""The agency's reports that belong together: why each is there, and what happened."""

from tipline.deconfliction.queries import cluster_for
from tipline.foundation.errors import NotFoundError
from tipline.linking.cluster_reading import ReadCluster
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import Moment, Shape


class MemberShape(Shape):
    """A report of the agency; `kinds` are of identifiers that it shares.

    They are empty where an analyst put it there, or reports link it that others have.
    """

    report_id: int
    incident_type: str
    platform: str
    received_at: Moment
    kinds: list[str]


class SharedShape(Shape):
    """An identifier that reports of the agency share.

    `value` is empty for `near-file`: what the files are near to may be another's.
    """

    kind: str
    value: str
    report_ids: list[int]


class EventShape(Shape):
    """What a report tells, and when: incident, received, or an identifier seen then."""

    at: Moment
    report_id: int
    kind: str
    value: str


class ClusterShape(Shape):
    """Reports of the agency that belong together; empty if only the one is its own.

    Of other agencies' reports nothing is said, not even whether there are any.
    """

    reports: list[MemberShape]
    shared: list[SharedShape]
    events: list[EventShape]


@operation(
    "GET",
    "reports/<int:report_id>/cluster",
    name="cluster",
    group="Reports",
    answers=ClusterShape,
    refuses=(NotFoundError,),
)
def cluster(call: Call, report_id: int) -> ClusterShape:
    """Give the agency's reports that belong together with one, on one timeline."""
    found = cluster_for(call.principal, report_id)
    if found is None:
        return ClusterShape(reports=[], shared=[], events=[])
    return ClusterShape(
        reports=_members(found),
        shared=[
            SharedShape(
                kind=each.kind, value=each.value, report_ids=sorted(each.report_ids)
            )
            for each in found.shared
        ],
        events=[EventShape.model_validate(each) for each in found.events],
    )


def _members(found: ReadCluster) -> list[MemberShape]:
    return [
        MemberShape(
            report_id=each.report_id,
            incident_type=each.incident_type,
            platform=each.platform,
            received_at=each.received_at,
            kinds=sorted({shared.kind for shared in each.shared}),
        )
        for each in found.members
    ]
