"""What officers read of handovers: those of their agency, and a report's chain."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from tipline.casework.chain import HandoverKind, HandoverState
from tipline.casework.handing import keeper_for
from tipline.casework.models import Handover, Passage
from tipline.foundation.accounts.models import Organization
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.referral.models import Agency, Referral

PAGE_SIZE = 50
KINDS, STATES = HandoverKind, HandoverState
_STANDS = {HandoverState.OFFERED.value, HandoverState.ACCEPTED.value}


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of a report in a handover before it is accepted."""

    report_id: int
    level: str
    incident_type: str


@dataclass(frozen=True, kw_only=True)
class HandoverLine:
    """A handover as one of its two agencies reads it.

    `is_given` if the reader's agency offered it; `case_id` is the reader's own case.
    What another agency calls its case is empty once nothing of it is with the reader.
    """

    handover_id: int
    is_given: bool
    other: str
    kind: str
    state: str
    reason: str
    answer: str
    case_title: str
    case_id: int | None
    reports: tuple[Told, ...]
    offered_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ChainLink:
    """One step of a report's way between agencies."""

    giver: str
    receiver: str
    kind: str
    state: str
    offered_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AgencyChoice:
    """An agency that something can be handed on to."""

    code: str
    name: str


def agency_choices(officer: Principal) -> tuple[AgencyChoice, ...]:
    """List the other agencies by name."""
    with acting(officer):
        rows = Agency.objects.exclude(pk=officer.organization_id)
        rows = rows.filter(organization__suspended_at=None)
        found = rows.order_by("organization__name")
        return tuple(
            AgencyChoice(code=code, name=name)
            for code, name in found.values_list("code", "organization__name")
        )


def waiting_count(officer: Principal) -> int:
    """Count the offers that wait for the officer's agency, up to a page."""
    with acting(officer):
        rows = _own(officer).filter(receiver_id=officer.organization_id)
        waits = rows.filter(state=HandoverState.OFFERED, passages__lapsed_at=None)
        return waits.values("pk").distinct()[:PAGE_SIZE].count()


def handovers(
    officer: Principal, *, after: int | None = None, most: int = PAGE_SIZE
) -> tuple[HandoverLine, ...]:
    """List what the agency was offered and what it offered, the newest first."""
    with acting(officer):
        rows = _own(officer).order_by("-pk")
        if after is not None:
            rows = rows.filter(pk__lt=min(after, MAX_KEY))
        found = list(rows.prefetch_related("passages")[:most])
        names = _names({pk for row in found for pk in (row.giver_id, row.receiver_id)})
        return tuple(_line(officer, row, names) for row in found)


def _own(officer: Principal) -> QuerySet[Handover]:
    me = officer.organization_id
    rows = Handover.objects.filter(Q(giver_id=me) | Q(receiver_id=me))
    return rows if officer.kind is Kind.AGENCY else rows.none()


def _line(officer: Principal, row: Handover, names: dict[int, str]) -> HandoverLine:
    is_given = row.giver_id == officer.organization_id
    every = list(row.passages.all())
    has_lapsed = all(each.lapsed_at for each in every)
    state = _state(row.state, has_lapsed=has_lapsed)
    return HandoverLine(
        handover_id=row.pk,
        is_given=is_given,
        other=names[row.receiver_id if is_given else row.giver_id],
        kind=row.kind,
        state=state,
        reason=row.reason,
        answer=row.answer,
        case_title=row.case_title if is_given or state in _STANDS else "",
        case_id=row.case_id if is_given else row.received_case_id,
        reports=tuple(
            Told(
                report_id=each.report_id,
                level=each.level,
                incident_type=each.incident_type,
            )
            for each in sorted(every, key=lambda each: (each.level, -each.pk))
        ),
        offered_at=row.offered_at,
        answered_at=row.answered_at,
    )


def _state(state: str, *, has_lapsed: bool) -> str:
    is_open = state in {HandoverState.OFFERED, HandoverState.ACCEPTED}
    return HandoverState.LAPSED.value if is_open and has_lapsed else state


def _names(agency_ids: Collection[int]) -> dict[int, str]:
    rows = Organization.objects.filter(pk__in=agency_ids)
    return dict(rows.values_list("pk", "name"))


def chain_of(officer: Principal, report_id: int) -> tuple[ChainLink, ...]:
    """Give a report's way between agencies, to each agency that is or was part of it.

    Row-level security shows an agency its own handovers only. That it is part of the
    chain is proved first; then the names of all are read for it, and no reasons.
    """
    me = officer.organization_id
    with acting(officer):
        has = Referral.objects.filter(
            report_id=report_id, agency_id=me, ended_at=None
        ).exists()
        if officer.kind is not Kind.AGENCY or not (
            has or Passage.objects.filter(report_id=report_id).exists()
        ):
            return ()
    with acting(keeper_for(officer)):
        rows = Passage.objects.filter(report_id=report_id).select_related("handover")
        found = list(rows.order_by("pk"))
        names = _names(
            {
                pk
                for each in found
                for pk in (each.handover.giver_id, each.handover.receiver_id)
            }
        )
    return tuple(
        ChainLink(
            giver=names[each.handover.giver_id],
            receiver=names[each.handover.receiver_id],
            kind=each.handover.kind,
            state=_state(each.handover.state, has_lapsed=each.lapsed_at is not None),
            offered_at=each.handover.offered_at,
            answered_at=each.handover.answered_at,
        )
        for each in found
    )
