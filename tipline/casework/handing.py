"""Hand reports and cases on to other agencies, answer, give back.

Access follows from the chain alone: each change of it settles who has what. The rows
that say so belong to other agencies too, so they are written as the clearinghouse,
after the officer's own rights were checked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from tipline.casework.chain import HandoverKind, HandoverState
from tipline.casework.errors import (
    HandoverIncompleteError,
    HandoverNeedsReleaseError,
    HandoverOverError,
)
from tipline.casework.keeping import note_in_log, own_case, own_work
from tipline.casework.models import Case, Handover, LogKind, Passage, Work
from tipline.casework.settling import grounds_of, settle
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.sentence import Sentence
from tipline.intake.models import Report
from tipline.intake.origins import ReportOrigin
from tipline.referral.models import Agency, Exclusion, Referral

RECEIVERS_MOST, REPORTS_MOST, REASON_MAX = 10, 200, 3000


@dataclass(frozen=True, kw_only=True)
class Offer:
    """To whom, by their codes, how, and the words that go along."""

    receivers: Collection[str]
    kind: str
    reason: str


def keeper_for(officer: Principal) -> Principal:
    """Give who writes what belongs to several agencies, on an officer's word."""
    return Principal(kind=Kind.CLEARINGHOUSE, actor=officer.actor)


def offer_report(
    officer: Principal, report_id: int, offer: Offer, *, at: datetime
) -> tuple[Handover, ...]:
    """Offer a report to other agencies; nobody has it before they accept.

    Raises:
        NotFoundError: no such report for this agency.
        HandoverIncompleteError: no receiver or reason, or one that has it already.
        HandoverNeedsReleaseError: the public reported it.
    """
    with acting(officer):
        work = own_work(officer, report_id, locked=True)
        made = _offer(officer, offer, works=[work], case=None, at=at)
        note_in_log(officer, LogKind.OFFERED, referral_id=work.pk, at=at)
        audit.record(
            officer,
            "report.offered",
            f"report:{report_id}",
            handovers=[each.pk for each in made],
        )
    return made


def offer_case(
    officer: Principal, case_id: int, offer: Offer, *, at: datetime
) -> tuple[Handover, ...]:
    """Offer a case with all of its reports; notes and tasks stay with who wrote them.

    Raises:
        NotFoundError: no such case for this agency.
        HandoverIncompleteError, HandoverNeedsReleaseError: as for a report; or the
            case has no report, or too many.
    """
    with acting(officer):
        case = own_case(officer, case_id, locked=True)
        rows = Work.objects.select_for_update(of=("self",)).filter(case=case)
        works = list(rows.order_by("pk")[: REPORTS_MOST + 1])
        if not 0 < len(works) <= REPORTS_MOST:
            raise HandoverIncompleteError(
                problem=Sentence(
                    "A case is handed on with 1 to %(most)s reports.",
                    most=str(REPORTS_MOST),
                )
            )
        made = _offer(officer, offer, works=works, case=case, at=at)
        note_in_log(officer, LogKind.OFFERED, case_id=case.pk, at=at)
        audit.record(
            officer,
            "case.offered",
            f"case:{case_id}",
            handovers=[each.pk for each in made],
            reports=len(works),
        )
    return made


def _offer(
    officer: Principal,
    offer: Offer,
    *,
    works: Sequence[Work],
    case: Case | None,
    at: datetime,
) -> tuple[Handover, ...]:
    _require_whole(offer)
    report_ids = [work.report_id for work in works]
    with acting(keeper_for(officer)):
        receivers = _receivers(officer, offer, report_ids)
        _require_may_leave(report_ids)
        _require_not_there(report_ids, receivers)
        grounds = grounds_of(officer.organization_id, report_ids)
        return tuple(
            _make(officer, receiver, offer, works, grounds, case=case, at=at)
            for receiver in receivers
        )


def _require_whole(offer: Offer) -> None:
    if offer.kind not in set(HandoverKind):
        raise HandoverIncompleteError(
            problem=Sentence("Choose to hand it on or to share it.")
        )
    if not 0 < len(offer.reason.strip()) <= REASON_MAX:
        raise HandoverIncompleteError(
            problem=Sentence(
                "Say in up to %(most)s characters why they should have it.",
                most=str(REASON_MAX),
            )
        )
    if offer.kind == HandoverKind.HAND_ON and len(set(offer.receivers)) > 1:
        raise HandoverIncompleteError(
            problem=Sentence(
                "Hand it on to one agency. To several you can only share it."
            )
        )


def _receivers(
    officer: Principal, offer: Offer, report_ids: Collection[int]
) -> list[Agency]:
    """Find them; whom a report is kept from is as unknown as who does not exist."""
    codes = {code.strip().upper() for code in offer.receivers} - {""}
    kept_from = Exclusion.objects.filter(report_id__in=report_ids, ended_at=None)
    rows = Agency.objects.filter(code__in=codes, organization__suspended_at=None)
    rows = rows.exclude(pk__in=kept_from.values("agency_id"))
    found = list(rows.exclude(pk=officer.organization_id).order_by("pk"))
    if not codes or len(found) != len(codes) or len(codes) > RECEIVERS_MOST:
        raise HandoverIncompleteError(
            problem=Sentence(
                "Name 1 to %(most)s other agencies by their codes, such as US-FED.",
                most=str(RECEIVERS_MOST),
            )
        )
    return found


def _require_may_leave(report_ids: Collection[int]) -> None:
    rows = Report.objects.filter(pk__in=report_ids)
    if rows.exclude(origin=ReportOrigin.PLATFORM).exists():
        raise HandoverNeedsReleaseError
    if Referral.objects.filter(report_id__in=report_ids, is_set_apart=True).exists():
        raise HandoverIncompleteError(
            problem=Sentence("A report that is kept apart is not handed on.")
        )


def _require_not_there(
    report_ids: Collection[int], receivers: Sequence[Agency]
) -> None:
    has = Referral.objects.filter(report_id__in=report_ids, ended_at=None)
    waits = Passage.objects.filter(
        report_id__in=report_ids, handover__state=HandoverState.OFFERED, lapsed_at=None
    )
    for receiver in receivers:
        if (
            has.filter(agency=receiver).exists()
            or waits.filter(handover__receiver=receiver).exists()
        ):
            raise HandoverIncompleteError(
                problem=Sentence(
                    "%(agency)s has it, or has been offered it, already.",
                    agency=receiver.code,
                )
            )


def _make(  # noqa: PLR0913, PLR0917 - what one offer is made of
    officer: Principal,
    receiver: Agency,
    offer: Offer,
    works: Sequence[Work],
    grounds: dict[int, int | None],
    *,
    case: Case | None,
    at: datetime,
) -> Handover:
    made = Handover.objects.create(
        giver_id=officer.organization_id,
        receiver=receiver,
        kind=offer.kind,
        case=case,
        case_title=case.title if case else "",
        reason=offer.reason.strip(),
        offered_by=officer.actor,
        offered_at=at,
    )
    Passage.objects.bulk_create(
        Passage(
            handover=made,
            report_id=work.report_id,
            ground_id=grounds[work.report_id],
            level=work.level,
            incident_type=work.incident_type,
        )
        for work in works
    )
    return made


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a party of a handover says: one of the states it can become, and why."""

    state: str
    reason: str = ""


# Who may say what, as things stand, and whether a reason must be given.
_ANSWERS = {
    ("receiver", HandoverState.OFFERED, HandoverState.ACCEPTED): False,
    ("receiver", HandoverState.OFFERED, HandoverState.DECLINED): True,
    ("receiver", HandoverState.ACCEPTED, HandoverState.RETURNED): True,
    ("giver", HandoverState.OFFERED, HandoverState.WITHDRAWN): False,
}


def answer(
    officer: Principal, handover_id: int, said: Answer, *, at: datetime
) -> Handover:
    """Accept, decline, give back, or withdraw; access follows at once.

    Raises:
        NotFoundError: no such handover for this agency.
        HandoverOverError: it cannot become this, or not by this agency.
        HandoverIncompleteError: to decline or give back needs a reason.
    """
    if officer.kind is not Kind.AGENCY or handover_id > MAX_KEY:
        raise NotFoundError
    with acting(officer):
        if not Handover.objects.filter(pk=handover_id).exists():
            raise NotFoundError
        with acting(keeper_for(officer)):
            found = _answered(officer, handover_id, said, at=at)
        audit.record(
            officer,
            "handover.answered",
            f"handover:{handover_id}",
            state=found.state,
            giver=found.giver_id,
            receiver=found.receiver_id,
        )
    return found


def _answered(
    officer: Principal, handover_id: int, said: Answer, *, at: datetime
) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",))
    found = rows.select_related("receiver").get(pk=handover_id)
    is_giver = officer.organization_id == found.giver_id
    turn = ("giver" if is_giver else "receiver", found.state, said.state)
    if turn not in _ANSWERS or _has_lapsed(found) or _passed_on(found, officer):
        raise HandoverOverError
    reason = said.reason.strip()[:REASON_MAX]
    if _ANSWERS[turn] and not reason:
        raise HandoverIncompleteError(problem=Sentence("Say in a sentence why."))
    found.state, found.answer = said.state, reason
    found.answered_by, found.answered_at = officer.actor, at
    found.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    settle(keeper_for(officer), found, by=officer, at=at)
    return found


def _has_lapsed(found: Handover) -> bool:
    return not found.passages.filter(lapsed_at=None).exists()


def _passed_on(found: Handover, officer: Principal) -> bool:
    """Tell whether the receiver handed something of it on, and so cannot answer."""
    onward = Passage.objects.filter(
        ground__handover=found,
        handover__giver_id=officer.organization_id,
        handover__kind=HandoverKind.HAND_ON,
        handover__state=HandoverState.ACCEPTED,
        lapsed_at=None,
    )
    return onward.exists()
