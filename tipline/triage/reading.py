"""One report to an analyst: everything that is kept about it, read under audit."""

import json
from dataclasses import dataclass
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.codec import Json
from tipline.intake.document import ReportDocument
from tipline.intake.models import Report
from tipline.triage.errors import ReportNotFoundError
from tipline.triage.models import Assessment, BundleStay
from tipline.triage.noise_reading import SenderNow, sender_of
from tipline.triage.queries import shown_reports

_ALL_OF_IT = (
    "assessments",
    "bundle_stays",
    "location_evidence",
    "lowerings",
    "referrals__agency__organization",
    "submission_set",
)


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """One assessment; `reasons` are the rules that fired, the most urgent first.

    `kind` says who spoke: `ranked`, `raised` or `lowered`.
    """

    kind: str
    priority: str
    risk: int
    reasons: tuple[Json, ...]
    designation: str
    arm: str
    fields: tuple[str, ...]
    note: str
    is_by_person: bool
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One piece of evidence of a place; `confidence` from 0 to 1."""

    place: str
    city: str
    source: str
    about: str
    confidence: float
    detail: str
    data_source: str
    data_date: str

    @property
    def percent(self) -> int:
        return round(self.confidence * 100)


@dataclass(frozen=True, kw_only=True)
class Handover:
    """An agency that has the report: since when, why, and when it did something.

    `acknowledged_at` is when somebody there said that the agency has it.
    """

    agency: str
    code: str
    reason: str
    made_available_at: datetime
    first_opened_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Somebody's wish to lower the report from level 1, that nobody decided yet.

    `is_own` if it is the reader's: somebody else must confirm it.
    """

    level: str
    reason: str
    asked_at: datetime
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A time that the report was in a bundle; `left_at` is None while it is.

    `reports` and `persons` are how widely the file was seen when the report joined, 0
    if the platform's own word bundled it. `alike_in` says in what it is like the first
    report of a flood; empty in other bundles.
    """

    bundle_id: int
    incidents: int
    reports: int
    persons: int
    alike_in: str
    joined_at: datetime
    left_at: datetime | None
    left_because: tuple[str, ...]
    note: str


@dataclass(frozen=True, kw_only=True)
class Original:
    """A request body, byte for byte as it was sent."""

    kind: str
    file_id: str
    content_type: str
    body: bytes
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReadSummary:
    """What is said beside a file of a report: whose it is, what of, how urgent."""

    report_id: int
    platform: str
    document: ReportDocument
    standing: Assessed | None


@dataclass(frozen=True, kw_only=True)
class ReadReport:
    """A finished report. `history` has the newest assessment first, or is empty."""

    report_id: int
    platform: str
    viewed_definition: str
    document: ReportDocument
    opened_at: datetime
    changed_at: datetime
    finished_at: datetime | None
    profile: str
    is_batched: bool
    needs_person: bool
    completeness: int | None
    receipt: Json
    supplemented: Json
    warnings: tuple[Json, ...]
    history: tuple[Assessed, ...]
    places: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    handovers: tuple[Handover, ...]
    originals: tuple[Original, ...]
    stays: tuple[Stay, ...]
    sender: SenderNow | None
    wish: Wish | None = None
    origin: str = "platform"
    state: str = "finished"

    @property
    def bundle(self) -> Stay | None:
        return next((stay for stay in self.stays if stay.left_at is None), None)

    @property
    def standing(self) -> Assessed | None:
        return self.history[0] if self.history else None

    @property
    def escalations(self) -> tuple[Assessed, ...]:
        return tuple(made for made in self.history if made.kind == "raised")


def read_report(reader: Principal, report_id: int, *, at: datetime) -> ReadReport:
    """Give all that is kept about a finished report; the reading is in the audit.

    An urgent call is read before it is over, too.

    Raises:
        ReportNotFoundError: there is none, it is unfinished, or it is a test.
    """
    with acting(reader):
        rows = shown_reports().select_related(
            "platform__platform_profile", "standing", "jurisdiction"
        )
        report = rows.prefetch_related(*_ALL_OF_IT).filter(pk=report_id).first()
        if report is None:
            raise ReportNotFoundError
        audit.record(reader, "report.read", f"report:{report_id}")
        return _read(report, reader, at=at)


def read_summary(reader: Principal, report_id: int) -> ReadSummary:
    """Give what is said beside the files of a report; the reading is in the audit.

    Raises:
        ReportNotFoundError: there is none, it is unfinished, or it is a test.
    """
    with acting(reader):
        rows = shown_reports().select_related("platform", "standing__assessment")
        report = rows.filter(pk=report_id).first()
        if report is None:
            raise ReportNotFoundError
        audit.record(reader, "report.read", f"report:{report_id}")
        standing = getattr(report, "standing", None)
        return ReadSummary(
            report_id=report.pk,
            platform=report.reporter_name,
            document=report.current_document,
            standing=_assessed(standing.assessment) if standing else None,
        )


def _read(report: Report, reader: Principal, *, at: datetime) -> ReadReport:
    standing = getattr(report, "standing", None)
    jurisdiction = getattr(report, "jurisdiction", None)
    profile = getattr(report.platform, "platform_profile", None)
    return ReadReport(
        report_id=report.pk,
        platform=report.reporter_name,
        viewed_definition=profile.viewed_definition if profile else "",
        document=report.current_document,
        opened_at=report.opened_at,
        changed_at=report.changed_at,
        finished_at=report.closed_at,
        profile=report.profile,
        is_batched=report.is_batched,
        needs_person=bool(standing and standing.needs_person),
        completeness=report.completeness
        if report.supplemented_completeness is None
        else report.supplemented_completeness,
        receipt=json.loads(report.receipt or "{}"),
        supplemented=json.loads(report.supplemented_receipt or "{}"),
        warnings=tuple(report.warnings),
        history=_history(report),
        places=tuple(p["place"] for p in jurisdiction.places) if jurisdiction else (),
        evidence=_evidence(report),
        handovers=_handovers(report),
        originals=_originals(report),
        stays=_stays(report),
        sender=sender_of(reader, report.platform_id, at=at)
        if report.platform_id
        else None,
        wish=_wish(report, reader),
        origin=report.origin,
        state=report.state,
    )


def _stays(report: Report) -> tuple[Stay, ...]:
    """Give the report's times in bundles, the newest first."""
    rows = sorted(report.bundle_stays.all(), key=lambda row: -row.pk)
    return tuple(
        Stay(
            bundle_id=row.bundle_id,
            incidents=row.incidents,
            reports=row.because["reports"] if _was_widely_seen(row) else 0,
            persons=row.because["persons"] if _was_widely_seen(row) else 0,
            alike_in=row.because.get("alike_in", ""),
            joined_at=row.joined_at,
            left_at=row.left_at,
            left_because=tuple(row.left_because),
            note=row.note,
        )
        for row in rows
    )


def _was_widely_seen(stay: BundleStay) -> bool:
    return bool(stay.because.get("is_widely_seen"))


def _wish(report: Report, reader: Principal) -> Wish | None:
    open_ones = (row for row in report.lowerings.all() if row.state == "open")
    return next(
        (
            Wish(
                level=row.level,
                reason=row.reason,
                asked_at=row.asked_at,
                is_own=row.asked_by == reader.actor,
            )
            for row in open_ones
        ),
        None,
    )


def _history(report: Report) -> tuple[Assessed, ...]:
    rows = sorted(report.assessments.all(), key=lambda row: -row.pk)
    return tuple(map(_assessed, rows))


def _assessed(row: Assessment) -> Assessed:
    return Assessed(
        kind=row.kind,
        priority=row.priority,
        risk=row.risk,
        reasons=tuple(row.reasons),
        designation=row.designation,
        arm=row.arm,
        fields=tuple(row.designation_fields),
        note=row.note,
        is_by_person=row.actor.startswith("person:"),
        at=row.at,
    )


def _evidence(report: Report) -> tuple[Evidence, ...]:
    rows = report.location_evidence.all()
    return tuple(
        Evidence(
            place="-".join(part for part in (row.country, row.state) if part),
            city=row.city,
            source=row.source,
            about=row.about,
            confidence=row.confidence,
            detail=row.detail,
            data_source=row.data_source,
            data_date=row.data_date,
        )
        for row in sorted(rows, key=lambda row: (-row.confidence, row.pk))
    )


def _handovers(report: Report) -> tuple[Handover, ...]:
    every = report.referrals.all()
    shown = (row for row in every if not row.is_excluded and row.ended_at is None)
    return tuple(
        Handover(
            agency=row.agency.organization.name,
            code=row.agency.code,
            reason=row.reason,
            made_available_at=row.made_available_at,
            first_opened_at=row.first_opened_at,
            acknowledged_at=row.acknowledged_at,
        )
        for row in sorted(shown, key=lambda row: row.pk)
    )


def _originals(report: Report) -> tuple[Original, ...]:
    return tuple(
        Original(
            kind=row.kind,
            file_id=row.file_id,
            content_type=row.content_type,
            body=bytes(row.body),
            received_at=row.received_at,
        )
        for row in sorted(report.submission_set.all(), key=lambda row: row.pk)
    )
