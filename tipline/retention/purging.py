"""Destroy reports whose clocks have ended: every night, and never too many."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from tipline.files import shredding
from tipline.files.models import Content, ReportedFile
from tipline.foundation.audit import services as audit
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.vault.vault import StoredObject
from tipline.intake.models import (
    DangerCheck,
    Report,
    ReportState,
    Submission,
    Supplement,
)
from tipline.linking import clusters
from tipline.linking.models import Identifier, IdentifierUse
from tipline.referral import withholding
from tipline.referral.models import (
    Exclusion,
    JurisdictionDecision,
    LocationEvidence,
    PlaceCorrection,
    ReleaseDecision,
    Withholding,
)
from tipline.retention.clocks import Held, brake, may_purge
from tipline.retention.errors import HeldError, PurgeBrakedError
from tipline.retention.models import Hold, HoldKind, PurgeClock
from tipline.retention.services import DESTROYED, give_up, set_apart
from tipline.review.models import ContentReview
from tipline.review.opinions import ReviewState
from tipline.triage import floods
from tipline.triage.models import Assessment, BundleStay, Lowering, Standing

Also = Callable[[int], int]
"""Removes what others keep about a report; gives how many rows that were."""
_SUBJECT = "retention"


def due_reports(actor: Principal, *, at: datetime) -> list[int]:
    """List the reports that may be destroyed now, the longest due first.

    Raises:
        PurgeBrakedError: they are too many, or the clock jumped; noted in the audit.
    """
    with acting(actor):
        rows = PurgeClock.objects.filter(purged_at=None, due_at__lte=at)
        clocks = list(rows.order_by("due_at"))
        due = [clock.report_id for clock in clocks if _may_purge(clock, at=at)]
        finished = Report.objects.filter(state=ReportState.FINISHED).count()
        runs = Entry.objects.filter(subject=_SUBJECT).order_by("-pk")
        last = runs.values_list("at", flat=True).first()
        problem = brake(due=len(due), reports=finished, last_run_at=last, at=at)
        action = "retention.braked" if problem else "retention.looked"
        audit.record(actor, action, _SUBJECT, due=len(due))
    if problem:
        raise PurgeBrakedError(problem=problem)
    return due


def _may_purge(clock: PurgeClock, *, at: datetime) -> bool:
    if clock.clearance_id is None:
        until = withholding.nobody_has_until(clock.report_id)
        if until is None or until > at:
            return False
    holds = Hold.objects.filter(report_id=clock.report_id)
    return may_purge(
        due_at=clock.due_at,
        is_purged=clock.purged_at is not None,
        holds=[Held(ends_at=h.ends_at, released_at=h.released_at) for h in holds],
        at=at,
    )


def purge(
    actor: Principal, report_id: int, *, also: Also, at: datetime
) -> list[StoredObject]:
    """Destroy what a report holds; give what the vault may remove afterwards.

    Its number, its platform, its incident type, its times and digests stay, and what
    was answered to finish: a tombstone with counts. PostgreSQL itself looks at the
    clock and the holds once more.

    Raises:
        HeldError: it is held, or its clock has not ended.
    """
    with acting(actor):
        clock = PurgeClock.objects.select_for_update().get(report_id=report_id)
        if not _may_purge(clock, at=at):
            raise HeldError
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('tipline.purging', %s, true)", [str(report_id)]
            )
        report = Report.objects.select_for_update().get(pk=report_id)
        stored = shredding.forget_files(actor, report, at=at)
        report.purged_at = at
        counts = {"files": len(stored), **_forget(report), "others": also(report_id)}
        give_up(actor, report_id, at=at)
        clock.purged_at, clock.counts = at, counts
        clock.save(update_fields=["purged_at", "counts"])
        audit.record(actor, "report.purged", f"report:{report_id}", **counts)
    return stored


def _forget(report: Report) -> dict[str, int]:
    """Remove what names or describes anybody; give the counts."""
    pk = report.pk
    ReportedFile.objects.filter(report_id=pk).update(
        corrected_details=None, warnings=[]
    )
    uses = IdentifierUse.objects.filter(report_id=pk)
    named = set(uses.values_list("identifier_id", flat=True))
    counts = {
        "submissions": Submission.objects.filter(report_id=pk).delete()[0],
        "supplements": _forget_supplements(pk),
        "identifiers": uses.delete()[0],
        "places": LocationEvidence.objects.filter(report_id=pk).delete()[0],
        "notes": Assessment.objects.filter(report_id=pk)
        .exclude(note="")
        .update(note=""),
    }
    Lowering.objects.filter(report_id=pk).update(reason="")
    DangerCheck.objects.filter(report_id=pk).update(note="")
    refused = ReleaseDecision.objects.filter(report_id=pk).exclude(reason="")
    refused.update(reason=DESTROYED)  # a refusal is never without a reason
    let_go = Withholding.objects.filter(report_id=pk, ended_at__isnull=False)
    let_go.exclude(end_reason=withholding.ASKED_AGAIN).update(end_reason=DESTROYED)
    BundleStay.objects.filter(report_id=pk).exclude(note="").update(note="")
    clusters.forget_report(pk)
    floods.forget_report(pk)
    Identifier.objects.filter(pk__in=named, uses=None).delete()
    JurisdictionDecision.objects.filter(report_id=pk).delete()
    # What an agency must not see stays hidden from it by its referral.
    Exclusion.objects.filter(report_id=pk).delete()
    PlaceCorrection.objects.filter(report_id=pk).update(report=None)
    _forget_facts(pk)
    _forget_report(report)
    return counts


def _forget_supplements(report_id: int) -> int:
    return Supplement.objects.filter(report_id=report_id).update(
        reason="",
        document={"report_id": report_id, "reason": ""},
        warnings=[],
        body=b"",
        receipt='{"purged": true}',
    )


def _forget_facts(report_id: int) -> None:
    """Empty the EXIF of contents of which nobody has a copy any more."""
    files = ReportedFile.objects.filter(report_id=report_id)
    contents = set(files.exclude(content=None).values_list("content_id", flat=True))
    kept = ReportedFile.objects.filter(content__in=contents, shredded_at=None)
    gone = contents - set(kept.values_list("content_id", flat=True))
    Content.objects.filter(pk__in=gone).update(exif={})


def _forget_report(report: Report) -> None:
    receipt: dict[str, Any] = json.loads(report.receipt)
    report.document = {
        "incident_type": report.incident_type,
        "incident_at": (report.incident_at or report.opened_at).isoformat(),
        "reporter": {"person": {}},
    }
    report.warnings = []
    report.receipt = json.dumps({**receipt, "warnings": []})
    report.supplemented_document = None
    report.supplemented_receipt = ""
    report.save(
        update_fields=[
            "document",
            "warnings",
            "receipt",
            "supplemented_document",
            "supplemented_receipt",
            "purged_at",
        ]
    )


def leave_queues(actor: Principal, *, at: datetime) -> None:
    """Take out of queues what is destroyed or kept apart, and is in one all the same.

    Before that took them out, older versions left reports there.
    """
    with acting(actor):
        clocks = PurgeClock.objects.exclude(purged_at=None)
        for report_id in _still_there(clocks.values_list("report_id", flat=True)):
            give_up(actor, report_id, at=at)
        holds = Hold.objects.filter(
            kind=HoldKind.SEGREGATED, released_at=None, ends_at__gt=at
        )
        for report_id in _still_there(holds.values_list("report_id", flat=True)):
            set_apart(actor, report_id, at=at)


def _still_there(apart: QuerySet[Any, int]) -> list[int]:
    """Give those of the reports that a queue, a bundle or review has."""
    is_there = Q(is_set_apart=False) | Q(bundle__isnull=False)
    standing = Standing.objects.filter(is_there, report_id__in=apart)
    waiting = ContentReview.objects.filter(report_id__in=apart, is_set_apart=False)
    waiting = waiting.exclude(state=ReviewState.SETTLED)
    found = {*standing.values_list("report_id", flat=True)}
    return sorted(found.union(waiting.values_list("report_id", flat=True)))


def end_holds(actor: Principal, *, at: datetime) -> None:
    """Let reports whose segregated holds have ended be in the queues again."""
    with acting(actor):
        ended = Hold.objects.filter(
            kind=HoldKind.SEGREGATED, released_at=None, ends_at__lte=at
        )
        apart = ended.filter(
            report__standing__is_set_apart=True, report__purged_at=None
        )
        for report_id in sorted(set(apart.values_list("report_id", flat=True))):
            set_apart(actor, report_id, at=at)
