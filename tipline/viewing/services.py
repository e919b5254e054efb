"""Keep wishes, issue tickets, and count clear seconds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.db import connection, transaction

from tipline.foundation.accounts.errors import TimeZoneUnknownError
from tipline.foundation.accounts.models import Person
from tipline.foundation.accounts.zones import is_time_zone
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.viewing import concerns, queries
from tipline.viewing.concerns import lock
from tipline.viewing.errors import (
    ContextNotSeenError,
    ExposureLimitError,
    FileClosedError,
    HoldOpenError,
    HoldOverError,
    NoPreviewError,
    NotVeiledFirstError,
    PreviewQuotaError,
    SilentClientError,
)
from tipline.viewing.exposure import Lease, Limit, next_lease
from tipline.viewing.look import Look, Variant
from tipline.viewing.models import (
    Exposure,
    Hold,
    Preference,
    Ticket,
    Viewing,
)
from tipline.viewing.queries import Sight
from tipline.viewing.quota import is_much, next_at
from tipline.viewing.terms import Terms

TICKET_SECONDS = 15
SALT = "tipline.viewing.ticket"
# Who looked at the veiled preview may see the clear one for so long, in that session.
_VEILED_FOR = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Somebody at a screen: who acts, their account, and their session."""

    principal: Principal
    person: Person
    session_key: str


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a viewer wants to see, and the severity that was shown to them before."""

    report_id: int
    file_id: str
    severity: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """A clear picture on its lease; `token` is None after the first of them."""

    hold_id: int
    lease_seconds: float
    token: str = ""


def set_preference(actor: Principal, person: Person, look: Look) -> None:
    """Keep how a person wants previews."""
    with acting(actor):
        Preference.objects.update_or_create(
            person=person, defaults={"grey": look.grey, "blur": look.blur.value}
        )
        audit.record(
            actor,
            "preview_preference.set",
            f"person:{person.pk}",
            grey=look.grey,
            blur=look.blur.value,
        )


def set_time_zone(
    supervisor: Principal,
    asking: Person,
    person_id: int,
    *,
    zone: str,
    default: Look,
) -> None:
    """Say in which time zone a person works; empty for the limits' own.

    A supervisor says it: who could say it alone would choose when to stop.

    Raises:
        NotFoundError: no such analyst, or who asks supervises nobody.
        TimeZoneUnknownError: there is no such zone.
    """
    if zone and not is_time_zone(zone):
        raise TimeZoneUnknownError
    if not queries.may_see_loads(asking):
        raise NotFoundError
    with acting(supervisor):
        people = Person.objects.filter(role="analyst", pk=person_id)
        person = people.filter(organization_id=asking.organization_id).first()
        if person is None:
            raise NotFoundError
        look = {"grey": default.grey, "blur": default.blur.value, "time_zone": zone}
        Preference.objects.update_or_create(
            person=person, defaults={"time_zone": zone}, create_defaults=look
        )
        audit.record(supervisor, "time_zone.set", f"person:{person.pk}", zone=zone)


def veil(viewer: Viewer, wanted: Wanted, *, terms: Terms, at: datetime) -> str:
    """Give a ticket for the veiled preview of a file.

    Raises:
        NotFoundError: no such file of a finished report.
        FileClosedError: the gate found no ground.
        ContextNotSeenError: the viewer was not shown how grave it is.
        NoPreviewError: it was shredded, or never decoded.
        PreviewQuotaError: the person asked for too many of late.
    """
    actor, person_id = viewer.principal, viewer.person.pk
    with acting(actor):
        sight = _opened(viewer, wanted, terms=terms, at=at)
        lock(person_id)
        yesterday = at - timedelta(days=1)
        asked = queries.veiled_since(actor, person_id, yesterday)
        goes_on = next_at(asked, at, terms.quota)
        if goes_on > at:
            raise PreviewQuotaError(
                goes_on_at=_clock(goes_on),
                retry_after_seconds=int((goes_on - at).total_seconds()) + 1,
            )
        ticket = _ticket(viewer, sight, Variant.VEILED, at=at)
        # Of what they were handed reviewers ask for as much every day.
        if is_much([*asked, at], at, terms.quota):
            chosen = queries.veiled_by_choice(actor, person_id, yesterday)
            if is_much(chosen, at, terms.quota):
                concerns.notice_previews(actor, person_id, len(chosen), at=at)
        return ticket


def hold(viewer: Viewer, wanted: Wanted, *, terms: Terms, at: datetime) -> Held:
    """Begin to hold a file clear: give a ticket and the first lease.

    Raises:
        NotVeiledFirstError: its veiled preview did not reach this session before.
        HoldOpenError, SilentClientError, ExposureLimitError: not now.
        Others: as for `veil`.
    """
    actor, person_id = viewer.principal, viewer.person.pk
    with acting(actor):
        sight = _opened(viewer, wanted, terms=terms, at=at)
        seen = Viewing.objects.filter(file=sight.file, at__gt=at - _VEILED_FOR)
        if not seen.filter(ticket__session_key=viewer.session_key).exists():
            raise NotVeiledFirstError
        lock(person_id)
        _settle(actor, person_id, terms=terms, at=at)
        lease = _next(actor, person_id, terms=terms, at=at)
        if lease.until is None:
            raise _refusal(lease, at)
        begun = Hold.objects.create(
            person=viewer.person,
            session_key=viewer.session_key,
            file=sight.file,
            severity=sight.severity.value,
            started_at=at,
            heard_at=at,
            lease_until=lease.until,
        )
        token = _ticket(viewer, sight, Variant.CLEAR, at=at, hold=begun)
    seconds = (lease.until - at).total_seconds()
    return Held(hold_id=begun.pk, lease_seconds=seconds, token=token)


def beat(viewer: Viewer, hold_id: int, *, terms: Terms, at: datetime) -> Held:
    """Prolong the lease of a hold that is still held.

    Raises:
        NotFoundError: no such hold of this session.
        HoldOverError: it was released, or the heartbeat came after its lease.
        ExposureLimitError: a limit is reached; the hold is ended.
    """
    actor = viewer.principal
    with acting(actor):
        lock(viewer.person.pk)
        held = _own(viewer, hold_id)
        if held.ended_at is not None or at > held.lease_until:
            raise HoldOverError
        lease = _next(actor, viewer.person.pk, terms=terms, at=at)
        if lease.until is None:
            end_hold(actor, held, terms=terms, at=at)
        else:
            Hold.objects.filter(pk=hold_id).update(heard_at=at, lease_until=lease.until)
    # Raised once the end is committed.
    if lease.until is None:
        raise _refusal(lease, at)
    return Held(hold_id=hold_id, lease_seconds=(lease.until - at).total_seconds())


def release(viewer: Viewer, hold_id: int, *, terms: Terms, at: datetime) -> None:
    """Let go of a picture; a second time changes nothing.

    Raises:
        NotFoundError: no such hold of this session.
    """
    with acting(viewer.principal):
        lock(viewer.person.pk)
        held = _own(viewer, hold_id)
        if held.ended_at is None:
            end_hold(viewer.principal, held, terms=terms, at=at)


def make_partitions(today: date) -> None:
    """Make the ledger's partitions of this month and the next two, where missing."""
    month = today.replace(day=1)
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(3):
            cursor.execute("SELECT viewing_make_partition(%s)", [month])
            month = (month + timedelta(days=31)).replace(day=1)


def _opened(viewer: Viewer, wanted: Wanted, *, terms: Terms, at: datetime) -> Sight:
    sight = queries.sight_of(
        viewer.principal, wanted.report_id, wanted.file_id, terms=terms, at=at
    )
    if not sight.decision.may_open:
        raise FileClosedError(why=sight.decision.why, remedy=sight.decision.remedy)
    if wanted.severity != sight.severity.value:
        raise ContextNotSeenError
    if sight.file.shredded_at is not None:
        raise NoPreviewError(reason="its content was destroyed")
    return sight


def _ticket(
    viewer: Viewer,
    sight: Sight,
    variant: Variant,
    *,
    at: datetime,
    hold: Hold | None = None,
) -> str:
    decision = sight.decision
    row = Ticket.objects.create(
        person=viewer.person,
        session_key=viewer.session_key,
        file=sight.file,
        variant=variant.value,
        hold=hold,
        ground=decision.ground or "",
        basis=sight.basis if decision.ground == "legal-basis" else None,
        issued_at=at,
        expires_at=at + timedelta(seconds=TICKET_SECONDS),
    )
    audit.record(
        viewer.principal,
        "preview.asked",
        f"report:{sight.file.report_id}",
        file=sight.file.pk,
        variant=variant.value,
        ground=decision.ground,
        severity=sight.severity.value,
    )
    return signing.dumps([row.pk, viewer.person.pk], salt=SALT)


def _settle(actor: Principal, person_id: int, *, terms: Terms, at: datetime) -> None:
    """Refuse while a hold is open or a silent client's time runs; end what lapsed."""
    last = Hold.objects.filter(person_id=person_id).order_by("-started_at").first()
    if last is None:
        return
    if last.ended_at is None and at <= last.lease_until:
        raise HoldOpenError
    until = queries.span_of(last, at).end
    if until > at:
        raise SilentClientError(
            goes_on_at=_clock(until),
            retry_after_seconds=int((until - at).total_seconds()) + 1,
        )
    if last.ended_at is None:
        end_hold(actor, last, terms=terms, at=at)


def end_hold(actor: Principal, held: Hold, *, terms: Terms, at: datetime) -> None:
    """End a hold, write what it is charged into the ledger, tell who should know."""
    held.ended_at = at
    span = queries.span_of(held, at)
    Hold.objects.filter(pk=held.pk).update(ended_at=at)
    seconds = (span.end - span.start).total_seconds()
    Exposure.objects.create(
        at=at,
        person_id=held.person_id,
        severity=held.severity,
        seconds=seconds,
        hold_id=held.pk,
    )
    audit.record(
        actor, "picture.let_go", f"person:{held.person_id}", seconds=round(seconds, 1)
    )
    concerns.notice_load(actor, held.person_id, limits=terms.limits, at=at)


def _next(actor: Principal, person_id: int, *, terms: Terms, at: datetime) -> Lease:
    spans = queries.spans_of(actor, person_id, at=at)
    zone = queries.zone_of(actor, person_id)
    return next_lease(spans, at, terms.limits, zone=zone)


def _refusal(lease: Lease, at: datetime) -> ExposureLimitError:
    """Say which limit was reached, and when it goes on."""
    goes_on = lease.goes_on_at or at
    return ExposureLimitError(
        why=LIMIT_WORDS[lease.limit or Limit.HOUR],
        goes_on_at=_clock(goes_on),
        retry_after_seconds=int((goes_on - at).total_seconds()) + 1,
    )


LIMIT_WORDS = {
    Limit.HOUR: "The clear seconds of this hour are used up.",
    Limit.DAY: "The clear seconds of this day are used up.",
    Limit.BREAK: "It is time for a break.",
    Limit.CUT_OFF: "No pictures are shown at this hour.",
}


def _clock(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _own(viewer: Viewer, hold_id: int) -> Hold:
    rows = Hold.objects.filter(pk=hold_id, person=viewer.person)
    found = rows.filter(session_key=viewer.session_key).first()
    if found is None:
        raise NotFoundError
    return found
