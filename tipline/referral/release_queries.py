"""What a person sees who decides about a report of the public."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import ReportState
from tipline.referral.models import ReferralProposal, ReleaseDecision, ReleaseKind
from tipline.referral.release import needs_second_look
from tipline.referral.releasing import release_facts


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """An agency that a report would go to, and why; `state` is open or decided."""

    proposal_id: int
    agency: str
    code: str
    reason: str
    state: str
    has_it: bool


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A person's word: `released` or `refused`; `by` names an account."""

    kind: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ReleaseSheet:
    """All that there is to decide about a report of the public, and what was."""

    proposed: tuple[Proposed, ...]
    decided: tuple[Decided, ...]
    needs_second_look: bool

    @property
    def waits(self) -> bool:
        """Tell whether somebody must decide."""
        return any(each.state == "open" for each in self.proposed)

    @property
    def releasable(self) -> tuple[Proposed, ...]:
        """Give the agencies that do not have it: open, or refused before."""
        return tuple(each for each in self.proposed if not each.has_it)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many reports wait for a person's release, and since when the oldest."""

    count: int
    oldest_at: datetime | None


def release_sheet(reader: Principal, report_id: int) -> ReleaseSheet:
    """Give what is proposed for a report, and what people decided, in their order."""
    with acting(reader):
        rows = ReferralProposal.objects.filter(report_id=report_id)
        proposals = rows.select_related("agency__organization", "decision")
        decisions = ReleaseDecision.objects.filter(report_id=report_id)
        return ReleaseSheet(
            proposed=tuple(_proposed(row) for row in proposals.order_by("pk")),
            decided=tuple(
                Decided(
                    kind=row.kind,
                    reason=row.reason,
                    by=row.decided_by,
                    at=row.decided_at,
                )
                for row in decisions.order_by("pk")
            ),
            needs_second_look=needs_second_look(release_facts(reader, report_id)),
        )


def _proposed(row: ReferralProposal) -> Proposed:
    state = row.decision.kind if row.decision else "open"
    return Proposed(
        proposal_id=row.pk,
        agency=row.agency.organization.name,
        code=row.agency.code,
        reason=row.reason,
        state=state,
        has_it=state == ReleaseKind.RELEASED,
    )


def waiting(reader: Principal) -> Waiting:
    """Count the reports of the public that nobody decided about."""
    with acting(reader):
        rows = ReferralProposal.objects.filter(
            decision=None, report__state=ReportState.FINISHED
        )
        found = rows.aggregate(
            number=Count("report", distinct=True), oldest=Min("proposed_at")
        )
    return Waiting(count=found["number"], oldest_at=found["oldest"])
