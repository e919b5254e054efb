"""What an officer may read of drafts, requests and clocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from tipline.foundation.errors import NotFoundError
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.paperwork.clocks import (
    Clock,
    RequestKind,
    RequestState,
    preserved_since,
    preserved_until,
    urgency_of,
)
from tipline.paperwork.kinds import DraftKind, text_of
from tipline.paperwork.models import DraftText, LegalRequest
from tipline.referral.models import Referral

MOST_CLOCKS = 200
MOST_SAVED = 20
LONG_OVER = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class TextInUse:
    """The text of a kind of draft that an agency uses, and since when it is its own.

    `version` goes along with the next change; 0 if the agency never kept a text.
    """

    kind: DraftKind
    text: str
    saved_at: datetime | None = None
    version: int = 0


def text_for(officer: Principal, kind: DraftKind) -> TextInUse:
    """Give the text that the officer's agency uses for a kind of draft."""
    newest = next(iter(saved_texts(officer, kind, most=1)), None)
    if newest is None:
        return TextInUse(kind=kind, text=text_of(kind))
    if not newest.text:
        return TextInUse(kind=kind, text=text_of(kind), version=newest.pk)
    return TextInUse(
        kind=kind, text=newest.text, saved_at=newest.saved_at, version=newest.pk
    )


def saved_texts(
    officer: Principal, kind: DraftKind, *, most: int = MOST_SAVED
) -> list[DraftText]:
    """List what the agency kept for a kind of draft, the newest first."""
    with acting(officer):
        rows = DraftText.objects.filter(
            organization_id=officer.organization_id, kind=kind.value
        )
        return list(rows.order_by("-pk")[:most])


def locked_request(officer: Principal, report_id: int, request_id: int) -> LegalRequest:
    """Give a request of the officer's agency for a report, to be changed.

    Raises:
        NotFoundError: there is none such.
    """
    if max(report_id, request_id) > MAX_KEY:
        raise NotFoundError
    with acting(officer):
        rows = LegalRequest.objects.filter(
            organization_id=officer.organization_id, report_id=report_id
        )
        found = rows.select_for_update().filter(pk=request_id).first()
    if found is None:
        raise NotFoundError
    return found


def requests_of(officer: Principal, report_id: int) -> list[LegalRequest]:
    """List what the officer's agency asked for a report, the newest first."""
    with acting(officer):
        rows = LegalRequest.objects.filter(
            organization_id=officer.organization_id, report_id=report_id
        )
        return list(rows.order_by("-pk"))


def clocks_of(officer: Principal, report_id: int, *, today: date) -> tuple[Clock, ...]:
    """Give the days that count for a report, the next one first."""
    with acting(officer):
        held = _held(officer).filter(report_id=report_id).select_related("report")
        waiting = _waiting(officer).filter(report_id=report_id)
        return _ordered(_preservations(held, today) + _requests(waiting, today))


def clocks_for(
    officer: Principal, *, today: date, most: int = MOST_CLOCKS
) -> tuple[Clock, ...]:
    """Give the days that count for all reports of the agency, what expires next first.

    Of preservations that reports themselves ask for, those of reports that somebody
    opened; what lies more than a month back is left out. At most `most`.
    """
    with acting(officer):
        # By number of the referral: about the order in which reports were finished,
        # and an index gives it.
        held = _held(officer).filter(
            first_opened_at__isnull=False,
            report__closed_at__date__gte=preserved_since(today - LONG_OVER),
        )
        waiting = _waiting(officer).order_by("due_on", "pk")
        clocks = _ordered(
            _preservations(held.select_related("report").order_by("pk")[:most], today)
            + _requests(waiting[:most], today)
        )
    return clocks[:most]


def _held(officer: Principal) -> QuerySet[Referral]:
    """Give the agency's referrals of reports that ask a platform to preserve."""
    rows = Referral.objects.filter(agency_id=officer.organization_id)
    rows = rows.filter(report__platform__isnull=False, report__closed_at__isnull=False)
    return rows if officer.kind is Kind.AGENCY else rows.none()


def _waiting(officer: Principal) -> QuerySet[LegalRequest]:
    return LegalRequest.objects.filter(
        organization_id=officer.organization_id, state=RequestState.WAITING
    )


def _preservations(rows: Iterable[Referral], today: date) -> list[Clock]:
    days = [
        (row.report_id, preserved_until(row.report.closed_at))
        for row in rows
        if row.report.closed_at is not None
    ]
    return [
        Clock(
            report_id=report_id,
            kind=RequestKind.PRESERVATION.value,
            due_on=due_on,
            urgency=urgency_of(due_on, today),
        )
        for report_id, due_on in days
    ]


def _requests(rows: Iterable[LegalRequest], today: date) -> list[Clock]:
    return [
        Clock(
            report_id=row.report_id,
            kind=row.kind,
            due_on=row.due_on,
            urgency=urgency_of(row.due_on, today),
            request_id=row.pk,
            reference=row.reference,
            addressee=row.addressee,
        )
        for row in rows
    ]


def _ordered(clocks: Iterable[Clock]) -> tuple[Clock, ...]:
    return tuple(sorted(clocks, key=lambda each: (each.due_on, each.report_id)))
