"""What an agency's officers may read: one report, and who has it too.

Every query filters by the officer's own agency; row-level security would hide the rest
too, and is the second line. A report that does not exist and one that was not made
available answer alike.
"""

from datetime import datetime

from django.db.models import QuerySet

from tipline.foundation.errors import NotFoundError
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.linking import queries as linking
from tipline.referral.models import LocationEvidence, PacketReceipt, Referral
from tipline.referral.packet.contents import Delivery, Link
from tipline.referral.reasons import reason_in_words
from tipline.triage.models import Assessment

MOST_LINKED = 25
MOST_LINKS_READ = 500


def is_news(supplemented_at: datetime | None, opened_at: datetime | None) -> bool:
    """Tell whether a report that was opened then was supplemented since."""
    if supplemented_at is None or opened_at is None:
        return False
    return supplemented_at > opened_at


def report_for(officer: Principal, report_id: int) -> Referral:
    """Give the referral of a report to the officer's agency, with report and standing.

    Raises:
        NotFoundError: no such report, or not made available to this agency.
    """
    if report_id > MAX_KEY:
        raise NotFoundError  # PostgreSQL would not even compare it
    with acting(officer):
        found = (
            _reports(officer)
            .select_related(
                "report__platform__platform_profile",
                "report__jurisdiction",
                "report__standing__assessment",
                "agency__organization",
            )
            .filter(report_id=report_id)
            .first()
        )
    if found is None:
        raise NotFoundError
    return found


def receipts_of(officer: Principal, referral: Referral) -> list[PacketReceipt]:
    """List what the agency's officers downloaded of a report, the newest first."""
    with acting(officer):
        rows = PacketReceipt.objects.filter(
            referral_id=referral.pk,
            referral__agency_id=officer.organization_id,
        )
        return list(rows.order_by("-pk"))


def deliveries_of(officer: Principal, referral: Referral) -> tuple[Delivery, ...]:
    """List every agency that has the report, so that two do not work it unawares.

    Row-level security shows an agency its own referrals only. That it has one is
    proved by `referral`; the names of the others are then read for it, and no more.
    """
    reader = Principal(kind=Kind.CLEARINGHOUSE, actor=officer.actor)
    with acting(reader):
        rows = Referral.objects.filter(
            report_id=referral.report_id, ended_at=None, is_excluded=False
        )
        found = rows.order_by("pk").values_list(
            "agency__organization__name", "made_available_at", "reason"
        )
        return tuple(
            Delivery(agency=n, at=at, reason=reason_in_words(why))
            for n, at, why in found
        )


def links_for(officer: Principal, report_id: int) -> tuple[Link, ...]:
    """Give the agency's other reports that share identifiers with one, by kind.

    Of reports that other agencies have, it says nothing; of values, never anything.
    """
    with acting(officer):
        links = linking.links_of(officer, report_id, most=MOST_LINKS_READ)
        others = {link.report_id for link in links}
        own = set(
            _own(officer)
            .filter(report_id__in=others)
            .values_list("report_id", flat=True)
        )
    kinds: dict[int, set[str]] = {}
    apart: dict[int, int] = {}
    for link in links:
        if link.report_id in own:
            kinds.setdefault(link.report_id, set()).add(link.kind)
            if link.bits_apart is not None:
                known = apart.get(link.report_id, link.bits_apart)
                apart[link.report_id] = min(known, link.bits_apart)
    return tuple(
        Link(
            report_id=other,
            identifier_kinds=tuple(sorted(kinds[other])),
            bits_apart=apart.get(other),
        )
        for other in sorted(kinds, reverse=True)[:MOST_LINKED]
    )


def evidence_of(officer: Principal, referral: Referral) -> list[LocationEvidence]:
    """List everything that hints at a place, the most trusted first."""
    with acting(officer):
        rows = LocationEvidence.objects.filter(report_id=referral.report_id)
        return list(rows.order_by("-confidence", "pk"))


def assessments_of(officer: Principal, referral: Referral) -> list[Assessment]:
    """List how a report was ranked over time, the first ranking first."""
    with acting(officer):
        rows = Assessment.objects.filter(report_id=referral.report_id)
        return list(rows.order_by("pk"))


def _own(officer: Principal) -> QuerySet[Referral]:
    """Start every query: this agency's referrals, and none for anybody else."""
    rows = Referral.objects.filter(
        agency_id=officer.organization_id, ended_at=None, is_excluded=False
    )
    return rows if officer.kind is Kind.AGENCY else rows.none()


def _reports(officer: Principal) -> QuerySet[Referral]:
    """Give the agency's referrals of real reports; test reports are never routed."""
    return _own(officer).filter(report__is_test=False)
