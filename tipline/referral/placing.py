"""A person says where a report belongs."""

from dataclasses import dataclass
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report, ReportState
from tipline.referral.corrections import REASON_MAX, named_place, usual_network
from tipline.referral.errors import PlaceNeedsReasonError, ReportNotPlacedError
from tipline.referral.jurisdiction import EvidenceSource
from tipline.referral.models import (
    Jurisdiction,
    JurisdictionDecision,
    LocationEvidence,
)


def decide(
    actor: Principal,
    report_id: int,
    *,
    country: str,
    state: str,
    reason: str,
    at: datetime,
) -> JurisdictionDecision:
    """Keep a person's word on where a report belongs.

    It is evidence that goes before all other, and takes no place away: whoever routes
    the report again serves the other places, too.

    Raises:
        ReportNotPlacedError: no finished report has this number.
        CorrectionPlaceError: no such country or state.
        PlaceNeedsReasonError: the reason is blank.
    """
    place = named_place(country, state)
    if not reason.strip():
        raise PlaceNeedsReasonError
    with acting(actor):
        require_finished(report_id)
        made = JurisdictionDecision.objects.create(
            report_id=report_id,
            country=place[0],
            state=place[1],
            reason=reason.strip()[:REASON_MAX],
            decided_by=actor.actor,
            decided_at=at,
        )
        audit.record(actor, "jurisdiction.decided", f"report:{report_id}")
    return made


def require_finished(report_id: int) -> None:
    """Raise ReportNotPlacedError if no report of this number is routed."""
    finished = Report.objects.filter(state=ReportState.FINISHED, is_test=False)
    if not finished.filter(pk=report_id).exists():
        raise ReportNotPlacedError


def jurisdiction_of(reader: Principal, report_id: int) -> Jurisdiction | None:
    """Give where a report belongs, and where the machine alone would say.

    Reading is noted in the audit.

    Raises:
        ReportNotPlacedError: no finished report has this number.
    """
    with acting(reader):
        require_finished(report_id)
        audit.record(reader, "report.read", f"report:{report_id}")
        return Jurisdiction.objects.filter(report_id=report_id).first()


def decisions(reader: Principal, report_id: int) -> list[JurisdictionDecision]:
    """List what people said of a report's place, the newest first."""
    with acting(reader):
        rows = JurisdictionDecision.objects.filter(report_id=report_id)
        return list(rows.order_by("-pk"))


@dataclass(frozen=True, kw_only=True)
class PlaceHint:
    """A piece of evidence; `network` is what a correction of its address is about."""

    row: LocationEvidence
    network: str

    @property
    def place(self) -> str:
        """The place that it names, empty if none."""
        return "-".join(part for part in (self.row.country, self.row.state) if part)

    @property
    def percent(self) -> int:
        """How far it is trusted."""
        return round(self.row.confidence * 100)


def evidence_of(reader: Principal, report_id: int) -> list[PlaceHint]:
    """List all that hints at a place, the strongest source first."""
    with acting(reader):
        rows = list(LocationEvidence.objects.filter(report_id=report_id))
    ranks = {source.value: rank for rank, source in enumerate(EvidenceSource)}
    rows.sort(key=lambda row: (ranks[row.source], -row.confidence, row.pk))
    return [PlaceHint(row=row, network=_network(row)) for row in rows]


def _network(row: LocationEvidence) -> str:
    if row.source not in {EvidenceSource.UPLOAD_IP, EvidenceSource.EVENT_IP}:
        return ""
    return usual_network(row.detail.partition(",")[0])
