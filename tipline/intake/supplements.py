"""Keep what is said about a report after it was finished: added, never written over."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import first_row
from tipline.intake.codec import Json, from_json, to_json
from tipline.intake.document import ReportDocument, SupplementDocument
from tipline.intake.errors import (
    Finding,
    NotYourReportError,
    ReportNotFinishedError,
    ReportPurgedError,
    ReportRetractedError,
    SupplementMissingError,
    TooManySupplementsError,
)
from tipline.intake.models import Report, ReportState, Supplement, SupplementSource

SUPPLEMENTS_MOST = 100  # to one report
_SHOWN = 100_000  # characters; more would make a page unusable


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a supplement came as: its bytes, or those that an analyst's form makes."""

    body: bytes
    content_type: str = ""
    warnings: tuple[Finding, ...] = ()

    @property
    def sha256(self) -> bytes:
        """Tell it from every other supplement."""
        return hashlib.sha256(self.body).digest()


def lock_finished(actor: Principal, report_id: int) -> Report:
    """Give a finished report, locked: a platform's own, or any for the clearinghouse.

    Raises:
        NotYourReportError: no such report, or another's: the same answer.
        ReportNotFinishedError: it is open, and takes what is new as it is.
        ReportRetractedError: it was retracted or has expired.
        ReportPurgedError: it was destroyed.
    """
    rows = Report.objects.select_for_update().select_related(None)
    if actor.kind is Kind.PLATFORM:
        rows = rows.filter(platform_id=actor.organization_id, is_test=actor.is_test)
    found = rows.filter(pk=report_id).first() if report_id <= MAX_KEY else None
    if found is None:
        raise NotYourReportError(report_id=report_id)
    if found.state == ReportState.OPEN:
        raise ReportNotFinishedError(report_id=report_id)
    if found.state != ReportState.FINISHED:
        raise ReportRetractedError(report_id=report_id)
    if found.purged_at is not None:
        raise ReportPurgedError(report_id=report_id)
    return found


def repeat_of(report: Report, sent: Sent) -> Supplement | None:
    """Give the supplement that the same bytes made before, if they did.

    Raises:
        TooManySupplementsError: they are new, and the report takes no more.
    """
    rows = Supplement.objects.filter(report_id=report.pk)
    found = rows.filter(body_sha256=sent.sha256).first()
    if found is None and rows.count() >= SUPPLEMENTS_MOST:
        raise TooManySupplementsError(most=SUPPLEMENTS_MOST)
    return found


def next_id() -> int:
    """Give the id of the next supplement; its receipt names it before it is kept."""
    row = first_row("SELECT tipline_id()", {})
    return int(str(row[0])) if row else 0


def record(  # noqa: PLR0913 - the columns of the new row
    actor: Principal,
    report: Report,
    supplement_id: int,
    *,
    document: SupplementDocument,
    stands: ReportDocument,
    sent: Sent,
    receipt: Json,
    answer: bytes | None,
    at: datetime,
) -> Supplement:
    """Keep a supplement of a locked report, and what the report says with it.

    Args:
        actor: the platform, or an analyst.
        report: locked by `lock_finished`.
        supplement_id: of `next_id`.
        document: what was said, with what each corrected value was before.
        stands: what the report says with it.
        sent: the bytes that came.
        receipt: as JSON.
        answer: the bytes that go, None for an analyst.
        at: now.
    """
    with acting(actor):
        made = Supplement.objects.create(
            pk=supplement_id,
            report_id=report.pk,
            platform_id=report.platform_id,
            source=_source(answer),
            actor=actor.actor,
            reason=document.reason,
            says_error=document.error_reason is not None,
            document=to_json(document),
            warnings=[to_json(warning) for warning in sent.warnings],
            body_sha256=sent.sha256,
            content_type=sent.content_type[:200],
            body=b"" if answer is None else sent.body,
            receipt=json.dumps(receipt),
            answer=answer,
            at=at,
        )
        if document.escalation_reason is not None:
            report.is_escalated = True
        _stand(report, stands, receipt=receipt, at=at)
        audit.record(
            actor,
            "report.supplemented",
            f"report:{report.pk}",
            supplement=supplement_id,
            corrections=len(document.corrections),
            files=len(document.file_details),
            says_error=made.says_error,
        )
    return made


def _stand(
    report: Report, stands: ReportDocument, *, receipt: Json, at: datetime
) -> None:
    """Let a report say what it says with its newest supplement."""
    report.supplemented_at = at
    report.supplemented_document = to_json(stands)
    report.supplemented_completeness = receipt["completeness"]["score"]
    report.supplemented_receipt = json.dumps(receipt)
    report.save(update_fields=_SUPPLEMENTED)


def _source(answer: bytes | None) -> SupplementSource:
    """Tell who speaks: only a platform is answered."""
    return SupplementSource.ANALYST if answer is None else SupplementSource.PLATFORM


_SUPPLEMENTED = (
    "supplemented_at",
    "supplemented_document",
    "supplemented_completeness",
    "supplemented_receipt",
    "is_escalated",
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One supplement as whoever has the report reads it; numbers count from 1.

    `body` is what the platform sent, byte for byte; empty for an analyst's.
    """

    number: int
    is_by_platform: bool
    at: datetime
    document: SupplementDocument
    body: bytes

    @property
    def as_sent(self) -> str:
        """Give the beginning of what was sent, as text; wrong bytes are replaced."""
        return self.body[: 4 * _SHOWN].decode("utf-8", "replace")[:_SHOWN]

    @property
    def adds_accounts(self) -> int:
        """How many accounts it adds."""
        said = self.document
        return sum(
            map(len, (said.reported_persons, said.intended_recipients, said.victims))
        )


def of_report(reader: Principal, report_id: int) -> tuple[Told, ...]:
    """List what came to a report since it was finished, in its order."""
    with acting(reader):
        rows = Supplement.objects.filter(report_id=report_id).order_by("pk")
        return tuple(
            Told(
                number=number,
                is_by_platform=row.source == SupplementSource.PLATFORM,
                at=row.at,
                document=from_json(SupplementDocument, row.document),
                body=bytes(row.body),
            )
            for number, row in enumerate(rows, 1)
        )


def is_said_mistaken(reader: Principal, report_id: int) -> bool:
    """Tell whether the newest that came says that the report was a mistake."""
    with acting(reader):
        rows = Supplement.objects.filter(report_id=report_id).order_by("-pk")
        return bool(rows.values_list("says_error", flat=True).first())


def version_of(reader: Principal, report_id: int) -> int:
    """Give the version of what a report says: 1 when finished, 1 more each time."""
    with acting(reader):
        return Supplement.objects.filter(report_id=report_id).count() + 1


def own_receipt(platform: Principal, supplement_id: int) -> Json:
    """Give the receipt of one of the platform's own supplements, as it was given.

    Raises:
        SupplementMissingError: no such supplement, or another's: the same answer.
    """
    with acting(platform):
        found = Supplement.objects.filter(
            pk=min(supplement_id, MAX_KEY),
            platform_id=platform.organization_id,
            source=SupplementSource.PLATFORM,
            report__is_test=platform.is_test,
        ).first()
    if found is None:
        raise SupplementMissingError
    receipt: Json = json.loads(found.receipt)
    return receipt
