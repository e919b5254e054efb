"""What an agency may read: its desk, its meetings, its part of a cluster."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Sum

from tipline.deconfliction.disclosure import Stance
from tipline.deconfliction.meeting import clearinghouse_for
from tipline.deconfliction.models import Desk, LookUp, MeetingNotice
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.linking.cluster_reading import (
    ReadCluster,
    SharedValue,
    cluster_of,
    members_of,
    read_part,
)
from tipline.linking.identifiers import Kind
from tipline.referral.models import Referral
from tipline.referral.queries import report_for

NOTICES_SHOWN = 100
LOOK_UPS_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class OwnDesk:
    """Whom others call at one's own agency; empty until somebody says it."""

    contact: str = ""
    phone: str = ""
    email: str = ""
    stance: str = Stance.OPEN.value


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Another agency met this one on what a report of this one names."""

    agency: str
    contact: str
    phone: str
    email: str
    report_id: int
    kinds: tuple[str, ...]
    is_look_up: bool
    reference: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class OwnLookUp:
    """What somebody of one's own agency asked."""

    reference: str
    digests: int
    hits: int
    at: datetime


def desk_of(officer: Principal) -> OwnDesk:
    """Give the desk of the officer's agency."""
    with acting(officer):
        row = Desk.objects.filter(agency_id=officer.organization_id).first()
    if row is None:
        return OwnDesk()
    return OwnDesk(
        contact=row.contact, phone=row.phone, email=row.email, stance=row.stance
    )


def notices_for(officer: Principal, *, most: int = NOTICES_SHOWN) -> tuple[Notice, ...]:
    """List who met the officer's agency, the newest first.

    That it was told is proved by the row; the other's desk is then read for it, unless
    that one is silent: whoever asks is made known, and chooses what to give beside.
    """
    with acting(officer):
        rows = MeetingNotice.objects.filter(told_id=officer.organization_id)
        rows = rows.select_related("asker__organization").order_by("-pk")
        found = list(rows[:most])
    with acting(clearinghouse_for(officer)):
        asked = Desk.objects.filter(agency_id__in={row.asker_id for row in found})
        desks = {row.agency_id: row for row in asked}
    return tuple(
        Notice(
            agency=row.asker.organization.name,
            contact=getattr(desks.get(row.asker_id), "contact", ""),
            phone=getattr(desks.get(row.asker_id), "phone", ""),
            email=getattr(desks.get(row.asker_id), "email", ""),
            report_id=row.report_id,
            kinds=tuple(row.kinds),
            is_look_up=row.is_look_up,
            reference=row.reference,
            at=row.at,
        )
        for row in found
    )


def look_ups_of(
    officer: Principal, *, most: int = LOOK_UPS_SHOWN
) -> tuple[OwnLookUp, ...]:
    """List what the officer's agency asked, the newest first."""
    with acting(officer):
        rows = LookUp.objects.filter(agency_id=officer.organization_id)
        return tuple(
            OwnLookUp(
                reference=row.reference, digests=row.digests, hits=row.hits, at=row.at
            )
            for row in rows.order_by("-at")[:most]
        )


def asked_today(officer: Principal, *, at: datetime) -> int:
    """Count the digests that the officer's agency asked about within 24 hours."""
    since = at - timedelta(hours=24)
    with acting(officer):
        rows = LookUp.objects.filter(agency_id=officer.organization_id, at__gt=since)
        return rows.aggregate(digests=Sum("digests"))["digests"] or 0


def cluster_for(officer: Principal, report_id: int) -> ReadCluster | None:
    """Give the cluster of a report as far as the agency's own reports tell of it.

    None if there is none, or no other report of the agency is in it: both are one
    answer, since how many reports others have is not this agency's to know.

    Raises:
        NotFoundError: no such report, or not made available to this agency.
    """
    report_for(officer, report_id)
    reader = clearinghouse_for(officer)
    cluster_id = cluster_of(reader, report_id)
    if cluster_id is None:
        return None
    members = members_of(reader, cluster_id)
    with acting(officer):
        own = Referral.objects.filter(
            agency_id=officer.organization_id,
            report_id__in=members,
            report__is_test=False,
            is_set_apart=False,
        )
        numbers = set(own.values_list("report_id", flat=True)) | {report_id}
    if len(numbers) < 2:  # noqa: PLR2004 -- it takes two
        return None
    found = read_part(reader, cluster_id, numbers)
    return replace(
        found,
        members=tuple(replace(m, shared=_told(m.shared)) for m in found.members),
        shared=_told(found.shared),
    )


def _told(shared: tuple[SharedValue, ...]) -> tuple[SharedValue, ...]:
    """Leave out which file others are near to: it may be in nobody's report here."""
    return tuple(
        replace(each, value="") if each.kind == Kind.NEAR_FILE else each
        for each in shared
    )
