"""What was said in calls: the answers as typed, and who checked a danger."""

import json
from dataclasses import dataclass
from datetime import datetime

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.codec import from_json
from tipline.intake.danger import Check, is_confirmed
from tipline.intake.document import ReportDocument
from tipline.intake.errors import CallNotFoundError
from tipline.intake.models import (
    Call,
    DangerCheck,
    Report,
    ReportState,
    Submission,
    SubmissionKind,
)
from tipline.intake.origins import ReportOrigin

OPEN_MOST = 100


@dataclass(frozen=True, kw_only=True)
class OpenCall:
    """A call that somebody is in, or left: `is_own` if it is the reader's."""

    call_id: int
    incident_type: str
    says_danger: bool
    began_at: datetime
    changed_at: datetime
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class TakenCall:
    """One call or form with what was said so far, as typed, by the fields' names.

    `is_open` as long as it takes answers; `is_form` if nobody of us heard the person.
    """

    call_id: int
    is_form: bool
    began_at: datetime
    changed_at: datetime
    is_open: bool
    is_abandoned: bool
    is_own: bool
    document: ReportDocument
    answers: dict[str, str]
    danger: "DangerStanding"


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One check of a danger; `by` names an account, such as `person:17`."""

    kind: str
    outcome: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DangerStanding:
    """Whether a caller says that a child is in danger now, and who checked it."""

    is_said: bool = False
    is_confirmed: bool = False
    checks: tuple[Checked, ...] = ()


def open_calls(reader: Principal) -> tuple[OpenCall, ...]:
    """List the calls that take answers, the newest first."""
    with acting(reader):
        rows = Call.objects.select_related("report").filter(
            report__state=ReportState.OPEN, report__origin=ReportOrigin.TELEPHONE
        )
        return tuple(
            OpenCall(
                call_id=row.pk,
                incident_type=row.report.incident_type,
                says_danger=is_known_to_be_in_danger(row.report),
                began_at=row.began_at,
                changed_at=row.report.changed_at,
                is_own=row.taken_by == reader.actor,
            )
            for row in rows.order_by("-pk")[:OPEN_MOST]
        )


def has_calls(reader: Principal) -> bool:
    """Tell whether any call was ever taken."""
    with acting(reader):
        return Call.objects.exists()


def call_of(reader: Principal, call_id: int) -> TakenCall:
    """Give a call, open or over.

    Raises:
        CallNotFoundError: there is none, or nothing was ever typed in it.
    """
    with acting(reader):
        row = Call.objects.select_related("report").filter(pk=call_id).first()
        if row is None or row.report.state == ReportState.EXPIRED:
            raise CallNotFoundError
        report = row.report
        return TakenCall(
            call_id=row.pk,
            is_form=report.origin == ReportOrigin.FORM,
            began_at=row.began_at,
            changed_at=report.changed_at,
            is_open=report.state == ReportState.OPEN,
            is_abandoned=row.is_abandoned,
            is_own=row.taken_by == reader.actor,
            document=from_json(ReportDocument, report.document),
            answers=answers_of(reader, call_id),
            danger=danger_of(reader, call_id),
        )


def answers_of(reader: Principal, call_id: int) -> dict[str, str]:
    """Give what was typed last for each field."""
    with acting(reader):
        rows = Submission.objects.filter(report_id=call_id, kind=SubmissionKind.ANSWERS)
        newest: dict[str, dict[str, str]] = {}
        for body in rows.order_by("pk").values_list("body", flat=True):
            kept = json.loads(bytes(body))
            newest[kept["section"]] = kept["answers"]
    return {name: text for each in newest.values() for name, text in each.items()}


def danger_of(reader: Principal, report_id: int) -> DangerStanding:
    """Give how a caller's word of a danger stands; of other reports, that none is."""
    with acting(reader):
        rows = Report.objects.select_related("call").prefetch_related("danger_checks")
        rows = rows.exclude(origin=ReportOrigin.PLATFORM)
        report = rows.filter(pk=report_id).first()
        if report is None or not is_known_to_be_in_danger(report):
            return DangerStanding()
        checks = sorted(report.danger_checks.all(), key=lambda check: check.pk)
        return DangerStanding(
            is_said=True,
            is_confirmed=is_confirmed(report.call.taken_by, map(_check, checks)),
            checks=tuple(
                Checked(
                    kind=check.kind,
                    outcome=check.outcome,
                    note=check.note,
                    by=check.checked_by,
                    at=check.checked_at,
                )
                for check in checks
            ),
        )


def is_known_to_be_in_danger(report: Report) -> bool:
    """Tell whether a report says, in a caller's words, that a child is in danger."""
    public = (report.document or {}).get("public") or {}
    return bool(public.get("danger_now") == "yes")


def _check(row: DangerCheck) -> Check:
    return Check(kind=row.kind, outcome=row.outcome, by=row.checked_by)
