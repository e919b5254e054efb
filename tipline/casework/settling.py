"""Bring referrals and cases to what the chain of handovers says; acts as its keeper."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from tipline.casework import chain
from tipline.casework.chain import HandoverKind, HandoverState
from tipline.casework.models import Case, Handover, Passage, Work
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.intake.models import Report
from tipline.referral import services as referral
from tipline.referral.models import Referral


def settle(
    keeper: Principal, answered: Handover, *, by: Principal, at: datetime
) -> None:
    """Let exactly those have the reports of a handover whom the chain gives them."""
    report_ids = sorted(answered.passages.values_list("report_id", flat=True))
    # One at a time for each report, whoever answers elsewhere in its chain.
    locked = Report.objects.select_for_update(no_key=True).filter(pk__in=report_ids)
    list(locked.order_by("pk").values_list("pk", flat=True))
    for report_id in report_ids:
        _settle_report(keeper, report_id, at=at)
    if answered.state == HandoverState.ACCEPTED and answered.case_id:
        _receive_case(answered, by=by, at=at)
    _settle_cases(report_ids, at=at)


def grounds_of(agency_id: int, report_ids: Collection[int]) -> dict[int, int | None]:
    """Give by which passage an agency has each report; None where it was routed."""
    return {
        report_id: chain.ground_of(agency_id, _routed(report_id), passages)
        for report_id, passages in passages_of(report_ids).items()
    }


def passages_of(report_ids: Collection[int]) -> dict[int, list[chain.Passage]]:
    """Give all passages of each report, as the rules take them."""
    found: dict[int, list[chain.Passage]] = defaultdict(list)
    rows = Passage.objects.filter(report_id__in=report_ids)
    for row in rows.select_related("handover").order_by("pk"):
        state = HandoverState(row.handover.state)
        found[row.report_id].append(
            chain.Passage(
                passage_id=row.pk,
                giver=row.handover.giver_id,
                receiver=row.handover.receiver_id,
                kind=HandoverKind(row.handover.kind),
                state=HandoverState.LAPSED if row.lapsed_at else state,
                ground=row.ground_id,
            )
        )
    return {report_id: found[report_id] for report_id in report_ids}


def _routed(report_id: int) -> frozenset[int]:
    rows = Referral.objects.filter(report_id=report_id).exclude(rule=referral.HANDED_ON)
    return frozenset(rows.values_list("agency_id", flat=True))


def _settle_report(keeper: Principal, report_id: int, *, at: datetime) -> None:
    passages = passages_of([report_id])[report_id]
    gone = chain.lapsed(passages)
    Passage.objects.filter(pk__in=gone).update(lapsed_at=at)
    has = chain.holders(_routed(report_id), passages)
    referral.let_have(keeper, report_id, has, at=at)
    audit.record(
        keeper, "report.access_settled", f"report:{report_id}", agencies=sorted(has)
    )


def _receive_case(accepted: Handover, *, by: Principal, at: datetime) -> None:
    """Give the receiver a case of its own, with the reports that came along."""
    case = Case.objects.create(
        agency_id=accepted.receiver_id,
        number=f"{accepted.giver.code}-{accepted.pk}"[-60:],
        title=accepted.case_title,
        opened_at=at,
        changed_at=at,
        changed_by=by.actor,
    )
    accepted.received_case = case
    accepted.save(update_fields=["received_case"])
    reports = accepted.passages.values_list("report_id", flat=True)
    own = Work.objects.filter(agency_id=accepted.receiver_id, report_id__in=reports)
    own.filter(case=None).update(case=case)


def _settle_cases(report_ids: Collection[int], *, at: datetime) -> None:
    """End cases that are elsewhere or whose handover is over; reopen the others."""
    rows = Handover.objects.filter(passages__report_id__in=report_ids)
    touched = {
        case_id
        for pair in rows.values_list("case_id", "received_case_id")
        for case_id in pair
        if case_id
    }
    for case in Case.objects.filter(pk__in=touched).order_by("pk"):
        is_over = _is_away(case)
        if is_over != (case.ended_at is not None):
            case.ended_at = at if is_over else None
            case.save(update_fields=["ended_at"])


def _is_away(case: Case) -> bool:
    """Tell whether a case was handed on, or came by a handover that is over."""
    given = Handover.objects.filter(
        case=case, kind=HandoverKind.HAND_ON, state=HandoverState.ACCEPTED
    )
    came_by = Handover.objects.filter(received_case=case).first()
    is_over = came_by is not None and (
        came_by.state != HandoverState.ACCEPTED
        or not came_by.passages.filter(lapsed_at=None).exists()
    )
    return is_over or given.filter(passages__lapsed_at=None).exists()
