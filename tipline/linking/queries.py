"""Which reports share what, and how strongly."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.linking.identifiers import Kind
from tipline.linking.ip_addresses import IP_WINDOW
from tipline.linking.models import IdentifierUse
from tipline.linking.strength import LIMITS, Strength, link_strength

_MOST_SHARING = (
    501  # beyond every finite limit of LIMITS: counting further says nothing
)


@dataclass(frozen=True, kw_only=True)
class Link:
    """Two reports share an identifier: which, in whose name, and how much it says."""

    report_id: int
    kind: str
    value: str
    role: str
    strength: str
    shared_by: int


def links_of(reader: Principal, report_id: int, *, most: int = 50) -> list[Link]:
    """Give the reports that share identifiers with one, the newest first.

    The same report appears once for each identifier that it shares.
    """
    with acting(reader):
        uses = list(
            IdentifierUse.objects.filter(report_id=report_id)
            .select_related("identifier")
            .order_by("pk")
        )
        found = [link for use in uses for link in _links_through(use)]
    unique = {(link.report_id, link.kind, link.value): link for link in found}
    return sorted(unique.values(), key=lambda link: -link.report_id)[:most]


def repeat_reports(reader: Principal, report_id: int) -> int:
    """Count the other reports that a person's strong identifiers link to this one."""
    strong = [
        link
        for link in links_of(reader, report_id, most=500)
        if link.strength == Strength.STRONG.name.lower() and link.role != "file"
    ]
    return len({link.report_id for link in strong})


def _links_through(use: IdentifierUse) -> list[Link]:
    kind = Kind(use.identifier.kind)
    others = _others(use, kind)
    sharing = len(set(others)) + 1
    strength = link_strength(kind, sharing, scope=use.identifier.scope)
    if strength is Strength.NOTHING:
        return []
    return [
        Link(
            report_id=other,
            kind=kind.value,
            value=use.identifier.value,
            role=use.role,
            strength=strength.name.lower(),
            shared_by=sharing,
        )
        for other in set(others)
    ]


def _others(use: IdentifierUse, kind: Kind) -> list[int]:
    """Give other reports with the identifier, not more than can matter."""
    same = IdentifierUse.objects.filter(identifier_id=use.identifier_id)
    same = same.exclude(report_id=use.report_id)
    if kind is Kind.IP:
        same = same.filter(_near(use.seen_at))
    ids = same.order_by("-report_id").values_list("report_id", flat=True).distinct()
    weak_up_to = LIMITS[kind][1]
    most = _MOST_SHARING if weak_up_to == float("inf") else int(weak_up_to) + 1
    return list(ids[:most])


def _near(at: datetime | None) -> Q:
    """An address links two uses only when both times are known and close."""
    if at is None:
        return Q(pk=None)
    return Q(seen_at__range=(at - IP_WINDOW, at + IP_WINDOW))
