"""Say that a report or its files are cleared, and decide about it: two people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from tipline.clearance.errors import (
    ClearanceIncompleteError,
    ClearanceOverError,
    ClearancePendingError,
    OwnClearanceError,
)
from tipline.clearance.models import (
    Clearance,
    ClearanceNotice,
    ClearanceState,
    ClearedFile,
)
from tipline.clearance.verdicts import (
    Disposal,
    disposal_problem,
    is_decided_by_another,
    problem_of,
)
from tipline.files.models import ReportedFile
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.clearing import take_off_cleared
from tipline.intake.models import Report
from tipline.referral import queries as referral
from tipline.retention import services as retention
from tipline.review.clearing import withdraw_labels
from tipline.triage import queries as triage_queries
from tipline.triage import services as triage

REASON_MAX = 3000


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What somebody found: verdict, ground, the files meant, and how they know."""

    verdict: str
    ground: str
    file_ids: Collection[str] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """What a confirmed clearance withdrew: labels of contents, items of lists."""

    contents: tuple[int, ...] = ()
    items: tuple[int, ...] = ()


def clear(
    actor: Principal, report_id: int, found: Finding, *, at: datetime
) -> Clearance:
    """Keep what an officer or an analyst found; the platform and all agencies are told.

    Nothing is withdrawn by it: a second person decides.

    Raises:
        NotFoundError: no such report for who says so, or no such file in it.
        ClearanceIncompleteError: something is missing, or does not go together.
        ClearancePendingError: the organization said so already.
    """
    with acting(actor):
        report = _held(actor, report_id)
        problem = problem_of(
            found.verdict,
            found.ground,
            has_files=bool(found.file_ids),
            reason=found.reason,
        )
        if problem:
            raise ClearanceIncompleteError(problem=problem)
        rows = ReportedFile.objects.filter(report_id=report_id)
        files = list(rows.filter(file_id__in=found.file_ids).order_by("pk"))
        if len(files) != len(set(found.file_ids)):
            raise NotFoundError
        made = _kept(actor, report, found, at=at)
        ClearedFile.objects.bulk_create(
            [ClearedFile(clearance=made, file=file) for file in files]
        )
        _notify(made, at=at)
        audit.record(
            actor,
            "report.cleared",
            f"report:{report_id}",
            clearance=made.pk,
            verdict=made.verdict,
            ground=made.ground,
            files=len(files),
        )
    return made


def _held(actor: Principal, report_id: int) -> Report:
    """Give the report, if the officer's agency has it or analysts may read it."""
    if actor.kind is Kind.AGENCY:
        return referral.report_for(actor, report_id).report
    if not triage_queries.is_in_triage(actor, report_id):
        raise NotFoundError
    return Report.objects.get(pk=report_id)


def _kept(
    actor: Principal, report: Report, found: Finding, *, at: datetime
) -> Clearance:
    try:
        with transaction.atomic():
            return Clearance.objects.create(
                report_id=report.pk,
                platform_id=report.platform_id,
                organization_id=actor.organization_id,
                verdict=found.verdict,
                ground=found.ground,
                reason=found.reason.strip()[:REASON_MAX],
                said_by=actor.actor,
                said_at=at,
            )
    except IntegrityError as error:
        raise ClearancePendingError from error


@dataclass(frozen=True, kw_only=True)
class Disposing:
    """What becomes of a cleared report, after how many days, or until when."""

    disposal: str = Disposal.KEEP
    purge_after_days: int = 30
    hold_until: datetime | None = None


def confirm(
    analyst: Principal,
    clearance_id: int,
    *,
    disposing: Disposing,
    decision: str = "",
    at: datetime,
) -> Withdrawn:
    """Confirm as a second person: labels and our own entries are withdrawn.

    The report is destroyed after a while, kept apart, or, if only files of it were
    cleared, kept.

    Raises:
        NotFoundError: there is no such clearance.
        ClearanceIncompleteError: the verdict does not allow what is to become of it.
        HoldIncompleteError: it is to be kept apart, and no end is given.
        ClearanceOverError: it was decided already.
        OwnClearanceError: the one who said so may not confirm.
    """
    with acting(analyst):
        clearance = _locked(clearance_id)
        if not is_decided_by_another(clearance.said_by, analyst.actor):
            raise OwnClearanceError
        problem = disposal_problem(clearance.verdict, disposing.disposal)
        if problem:
            raise ClearanceIncompleteError(problem=problem)
        withdrawn = _withdraw(analyst, clearance, at=at)
        _dispose(analyst, clearance, disposing, decision=decision, at=at)
        _decide(analyst, clearance, ClearanceState.CONFIRMED, decision=decision, at=at)
        audit.record(
            analyst,
            "clearance.confirmed",
            f"report:{clearance.report_id}",
            clearance=clearance.pk,
            said_by=clearance.said_by,
            contents=len(withdrawn.contents),
            items=len(withdrawn.items),
        )
    return withdrawn


def _dispose(
    analyst: Principal,
    clearance: Clearance,
    disposing: Disposing,
    *,
    decision: str,
    at: datetime,
) -> None:
    if disposing.disposal == Disposal.PURGE:
        retention.start_clock(
            analyst,
            clearance.report_id,
            clearance_id=clearance.pk,
            days=disposing.purge_after_days,
            at=at,
        )
    elif disposing.disposal == Disposal.SEGREGATE:
        retention.keep_apart(
            analyst,
            clearance.report_id,
            reason=decision,
            ends_at=disposing.hold_until,
            at=at,
        )


def decline(
    analyst: Principal, clearance_id: int, *, decision: str, at: datetime
) -> None:
    """Leave everything as it is, and say why; who said so may take it back.

    Raises:
        NotFoundError: there is no such clearance.
        ClearanceOverError: it was decided already.
        ClearanceIncompleteError: no reason was given.
    """
    with acting(analyst):
        clearance = _locked(clearance_id)
        if not decision.strip():
            raise ClearanceIncompleteError(problem="Say in a sentence why not.")
        _decide(analyst, clearance, ClearanceState.DECLINED, decision=decision, at=at)
        audit.record(
            analyst,
            "clearance.declined",
            f"report:{clearance.report_id}",
            clearance=clearance.pk,
            said_by=clearance.said_by,
        )


def _locked(clearance_id: int) -> Clearance:
    rows = Clearance.objects.select_for_update().filter(pk=clearance_id)
    found = rows.first()
    if found is None:
        raise NotFoundError
    if found.state != ClearanceState.SAID:
        raise ClearanceOverError
    return found


def _withdraw(analyst: Principal, clearance: Clearance, *, at: datetime) -> Withdrawn:
    files = [
        cleared.file
        for cleared in clearance.files.select_related("file").order_by("pk")
    ]
    contents = {file.content_id for file in files if file.content_id}
    prints = {
        (algorithm, value)
        for file in files
        for algorithm, value in (
            ("md5", file.md5),
            ("sha1", file.sha1),
            ("sha256", file.sha256),
        )
    }
    reason = f"Cleared: {clearance.ground}, clearance {clearance.pk}."
    return Withdrawn(
        contents=tuple(withdraw_labels(analyst, contents, at=at)),
        items=tuple(take_off_cleared(analyst, prints, reason=reason, at=at)),
    )


def _decide(
    analyst: Principal,
    clearance: Clearance,
    state: ClearanceState,
    *,
    decision: str,
    at: datetime,
) -> None:
    clearance.state = state
    clearance.decided_by, clearance.decided_at = analyst.actor, at
    clearance.decision = decision.strip()[:REASON_MAX]
    clearance.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    triage.need_no_person(analyst, clearance.report_id, at=at)
    _notify(clearance, at=at)


def _notify(clearance: Clearance, *, at: datetime) -> None:
    """Tell the platform; one at a time for each, so that its cursor misses none."""
    if clearance.platform_id is None:  # told by the public: nobody to tell
        return
    with connection.cursor() as cursor:
        # Ids are given out under the lock, which is held to the commit.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('clearance', %s))",
            [clearance.platform_id],
        )
    ClearanceNotice.objects.create(
        clearance_id=clearance.pk,
        platform_id=clearance.platform_id,
        state=clearance.state,
        at=at,
    )
