"""Take down what the public tells: begin, keep each answered part, end it, check it.

Staff type in what is said on the telephone; others fill in the form themselves.

What was typed is kept part by part, and never changed; beside it the report's document
says what was understood of it so far. So a call that breaks off leaves what was said.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.call_queries import answers_of, is_known_to_be_in_danger
from tipline.intake.codec import Json, from_json, to_json
from tipline.intake.danger import CheckKind, CheckOutcome
from tipline.intake.document import ReportDocument
from tipline.intake.errors import (
    CallNotFoundError,
    CallOverError,
    CallTooLongError,
    KindMissingError,
    NoDangerToCheckError,
    OwnCheckError,
    TooManyOpenCallsError,
)
from tipline.intake.models import (
    Call,
    DangerCheck,
    Report,
    ReportState,
    Submission,
    SubmissionKind,
)
from tipline.intake.origins import ReportOrigin
from tipline.intake.profile import Profile
from tipline.intake.public_document import compose
from tipline.intake.public_form import FormSection
from tipline.intake.public_reading import Trouble, troubles, typed

OPEN_CALLS_MOST = 20
SAVES_MOST = 2000
NOTE_MAX = 2000  # characters
AS_JSON = "application/json"
_ENDED = {
    (ReportOrigin.TELEPHONE, False): "call.ended",
    (ReportOrigin.TELEPHONE, True): "call.abandoned",
    (ReportOrigin.FORM, False): "form.sent",
    (ReportOrigin.FORM, True): "form.abandoned",
}


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What became of a part that was saved; `is_new` if it says something else now."""

    document: ReportDocument
    before: ReportDocument
    troubles: tuple[Trouble, ...]
    is_new: bool


def begin(taker: Principal, *, at: datetime) -> int:
    """Open a report for somebody who calls; give its number.

    Raises:
        TooManyOpenCallsError: this person has OPEN_CALLS_MOST calls open.
    """
    with acting(taker):
        own = Call.objects.filter(taken_by=taker.actor, report__state=ReportState.OPEN)
        if own.count() >= OPEN_CALLS_MOST:
            raise TooManyOpenCallsError(most=OPEN_CALLS_MOST)
        report = empty_report(ReportOrigin.TELEPHONE, at=at)
        report.save(force_insert=True)
        Call.objects.create(report=report, taken_by=taker.actor, began_at=at)
        audit.record(taker, "call.began", f"report:{report.pk}")
        return report.pk


def empty_report(origin: ReportOrigin, *, at: datetime) -> Report:
    """Give a report of the public in which nothing is said; it is not kept yet."""
    document = compose({}, began_at=at)
    return Report(
        origin=origin,
        is_test=False,
        profile=Profile.LENIENT.value,
        incident_type=document.incident_type,
        incident_at=document.incident_at,
        document=to_json(document),
        opened_at=at,
        changed_at=at,
    )


def save(
    taker: Principal,
    call_id: int,
    section: FormSection,
    *,
    sent: Mapping[str, str],
    at: datetime,
) -> Saved:
    """Keep the answers of one section as typed, and what is understood of them all.

    The same answers again change nothing and keep no second copy.

    Raises:
        AnswerTooLongError: an answer is longer than its field takes.
        CallNotFoundError: there is no such call.
        CallOverError: it was ended, or given up.
        CallTooLongError: it was saved SAVES_MOST times.
    """
    answered = typed(section, sent)
    with acting(taker):
        report = lock_open_call(call_id, origin=_origin_of(taker))
        before = answers_of(taker, call_id)
        names = {field.name for field in section.fields}
        others = {name: text for name, text in before.items() if name not in names}
        now = {**others, **answered}
        found = troubles(section, answered)
        said = from_json(ReportDocument, report.document)
        if now == before:
            return Saved(document=said, before=said, troubles=found, is_new=False)
        _keep(taker, report, section.id, answered=answered, at=at)
        document = compose(now, began_at=report.opened_at)
        _understand(report, document, at=at)
        action = "form.saved" if report.origin == ReportOrigin.FORM else "call.saved"
        audit.record(taker, action, f"report:{call_id}", section=section.id)
    return Saved(document=document, before=said, troubles=found, is_new=True)


def _keep(
    taker: Principal,
    report: Report,
    section_id: str,
    *,
    answered: Mapping[str, str],
    at: datetime,
) -> None:
    kept = Submission.objects.filter(report=report).count()
    if kept >= SAVES_MOST:
        raise CallTooLongError
    body = {"section": section_id, "typed_by": taker.actor, "answers": answered}
    Submission.objects.create(
        report=report,
        kind=SubmissionKind.ANSWERS,
        content_type=AS_JSON,
        body=json.dumps(body, ensure_ascii=True, indent=1).encode(),
        received_at=at,
    )


def _understand(report: Report, document: ReportDocument, *, at: datetime) -> None:
    report.document = to_json(document)
    report.incident_type = document.incident_type
    report.incident_at = document.incident_at
    report.changed_at = max(report.changed_at, at)
    report.save(
        update_fields=["document", "incident_type", "incident_at", "changed_at"]
    )


def hold(call_id: int) -> None:
    """Wait until nobody else saves a call, and let them wait until this is over."""
    # Rows that refer to a report may still be made: whoever raises an alarm about it
    # holds the audit, and would wait for a saver who waits for the audit.
    _calls().select_for_update(of=("self",), no_key=True).filter(pk=call_id).first()


def _origin_of(taker: Principal) -> ReportOrigin:
    """Tell which reports somebody may type in: nobody types into another's form."""
    is_form = taker.kind is Kind.REPORTER
    return ReportOrigin.FORM if is_form else ReportOrigin.TELEPHONE


def lock_open_call(
    call_id: int, *, origin: ReportOrigin = ReportOrigin.TELEPHONE
) -> Report:
    """Give the report of an open call or form, locked until the transaction ends.

    Raises:
        CallNotFoundError: there is no such call.
        CallOverError: it was ended, or given up.
    """
    rows = _calls().filter(origin=origin, pk=call_id)
    report = rows.select_for_update(of=("self",), no_key=True).first()
    if report is None:
        raise CallNotFoundError
    if report.state != ReportState.OPEN:
        raise CallOverError
    return report


def lock_forgotten(
    *, quiet_since: datetime, urgent_quiet_since: datetime, most: int
) -> list[Report]:
    """Give calls in which nobody typed any more, locked; skips busy ones.

    Args:
        quiet_since: the last change of a call is older.
        urgent_quiet_since: the same for calls that name a danger.
        most: how many at most.
    """
    overdue = _calls().filter(state=ReportState.OPEN)
    rows = overdue.filter(changed_at__lte=urgent_quiet_since).order_by("changed_at")
    found = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)[:most]
    return [
        report
        for report in found
        if report.changed_at <= quiet_since or is_known_to_be_in_danger(report)
    ]


def close(
    actor: Principal,
    report: Report,
    *,
    receipt: Json,
    answer: bytes,
    is_abandoned: bool,
    at: datetime,
) -> None:
    """End a locked call: its report is finished and takes no more answers.

    Raises:
        KindMissingError: the call was not given up, and no kind was chosen. Of whoever
            fills in the form none is needed: help begins before there is a word for it.
    """
    is_ended_call = report.origin == ReportOrigin.TELEPHONE and not is_abandoned
    if is_ended_call and not report.incident_type:
        raise KindMissingError
    at = max(at, report.changed_at)
    report.state, report.closed_at, report.changed_at = ReportState.FINISHED, at, at
    report.receipt = json.dumps(receipt)
    report.completeness = receipt["completeness"]["score"]
    report.finish_answer = answer
    report.save(
        update_fields=[
            "state",
            "closed_at",
            "changed_at",
            "receipt",
            "completeness",
            "finish_answer",
        ]
    )
    if is_abandoned:
        Call.objects.filter(report=report).update(is_abandoned=True)
    action = _ENDED[ReportOrigin(report.origin), is_abandoned]
    audit.record(actor, action, f"report:{report.pk}")


def forget_empty(actor: Principal, report: Report, *, at: datetime) -> bool:
    """Close a locked call in which nothing was ever typed; tells whether it was so."""
    if Submission.objects.filter(report=report).exists():
        return False
    report.state, report.closed_at = ReportState.EXPIRED, max(at, report.changed_at)
    report.document, report.incident_at = {}, None
    report.save(update_fields=["state", "closed_at", "document", "incident_at"])
    audit.record(actor, "call.empty", f"report:{report.pk}")
    return True


def check_danger(
    checker: Principal,
    call_id: int,
    *,
    kind: CheckKind,
    outcome: CheckOutcome,
    note: str,
    at: datetime,
) -> None:
    """Note that somebody called back, or as a second person judged the danger.

    Raises:
        CallNotFoundError: there is no such call.
        NoDangerToCheckError: the caller named no danger.
        OwnCheckError: the second person is the one who took the call.
    """
    with acting(checker):
        rows = Report.objects.select_for_update(
            of=("self",), no_key=True
        ).select_related("call")
        report = rows.filter(pk=call_id, call__isnull=False).first()
        if report is None or report.state == ReportState.EXPIRED:
            raise CallNotFoundError
        if not is_known_to_be_in_danger(report):
            raise NoDangerToCheckError
        is_own = report.call.taken_by == checker.actor
        if kind is CheckKind.SECOND_PERSON and is_own:
            raise OwnCheckError
        DangerCheck.objects.create(
            report=report,
            kind=kind.value,
            outcome=outcome.value,
            note=note.strip()[:NOTE_MAX],
            checked_by=checker.actor,
            checked_at=at,
        )
        audit.record(
            checker,
            "call.danger_checked",
            f"report:{call_id}",
            kind=kind.value,
            outcome=outcome.value,
        )


def _calls() -> QuerySet[Report]:
    return Report.objects.exclude(origin=ReportOrigin.PLATFORM)
