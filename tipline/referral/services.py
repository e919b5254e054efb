"""Decide where a report belongs and make it available there."""

from collections.abc import Sequence
from datetime import datetime

from tipline.foundation.accounts import services as accounts
from tipline.foundation.accounts.models import Organization, OrganizationKind
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report
from tipline.intake.origins import ReportOrigin
from tipline.referral.agencies import AgencyKind, AgencyRecord, Channel
from tipline.referral.errors import AgencyCodeTakenError, AgencyPlaceError
from tipline.referral.evidence import Hint
from tipline.referral.jurisdiction import Jurisdiction as Resolved
from tipline.referral.jurisdiction import resolve
from tipline.referral.models import (
    Agency,
    Jurisdiction,
    LocationEvidence,
    PacketReceipt,
    Referral,
    ReferralProposal,
)
from tipline.referral.places import ISO_COUNTRIES, US_STATES, US_TERRITORIES
from tipline.referral.routing import Delivery, route
from tipline.referral.routing_rules import RoutingRule


def sync_agencies(
    actor: Principal, records: Sequence[AgencyRecord], *, at: datetime
) -> int:
    """Bring the table of agencies into the database; give how many were added.

    Agencies that left the table stay, since reports may have been referred to them;
    the table's dates keep them from receiving more.
    """
    with acting(actor):
        known = set(Agency.objects.values_list("code", flat=True))
        new = [record for record in records if record.code not in known]
        for record in new:
            _add(record, at)
        if new:
            audit.record(actor, "agencies.added", "agencies", count=len(new))
    return len(new)


def _add(record: AgencyRecord, at: datetime) -> None:
    organization = Organization(
        kind=OrganizationKind.AGENCY, name=record.name, created_at=at
    )
    organization.save(force_insert=True)
    Agency.objects.create(
        organization=organization,
        code=record.code,
        kind=record.kind.value,
        country=record.country,
        state=record.state,
        channel=record.channel.value,
    )


def add_agency(  # noqa: PLR0913 - one value for each column of the table of agencies
    actor: Principal,
    *,
    name: str,
    code: str,
    kind: AgencyKind,
    country: str,
    state: str,
    at: datetime,
) -> Agency:
    """Add an agency by hand, so that its officers can have accounts.

    It receives reports once the table of agencies names its code: only from there do
    the rules know agencies.

    Raises:
        OrganizationNameTakenError: an agency has this name.
        AgencyCodeTakenError: an agency has this code.
        AgencyPlaceError: the kind needs another country or state.
    """
    country, state = _place_of_kind(kind, country, state)
    with acting(actor):
        if Agency.objects.filter(code=code).exists():
            raise AgencyCodeTakenError(agency_code=code)
        organization = accounts.add_organization(
            actor, kind=OrganizationKind.AGENCY, name=name, at=at
        )
        agency = Agency.objects.create(
            organization=organization,
            code=code,
            kind=kind.value,
            country=country,
            state=state,
            channel=Channel.DIRECT.value,
        )
        audit.record(
            actor, "agency.added", f"organization:{organization.pk}", code=code
        )
    return agency


def _place_of_kind(kind: AgencyKind, country: str, state: str) -> tuple[str, str]:
    """Give country and state as the table of agencies has them for a kind."""
    if kind is AgencyKind.ICAC:
        if state not in US_STATES | US_TERRITORIES:
            raise AgencyPlaceError(
                problem="A task force needs its state, such as MA for Massachusetts."
            )
        return "US", state
    if kind is AgencyKind.COUNTRY:
        if country not in ISO_COUNTRIES:
            raise AgencyPlaceError(
                problem="A country's desk needs its country, such as SE for Sweden."
            )
        return country, ""
    return ("US" if kind in {AgencyKind.FEDERAL, AgencyKind.MILITARY} else "", "")


def refer(
    actor: Principal,
    report_id: int,
    hints: Sequence[Hint],
    *,
    agencies: Sequence[AgencyRecord],
    rules: Sequence[RoutingRule],
    at: datetime,
) -> int:
    """Keep the evidence, choose the jurisdiction, make the report available.

    Running it again changes nothing that an agency has already received; it gives how
    many agencies are new. What the public reports is only proposed: `releasing` says
    how it goes on.
    """
    jurisdiction = resolve(hint.evidence for hint in hints)
    deliveries = route(jurisdiction, agencies, rules, at=at)
    with acting(actor):
        _keep_evidence(report_id, hints)
        _keep_jurisdiction(report_id, jurisdiction, at)
        known = Agency.objects.in_bulk(
            [delivery.agency_code for delivery in deliveries], field_name="code"
        )
        present = set(
            Referral.objects.filter(report_id=report_id).values_list(
                "agency__code", flat=True
            )
        )
        new = [d for d in deliveries if d.agency_code not in present]
        if Report.objects.exclude(origin=ReportOrigin.PLATFORM).filter(pk=report_id):
            _propose(report_id, [(known[d.agency_code], d) for d in new], at=at)
            return len(new)
        for delivery in new:
            agency = known[delivery.agency_code]
            said = {"reason": delivery.reason, "rule": delivery.rule_id}
            make_available(actor, report_id, agency, **said, at=at)
    return len(new)


def _propose(
    report_id: int, proposed: Sequence[tuple[Agency, Delivery]], *, at: datetime
) -> None:
    """Keep what a person will decide about; what was proposed before stays."""
    ReferralProposal.objects.bulk_create(
        [
            ReferralProposal(
                report_id=report_id,
                agency=agency,
                reason=delivery.reason,
                rule=delivery.rule_id,
                proposed_at=at,
            )
            for agency, delivery in proposed
        ],
        ignore_conflicts=True,
    )


def make_available(
    actor: Principal,
    report_id: int,
    agency: Agency,
    *,
    reason: str,
    rule: str,
    at: datetime,
) -> None:
    """Let an agency have a report, from now on and for good; kept apart if it is."""
    apart = Referral.objects.filter(report_id=report_id, is_set_apart=True)
    referral = Referral.objects.create(
        report_id=report_id,
        agency=agency,
        reason=reason,
        rule=rule,
        made_available_at=at,
        is_set_apart=apart.exists(),
    )
    audit.record(
        actor,
        "report.made_available",
        f"report:{report_id}",
        referral=referral.pk,
        agency=agency.pk,
    )


def _keep_jurisdiction(report_id: int, found: Resolved, at: datetime) -> None:
    primary = found.primary
    places = [
        {
            "place": place.code,
            "confidence": place.confidence,
            "about": [about.value for about in place.about],
        }
        for place in found.places
    ]
    Jurisdiction.objects.update_or_create(
        report_id=report_id,
        defaults={
            "country": primary.country if primary else "",
            "state": (primary.state or "") if primary else "",
            "places": places,
            "decided_at": at,
        },
    )


def _keep_evidence(report_id: int, hints: Sequence[Hint]) -> None:
    LocationEvidence.objects.filter(report_id=report_id).delete()
    LocationEvidence.objects.bulk_create(
        LocationEvidence(
            report_id=report_id,
            source=hint.evidence.source.value,
            about=hint.evidence.about.value,
            country=hint.evidence.country[:2],
            state=(hint.evidence.state or "")[:2],
            city=hint.evidence.city[:255],
            confidence=hint.evidence.confidence,
            detail=hint.evidence.detail,
            data_source=hint.data_source,
            data_date=hint.data_on.isoformat() if hint.data_on else "",
        )
        for hint in hints
    )


def note_opened(officer: Principal, referral: Referral, *, at: datetime) -> None:
    """Note that an agency's officer opened a report: the first time, and the last."""
    with acting(officer):
        own = Referral.objects.filter(pk=referral.pk)
        own.filter(first_opened_at=None).update(first_opened_at=at)
        own.update(last_opened_at=at)
        audit.record(officer, "report.opened_by_agency", f"report:{referral.report_id}")


def acknowledge(officer: Principal, report_id: int, *, at: datetime) -> None:
    """Note that the officer's agency says that it has a report; the first time stays.

    Raises:
        NotFoundError: no such report, or not made available to this agency.
    """
    with acting(officer):
        own = Referral.objects.filter(
            report_id=report_id, agency_id=officer.organization_id
        )
        if not own.exists():
            raise NotFoundError
        if own.filter(acknowledged_at=None).update(
            acknowledged_at=at, acknowledged_by=officer.actor
        ):
            audit.record(officer, "report.acknowledged", f"report:{report_id}")


def note_receipt(  # noqa: PLR0913 - the columns of the new row
    officer: Principal,
    referral: Referral,
    *,
    part: str,
    version: int = 1,
    sha256: str,
    size_bytes: int,
    at: datetime,
) -> PacketReceipt:
    """Keep a receipt of what an officer downloaded: which bytes, and when.

    `version` is that of the report as it was handed out.
    """
    with acting(officer):
        receipt = PacketReceipt.objects.create(
            referral=referral,
            person_id=int(officer.actor.removeprefix("person:")),
            part=part,
            version=version,
            sha256=sha256,
            size_bytes=size_bytes,
            at=at,
        )
        audit.record(
            officer,
            "packet.received",
            f"report:{referral.report_id}",
            part=part,
            receipt=receipt.pk,
        )
    return receipt
