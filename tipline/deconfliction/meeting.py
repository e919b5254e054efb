"""Two agencies meet on an identifier: who is told of whom, and the notices of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tipline.deconfliction.disclosure import (
    Asking,
    Disclosure,
    Meeting,
    Stance,
    outcome,
)
from tipline.deconfliction.models import Desk, MeetingNotice
from tipline.deconfliction.workings import works_on
from tipline.foundation.accounts.models import Organization
from tipline.foundation.policy.principal import Kind as PrincipalKind
from tipline.foundation.policy.principal import Principal
from tipline.linking.strength import Strength


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """Another agency that works on the same, and whom to call there.

    Without a desk of its own, the clearinghouse puts two agencies through.
    """

    agency: str
    contact: str
    phone: str
    email: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What leads from the one who asks to a report of somebody else."""

    report_id: int
    kinds: frozenset[str]
    strength: Strength


@dataclass(frozen=True, kw_only=True)
class Met:
    """Whom the one who asks may call, and whether there is anybody beside."""

    neighbours: tuple[Neighbour, ...] = ()
    is_somebody_there: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """Who asks, how they come to it, and what they call their case."""

    agency_id: int
    asking: Asking
    reference: str = ""


def clearinghouse_for(officer: Principal) -> Principal:
    """Give the clearinghouse acting at an officer's question, named in the audit.

    Row-level security keeps agencies from each other's rows; what may be told of them
    is decided here, by `disclosure`, and nothing else leaves.
    """
    return Principal(kind=PrincipalKind.CLEARINGHOUSE, actor=officer.actor)


def meet(question: Question, shared: Iterable[Shared], *, at: datetime) -> Met:
    """Tell the one who asks what they may learn, and those whom they learn of.

    Runs inside a transaction of `clearinghouse_for`.
    """
    links = list(shared)
    working = works_on({each.report_id for each in links})
    pairs = [
        (link, other) for link in links for other in working.get(link.report_id, ())
    ]
    agencies = _agencies({other for _, other in pairs})
    kinds: dict[int, set[str]] = {}
    notices, somebody = [], False
    for link, other in pairs:
        desk, in_service = agencies[other].desk, agencies[other].in_service
        found = outcome(
            Meeting(
                asking=question.asking,
                stance=Stance(desk.stance) if desk else Stance.OPEN,
                strength=link.strength,
                other_works_on_it=True,
                is_same_agency=other == question.agency_id,
                is_in_service=in_service,
            )
        )
        somebody = somebody or found.learns is Disclosure.SOMEBODY
        if found.learns is Disclosure.WHOM_TO_CALL:
            kinds.setdefault(other, set()).update(link.kinds)
        if found.other_is_told:
            notices.append(_notice(question, link, other, at=at))
    MeetingNotice.objects.bulk_create(notices, ignore_conflicts=True)
    return Met(
        neighbours=tuple(_neighbour(agencies[o], kinds[o]) for o in sorted(kinds)),
        is_somebody_there=somebody,
    )


@dataclass(frozen=True)
class _Agency:
    name: str
    in_service: bool
    desk: Desk | None


def _agencies(agency_ids: Collection[int]) -> Mapping[int, _Agency]:
    desks = {desk.agency_id: desk for desk in Desk.objects.filter(pk__in=agency_ids)}
    rows = Organization.objects.filter(pk__in=agency_ids)
    return {
        row.pk: _Agency(row.name, row.suspended_at is None, desks.get(row.pk))
        for row in rows
    }


def _neighbour(agency: _Agency, kinds: Collection[str]) -> Neighbour:
    desk = agency.desk
    return Neighbour(
        agency=agency.name,
        contact=desk.contact if desk else "",
        phone=desk.phone if desk else "",
        email=desk.email if desk else "",
        kinds=tuple(sorted(kinds)),
    )


def _notice(
    question: Question, link: Shared, other: int, *, at: datetime
) -> MeetingNotice:
    return MeetingNotice(
        told_id=other,
        asker_id=question.agency_id,
        report_id=link.report_id,
        kinds=sorted(link.kinds),
        is_look_up=question.asking is Asking.LOOKS_UP,
        reference=question.reference,
        at=at,
    )
