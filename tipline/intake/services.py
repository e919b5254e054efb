"""Open, change, finish, retract and expire a platform's report."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

from django.db.models import Q

from tipline.foundation.audit import services as audit
from tipline.foundation.jobs.deferring import NextJob
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import call_as
from tipline.foundation.request_id import current_request_id
from tipline.foundation.statements import statement
from tipline.intake.codec import Json, to_json
from tipline.intake.document import ReportDocument
from tipline.intake.errors import (
    Finding,
    NotYourReportError,
    ReportFinishedError,
    ReportRetractedError,
    WireRefusedError,
)
from tipline.intake.expiry import AFTER_LAST_CHANGE, AFTER_OPENING, expires_at
from tipline.intake.models import (
    Report,
    ReportState,
    Submission,
)
from tipline.intake.origins import ReportOrigin
from tipline.intake.profile import Profile

_HERE = Path(__file__).parent


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
        "repeat_key": hashlib.sha256(body).digest(),
        "content_type": content_type[:200],
        "body": body,
        "request_id": current_request_id(),
        **clock_values(at),
    }
    row = call_as(platform, statement(_HERE, "open_report"), values)
    return cast("int", row[0]) if row else 0


def clock_values(at: datetime) -> dict[str, datetime]:
    """Give the times that the functions of sql/receiving.sql compare with."""
    return {
        "at": at,
        "expires_before": at - AFTER_OPENING,
        "changed_before": at - AFTER_LAST_CHANGE,
    }


def require_touched(outcome: str, report_id: int) -> None:
    """Refuse by name what `intake_touch_report` refused by a word.

    Raises:
        NotYourReportError: 'missing', no such report, or another's: the same answer.
        ReportFinishedError: 'finished'.
        ReportRetractedError: 'over', retracted, or its time has passed.
    """
    refusals: dict[str, type[WireRefusedError]] = {
        "missing": NotYourReportError,
        "finished": ReportFinishedError,
        "over": ReportRetractedError,
    }
    if outcome in refusals:
        raise refusals[outcome](report_id=report_id)


def lock_open_report(platform: Principal, report_id: int, *, at: datetime) -> Report:
    """Give the platform's open report, locked until the transaction ends.

    Raises:
        NotYourReportError: no such report, or another's: the same answer.
        ReportRetractedError: it was retracted, or its time is over.
        ReportFinishedError: it is finished.
    """
    values = {
        "report": report_id,
        "platform": platform.organization_id,
        "is_test": platform.is_test,
    }
    found = list(Report.objects.raw(statement(_HERE, "lock_report"), values))
    if not found:
        raise NotYourReportError(report_id=report_id)
    require_open(found[0], at=at)
    return found[0]


def require_open(report: Report, *, at: datetime) -> None:
    """Refuse to add to a report that takes nothing more.

    Raises:
        ReportRetractedError: it was retracted, or its time is over.
        ReportFinishedError: it is finished.
    """
    if report.state == ReportState.FINISHED:
        raise ReportFinishedError(report_id=report.pk)
    is_over = expires_at(report.opened_at, report.changed_at) <= at
    if report.state != ReportState.OPEN or is_over:
        raise ReportRetractedError(report_id=report.pk)


def finish(
    platform: Principal,
    report: Report,
    *,
    receipt: Json,
    answer: bytes,
    then: NextJob,
    at: datetime,
) -> bool:
    """Close a report for good, with what was found and what is answered.

    Gives false, and does nothing, if the report has changed since it was read. `then`
    is queued with the report's id in the same transaction; nothing is queued for a test
    report.
    """
    values = {
        "report": report.pk,
        "platform": platform.organization_id,
        "actor": platform.actor,
        "is_test": platform.is_test,
        "changed_at": report.changed_at,
        "at": at,
        "receipt": json.dumps(receipt),
        "completeness": receipt["completeness"]["score"],
        "answer": answer,
        "queue": then.queue,
        "task": "" if platform.is_test else then.task,
        "priority": then.priority,
        "request_id": current_request_id(),
    }
    row = call_as(platform, statement(_HERE, "finish_report"), values)
    return row is not None and bool(row[0])


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
    """Give up to `most` open reports whose time is over, locked; skips busy ones.

    Those of platforms: what a caller said is never thrown away.
    """
    overdue = Report.objects.filter(
        _is_overdue(at), state=ReportState.OPEN, origin=ReportOrigin.PLATFORM
    )
    return list(
        overdue.select_for_update(skip_locked=True).order_by("changed_at")[:most]
    )


def _is_overdue(at: datetime) -> Q:
    return Q(changed_at__lte=at - AFTER_LAST_CHANGE, opened_at__lte=at - AFTER_OPENING)
