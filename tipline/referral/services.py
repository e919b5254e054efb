"""Decide where a report belongs and make it available there."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from tipline.foundation.accounts import services as accounts
from tipline.foundation.accounts.errors import OrganizationNameTakenError
from tipline.foundation.accounts.models import Organization, OrganizationKind
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report
from tipline.intake.origins import ReportOrigin
from tipline.referral import excluding, withholding
from tipline.referral.agencies import AgencyKind, AgencyRecord, Channel
from tipline.referral.conflicts import Conflict
from tipline.referral.errors import AgencyCodeTakenError, AgencyPlaceError
from tipline.referral.evidence import Hint
from tipline.referral.filter_facts import facts_of
from tipline.referral.jurisdiction import (
    About,
    EvidenceSource,
    default_confidence,
    resolve,
)
from tipline.referral.jurisdiction import Jurisdiction as Resolved
from tipline.referral.jurisdiction import LocationEvidence as LocationHint
from tipline.referral.models import (
    Agency,
    Jurisdiction,
    JurisdictionDecision,
    LocationEvidence,
    PacketReceipt,
    Referral,
    ReferralProposal,
)
from tipline.referral.places import ISO_COUNTRIES, US_STATES, US_TERRITORIES
from tipline.referral.reasons import FROM_ANOTHER
from tipline.referral.routing import Delivery, Tables, route

HANDED_ON = "handed-on"  # the rule of what an agency has only from another agency


def keep_agencies(
    actor: Principal, records: Sequence[AgencyRecord], *, at: datetime
) -> None:
    """Bring what the table says of agencies into the database.

    Agencies that left the table stay, since reports may have been referred to them;
    the table's dates keep them from receiving more.

    Raises:
        OrganizationNameTakenError: an agency that is not of the table has this name.
    """
    with acting(actor):
        rows = Agency.objects.select_related("organization")
        known = {agency.code: agency for agency in rows}
        new = [record for record in records if record.code not in known]
        for record in new:
            _add(record, at)
        changed = [r for r in records if r.code in known and _keep(known[r.code], r)]
        if new or changed:
            audit.record(
                actor,
                "agencies.kept",
                "agencies",
                added=len(new),
                changed=[known[record.code].pk for record in changed],
            )


def _add(record: AgencyRecord, at: datetime) -> None:
    organization = Organization(
        kind=OrganizationKind.AGENCY,
        name=record.name,
        time_zone=record.time_zone,
        created_at=at,
    )
    try:
        with transaction.atomic():
            organization.save(force_insert=True)
    except IntegrityError as error:
        raise OrganizationNameTakenError(kind=OrganizationKind.AGENCY) from error
    Agency.objects.create(
        organization=organization, code=record.code, **_columns(record)
    )


def _keep(agency: Agency, record: AgencyRecord) -> bool:
    """Let an agency be as its line says; tell whether it was not."""
    organization, columns = agency.organization, _columns(record)
    rows = Agency.objects.filter(pk=agency.pk)
    is_new = any(getattr(agency, name) != value for name, value in columns.items())
    if is_new:
        rows.update(**columns)
    if organization.time_zone != record.time_zone:
        accounts.set_organization_zone(organization, zone=record.time_zone)
        is_new = True
    if organization.name == record.name:
        return is_new
    accounts.rename_organization(organization, name=record.name)
    return True


def _columns(record: AgencyRecord) -> dict[str, str]:
    return {
        "kind": record.kind.value,
        "country": record.country,
        "state": record.state,
        "channel": record.channel.value,
        "contact": record.contact,
    }


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
    tables: Tables,
    suspected: Sequence[Conflict] = (),
    at: datetime,
) -> int:
    """Keep the evidence, choose the jurisdiction, make the report available.

    Running it again changes nothing that an agency has already received; it gives how
    many agencies are new. `suspected` are agencies that a suspect may belong to: they
    see nothing of it, and another one receives it. What the law of a recipient does not
    let it act on is withheld, and asked about again each time. What the public reports
    is only proposed: `releasing` says how it goes on.
    """
    with acting(actor):
        machine, decision = resolve(h.evidence for h in hints), _decision(report_id)
        found = machine
        if decision is not None:
            hints = (*hints, _said(decision))
            found = resolve(hint.evidence for hint in hints)
        excluded = excluding.keep_out(actor, report_id, suspected, at=at)
        facts = facts_of([report_id])[report_id] if tables.filters else None
        routed = route(found, tables, at=at, excluded=excluded, facts=facts)
        deliveries = routed.deliveries
        withholding.follow(actor, report_id, routed.withheld, tables=tables, at=at)
        _keep_evidence(report_id, hints)
        Jurisdiction.objects.update_or_create(
            report_id=report_id,
            defaults={
                **_resolved(machine, "resolved_"),
                **_resolved(found, ""),
                "places": _places(found),
                "decided_by": decision.decided_by if decision else "",
                "decided_at": at,
                "agencies_edition_id": tables.agencies_edition,
                "rules_edition_id": tables.rules_edition,
                "filters_edition_id": tables.filters_edition,
            },
        )
        known = Agency.objects.in_bulk(
            [delivery.agency_code for delivery in deliveries], field_name="code"
        )
        present = set(
            Referral.objects.filter(report_id=report_id)
            .exclude(rule=HANDED_ON)
            .values_list("agency__code", flat=True)
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
    """Let an agency have a report from now on; kept apart if it is.

    One that it had, or has, because another agency handed it on is its own from now on.
    """
    apart = Referral.objects.filter(report_id=report_id, is_set_apart=True)
    said = {"reason": reason, "rule": rule, "made_available_at": at}
    referral, _ = Referral.objects.update_or_create(
        report_id=report_id,
        agency=agency,
        defaults={**said, "ended_at": None},
        create_defaults={**said, "is_set_apart": apart.exists()},
    )
    audit.record(
        actor,
        "report.made_available",
        f"report:{report_id}",
        referral=referral.pk,
        agency=agency.pk,
    )


def let_have(
    actor: Principal, report_id: int, agencies: Collection[int], *, at: datetime
) -> None:
    """Let exactly these agencies have a report, of those that have or had it.

    Who is new has it because another agency handed it on; an agency that a suspect
    may belong to never has it. The rows of the others stay, since receipts hang on
    them; their access ends.
    """
    kept_out = excluding.excluded(report_id).values_list("agency_id", flat=True)
    having = set(agencies) - set(kept_out)
    rows = Referral.objects.filter(report_id=report_id)
    known = set(rows.values_list("agency_id", flat=True))
    for agency_id in sorted(having - known):
        agency = Agency.objects.get(pk=agency_id)
        said = {"reason": FROM_ANOTHER, "rule": HANDED_ON}
        make_available(actor, report_id, agency, **said, at=at)
    rows.filter(agency_id__in=having).exclude(ended_at=None).update(ended_at=None)
    rows.exclude(agency_id__in=having).filter(ended_at=None).update(ended_at=at)


def _decision(report_id: int) -> JurisdictionDecision | None:
    rows = JurisdictionDecision.objects.filter(report_id=report_id)
    return rows.order_by("-pk").first()


def _said(decision: JurisdictionDecision) -> Hint:
    """Give a person's word as evidence, which goes before all other."""
    return Hint(
        evidence=LocationHint(
            source=EvidenceSource.ANALYST,
            about=About.INCIDENT,
            country=decision.country,
            state=decision.state or None,
            confidence=default_confidence(EvidenceSource.ANALYST),
            detail="decided at the clearinghouse",
        )
    )


def _resolved(found: Resolved, prefix: str) -> dict[str, str]:
    primary = found.primary
    return {
        f"{prefix}country": primary.country if primary else "",
        f"{prefix}state": (primary.state or "") if primary else "",
    }


def _places(found: Resolved) -> list[dict[str, object]]:
    return [
        {
            "place": place.code,
            "confidence": place.confidence,
            "about": [about.value for about in place.about],
        }
        for place in found.places
    ]


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
            network_kind=hint.network_kind,
            owner=hint.owner,
            owner_source=hint.owner_source[:150],
            is_military=hint.evidence.is_military,
            post_code=hint.evidence.post_code[:16],
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
            report_id=report_id, agency_id=officer.organization_id, ended_at=None
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
            person_id=officer.person_id,
            program=officer.program,
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
