"""Who is on duty: each organization keeps its own roster."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tipline.alerting.errors import DutyTimeError, NotOnRosterError
from tipline.alerting.models import Duty
from tipline.foundation.accounts.models import Person, Role
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting

# Who answers alarms; the others of an organization are never called.
ANSWERS = frozenset({Role.ANALYST, Role.OFFICER})
LISTED_MOST = 200


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Somebody's duty; `is_now` if it has begun."""

    duty_id: int
    person_id: int
    name: str
    turn: int
    starts_at: datetime
    ends_at: datetime
    is_now: bool


def add_duty(
    actor: Principal,
    *,
    person_id: int,
    starts_at: datetime,
    ends_at: datetime,
    turn: int,
    at: datetime,
) -> int:
    """Put somebody of the actor's organization on duty; give the duty's id.

    Raises:
        NotOnRosterError: nobody of this organization who answers alarms.
        DutyTimeError: it ends before it begins, or is over.
    """
    if ends_at <= starts_at or ends_at <= at:
        raise DutyTimeError
    with acting(actor):
        if not _people(actor.organization_id).filter(pk=person_id).exists():
            raise NotOnRosterError
        duty = Duty.objects.create(
            organization_id=actor.organization_id,
            person_id=person_id,
            starts_at=starts_at,
            ends_at=ends_at,
            turn=turn,
        )
        audit.record(actor, "duty.added", f"person:{person_id}", duty=duty.pk)
    return duty.pk


def end_duty(actor: Principal, duty_id: int) -> None:
    """Take a duty of the actor's organization off the roster.

    Raises:
        NotOnRosterError: the organization has no such duty.
    """
    with acting(actor):
        rows = Duty.objects.filter(pk=duty_id, organization_id=actor.organization_id)
        duty = rows.first()
        if duty is None:
            raise NotOnRosterError
        duty.delete()
        audit.record(actor, "duty.ended", f"person:{duty.person_id}", duty=duty_id)


def shifts(reader: Principal, *, at: datetime) -> tuple[Shift, ...]:
    """List the duties of the reader's organization that are not over, by time."""
    with acting(reader):
        rows = Duty.objects.filter(
            organization_id=reader.organization_id, ends_at__gt=at
        ).select_related("person")
        return tuple(
            Shift(
                duty_id=row.pk,
                person_id=row.person_id,
                name=row.person.name,
                turn=row.turn,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                is_now=row.starts_at <= at,
            )
            for row in rows.order_by("starts_at", "turn", "pk")[:LISTED_MOST]
        )


def candidates(reader: Principal) -> list[tuple[int, str]]:
    """List who of the reader's organization can be on duty, by name."""
    with acting(reader):
        rows = _people(reader.organization_id).order_by("name")
        return list(rows.values_list("pk", "name"))


def on_duty(organization_id: int, *, at: datetime) -> list[int]:
    """Give who of an organization is on duty, in the order in which they are called."""
    rows = Duty.objects.filter(
        organization_id=organization_id,
        starts_at__lte=at,
        ends_at__gt=at,
        person__suspended_at=None,
    )
    ordered = rows.order_by("turn", "starts_at", "pk")
    return list(dict.fromkeys(ordered.values_list("person_id", flat=True)))


def everybody(organization_id: int) -> list[int]:
    """Give everybody of an organization who answers alarms."""
    return list(_people(organization_id).order_by("pk").values_list("pk", flat=True))


def _people(organization_id: int) -> QuerySet[Person]:
    return Person.objects.filter(
        organization_id=organization_id, role__in=ANSWERS, suspended_at=None
    )
