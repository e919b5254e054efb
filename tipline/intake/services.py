"""Open, change, finish, retract and expire a platform's report."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, cast

from django.db.models import Q

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.request_id import current_request_id
from tipline.foundation.statements import first_row, statement
from tipline.intake.codec import Json, to_json
from tipline.intake.document import ReportDocument
from tipline.intake.errors import (
    Finding,
    NotYourReportError,
    ReportFinishedError,
    ReportRetractedError,
)
from tipline.intake.expiry import AFTER_LAST_CHANGE, AFTER_OPENING, expires_at
from tipline.intake.models import (
    Report,
    ReportState,
    Submission,
)
from tipline.intake.profile import Profile

_HERE = Path(__file__).parent


class Touched(NamedTuple):
    """An open report that is locked for the running transaction."""

    report_id: int
    is_batched: bool


def open_report(  # noqa: PLR0913 - what was sent, what was read, and when
    platform: Principal,
    document: ReportDocument,
    *,
    body: bytes,
    content_type: str,
    profile: Profile,
    warnings: Sequence[Finding],
    at: datetime,
) -> int:
    """Keep a submission and open its report; give the report's id.

    The same bytes from the same platform, while nothing was added to the report they
    opened, are a repeat whose answer was lost: they give the same id again.
    """
    repeat_key = hashlib.sha256(body).digest()
    values = {
        "platform": platform.organization_id,
        "actor": platform.actor,
        "is_test": platform.is_test,
        "profile": profile.value,
        "incident_type": document.incident_type,
        "incident_at": document.incident_at,
        "is_escalated": document.escalation_reason is not None,
        "is_batched": document.batch_reason is not None,
        "document": json.dumps(to_json(document)),
        "warnings": json.dumps([to_json(finding) for finding in warnings]),
        "repeat_key": repeat_key,
        "content_type": content_type[:200],
        "body": body,
        "at": at,
        "request_id": current_request_id(),
    }
    with acting(platform):
        sql = statement(_HERE, "open_report")
        opened = first_row(sql, values)
        earlier = None if opened else _earlier(platform, repeat_key, at=at)
        if opened is None and earlier is None:
            # The first was added to in this very moment: this is a second report.
            opened = first_row(sql, values)
    return cast("int", opened[0]) if opened else cast("int", earlier)


def _earlier(platform: Principal, repeat_key: bytes, *, at: datetime) -> int | None:
    with acting(platform):
        same = Report.objects.filter(
            platform_id=platform.organization_id,
            is_test=platform.is_test,
            repeat_key=repeat_key,
        )
        # One whose time is over takes nothing more, even if it was not swept yet.
        same.filter(_is_overdue(at)).update(repeat_key=None)
        return same.values_list("pk", flat=True).first()


def lock_open_report(platform: Principal, report_id: int, *, at: datetime) -> Report:
    """Give the platform's open report, locked until the transaction ends.

    Raises:
        NotYourReportError: no such report, or another's: the same answer.
        ReportRetractedError: it was retracted, or its time is over.
        ReportFinishedError: it is finished.
    """
    report = (
        Report.objects.select_for_update()
        .filter(
            pk=report_id,
            platform_id=platform.organization_id,
            is_test=platform.is_test,
        )
        .first()
    )
    if report is None:
        raise NotYourReportError(report_id=report_id)
    if report.state == ReportState.FINISHED:
        raise ReportFinishedError(report_id=report_id)
    is_over = expires_at(report.opened_at, report.changed_at) <= at
    if report.state != ReportState.OPEN or is_over:
        raise ReportRetractedError(report_id=report_id)
    return report


def touch_open_report(platform: Principal, report_id: int, *, at: datetime) -> Touched:
    """Lock the platform's open report and note that something is added to it.

    Whoever adds to a report knows its id: the same submission again is a new report.

    Raises:
        NotYourReportError, ReportRetractedError, ReportFinishedError: as for
            `lock_open_report`.
    """
    values = {
        "report": report_id,
        "platform": platform.organization_id,
        "is_test": platform.is_test,
        "after_opening": AFTER_OPENING,
        "after_change": AFTER_LAST_CHANGE,
        "at": at,
    }
    row = first_row(statement(_HERE, "touch_report"), values)
    if row is None:
        lock_open_report(platform, report_id, at=at)
        raise ReportRetractedError(report_id=report_id)
    return Touched(*cast("tuple[int, bool]", row))


def finish(
    platform: Principal,
    report: Report,
    *,
    receipt: Json,
    answer: bytes,
    at: datetime,
) -> None:
    """Close a locked report for good, with what was found and what is answered."""
    report.state = ReportState.FINISHED
    report.closed_at = report.changed_at = max(at, report.changed_at)
    report.repeat_key = None
    report.receipt = json.dumps(receipt)
    report.completeness = receipt["completeness"]["score"]
    report.finish_answer = answer
    report.save(
        update_fields=[
            "state",
            "closed_at",
            "changed_at",
            "repeat_key",
            "receipt",
            "completeness",
            "finish_answer",
        ]
    )
    audit.record(platform, "report.finished", f"report:{report.pk}")


def close_unfinished(
    principal: Principal, report: Report, *, state: ReportState, at: datetime
) -> None:
    """Leave only a tombstone of a locked open report: retracted or expired."""
    report.state = state
    report.closed_at = at
    report.repeat_key = None
    report.document = {}
    report.warnings = []
    report.save(
        update_fields=["state", "closed_at", "repeat_key", "document", "warnings"]
    )
    Submission.objects.filter(report=report).delete()
    audit.record(principal, f"report.{state}", f"report:{report.pk}")


def lock_overdue(*, at: datetime, most: int) -> list[Report]:
    """Give up to `most` open reports whose time is over, locked; skips busy ones."""
    overdue = Report.objects.filter(_is_overdue(at), state=ReportState.OPEN)
    return list(
        overdue.select_for_update(skip_locked=True).order_by("changed_at")[:most]
    )


def _is_overdue(at: datetime) -> Q:
    return Q(changed_at__lte=at - AFTER_LAST_CHANGE, opened_at__lte=at - AFTER_OPENING)
