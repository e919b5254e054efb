"""A person decides which agencies receive a report of the public."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake import call_queries as calls
from tipline.intake.models import Report, ReportState
from tipline.intake.origins import ReportOrigin
from tipline.referral import excluding
from tipline.referral.errors import (
    DangerUnconfirmedError,
    NothingToReleaseError,
    NotReleasableError,
    RefusalNeedsReasonError,
)
from tipline.referral.models import (
    Referral,
    ReferralProposal,
    ReleaseDecision,
    ReleaseKind,
)
from tipline.referral.release import Release, needs_second_look
from tipline.referral.services import make_available
from tipline.triage.models import Lowering, LoweringState

REASON_MAX = 3000  # characters


def release(
    actor: Principal, report_id: int, *, proposals: Collection[int], at: datetime
) -> tuple[str, ...]:
    """Make a report available to agencies that were proposed; give their names.

    Args:
        actor: the person who decides.
        report_id: a finished report of the public.
        proposals: what the person has seen: what was proposed since is not released.
        at: now.

    Raises:
        NotReleasableError: no such report.
        DangerUnconfirmedError: the danger that it names is not confirmed.
        NothingToReleaseError: all of these agencies have it, or none was proposed.
    """
    with acting(actor):
        _lock(report_id)
        if needs_second_look(release_facts(actor, report_id)):
            raise DangerUnconfirmedError
        having = Referral.objects.filter(report_id=report_id).values("agency_id")
        rows = _proposals(report_id).filter(pk__in=proposals)
        chosen = list(rows.exclude(agency_id__in=having))
        if not chosen:
            raise NothingToReleaseError
        decision = _decide(actor, report_id, chosen, kind=ReleaseKind.RELEASED, at=at)
        audit.record(
            actor,
            "report.released",
            f"report:{report_id}",
            decision=decision.pk,
            agencies=[each.agency_id for each in chosen],
        )
        for each in chosen:
            make_available(
                actor, report_id, each.agency, reason=each.reason, rule=each.rule, at=at
            )
        return tuple(each.agency.organization.name for each in chosen)


def refuse(actor: Principal, report_id: int, *, reason: str, at: datetime) -> None:
    """Keep a report from the agencies that are proposed; it can be released later.

    Raises:
        RefusalNeedsReasonError: the reason is blank.
        NotReleasableError: no such report.
        NothingToReleaseError: nothing is open.
    """
    said = reason.strip()[:REASON_MAX]
    if not said:
        raise RefusalNeedsReasonError
    with acting(actor):
        _lock(report_id)
        chosen = list(_proposals(report_id).filter(decision=None))
        if not chosen:
            raise NothingToReleaseError
        decision = _decide(
            actor, report_id, chosen, kind=ReleaseKind.REFUSED, reason=said, at=at
        )
        audit.record(
            actor,
            "report.release_refused",
            f"report:{report_id}",
            decision=decision.pk,
            agencies=[each.agency_id for each in chosen],
        )


def release_facts(reader: Principal, report_id: int) -> Release:
    """Give what decides whether a report may be released."""
    danger = calls.danger_of(reader, report_id)
    by_two = Lowering.objects.filter(report_id=report_id, state=LoweringState.CONFIRMED)
    return Release(
        says_danger=danger.is_said,
        is_confirmed=danger.is_confirmed,
        is_lowered_by_two=by_two.exists(),
    )


def _lock(report_id: int) -> None:
    """Let whoever decides about the report wait for the others."""
    public = Report.objects.exclude(origin=ReportOrigin.PLATFORM)
    found = public.filter(pk=report_id, state=ReportState.FINISHED)
    if found.select_for_update(of=("self",), no_key=True).first() is None:
        raise NotReleasableError


def _proposals(report_id: int) -> QuerySet[ReferralProposal]:
    hidden = excluding.excluded(report_id).values("agency_id")
    rows = ReferralProposal.objects.filter(report_id=report_id).order_by("pk")
    rows = rows.exclude(agency_id__in=hidden)
    return rows.select_related("agency__organization")


def _decide(
    actor: Principal,
    report_id: int,
    chosen: Collection[ReferralProposal],
    *,
    kind: ReleaseKind,
    reason: str = "",
    at: datetime,
) -> ReleaseDecision:
    decision = ReleaseDecision.objects.create(
        report_id=report_id,
        kind=kind,
        reason=reason,
        decided_by=actor.actor,
        decided_at=at,
    )
    keys = [each.pk for each in chosen]
    ReferralProposal.objects.filter(pk__in=keys).update(decision=decision)
    return decision
