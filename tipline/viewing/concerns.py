"""Tell colleagues when somebody looks at much, or wants company: never at what.

A concern goes to who supervises, and those of care also to the buddy whom the person
chose. One of a kind is raised once in a day, and stands on their pages until one of
them has answered it.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from tipline.foundation.accounts.models import Person, Role
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.viewing import queries
from tipline.viewing.concern_kinds import ConcernKind
from tipline.viewing.errors import BuddyUnknownError
from tipline.viewing.exposure import Limits, Severity, is_grave, is_heavy
from tipline.viewing.look import Look
from tipline.viewing.models import Concern, Preference

ONCE_IN = timedelta(hours=24)


def notice_previews(
    actor: Principal, person_id: int, number: int, *, at: datetime
) -> None:
    """Tell who supervises that somebody asks for many previews of their own choice.

    Args:
        actor: who asks.
        person_id: their account.
        number: of the last 24 hours.
        at: now.
    """
    _raise(actor, person_id, ConcernKind.MANY_PREVIEWS, number=number, at=at)


def notice_readers(actor: Principal, *, most: int, at: datetime) -> None:
    """Tell who supervises of analysts who read very many reports in 24 hours.

    Args:
        actor: who looks.
        most: so many are told of.
        at: now.
    """
    with acting(actor):
        for person in Person.objects.filter(role=Role.ANALYST, suspended_at=None):
            number = queries.reports_read_by(actor, person.pk, since=at - ONCE_IN)
            if number >= most:
                lock(person.pk)
                kind = ConcernKind.MANY_REPORTS
                _raise(actor, person.pk, kind, number=number, at=at)


def notice_load(
    actor: Principal, person_id: int, *, limits: Limits, at: datetime
) -> None:
    """Tell a buddy and who supervises that somebody has seen much in 24 hours."""
    load = queries.seconds_of(actor, person_id, since=at - ONCE_IN, at=at)
    total, extreme = sum(load.values()), load.get(Severity.EXTREME, 0.0)
    if is_heavy(load, limits):
        _raise(actor, person_id, ConcernKind.LOAD, number=round(total), at=at)
    if is_grave(load, limits):
        _raise(actor, person_id, ConcernKind.GRAVE, number=round(extreme), at=at)


def ask_company(actor: Principal, person: Person, *, at: datetime) -> None:
    """Tell a person's buddy, and who supervises, that they want company."""
    with acting(actor):
        lock(person.pk)
        _raise(actor, person.pk, ConcernKind.ASKED, number=0, at=at)


def answer(
    actor: Principal, person: Person, concern_id: int, *, at: datetime
) -> Concern:
    """Say that one has seen to a concern; it is on nobody's page any more.

    Raises:
        NotFoundError: there is none, it is about oneself, or somebody else's to see.
    """
    with acting(actor):
        seen = queries.concerns_seen_by(person).filter(pk=concern_id)
        concern = seen.select_for_update(of=("self",)).first()
        if concern is None:
            raise NotFoundError
        if concern.answered_at is None:
            concern.answered_at, concern.answered_by = at, person
            concern.save(update_fields=["answered_at", "answered_by"])
            subject = f"person:{concern.person_id}"
            audit.record(actor, "concern.answered", subject, kind=concern.kind)
    return concern


def choose_buddy(
    actor: Principal, person: Person, buddy_id: int | None, *, default: Look
) -> None:
    """Keep which colleague is told when somebody has seen much; None for nobody.

    Raises:
        BuddyUnknownError: no other analyst of the same organization.
    """
    with acting(actor):
        found = queries.colleagues_of(actor, person)
        if buddy_id is not None and buddy_id not in {each.pk for each in found}:
            raise BuddyUnknownError
        look = {"grey": default.grey, "blur": default.blur.value}
        Preference.objects.update_or_create(
            person=person,
            defaults={"buddy_id": buddy_id},
            create_defaults={**look, "buddy_id": buddy_id},
        )
        audit.record(actor, "buddy.chosen", f"person:{person.pk}", buddy=buddy_id)


def lock(person_id: int) -> None:
    """Let one request about a person's exposure go on at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [person_id])


def _raise(
    actor: Principal, person_id: int, kind: ConcernKind, *, number: int, at: datetime
) -> None:
    """Raise a concern unless one of its kind is open; a measured one, once in a day.

    Whoever calls holds the person's lock.
    """
    known = Concern.objects.filter(person_id=person_id, kind=kind.value)
    still = Q(answered_at=None)
    if kind is not ConcernKind.ASKED:
        still |= Q(raised_at__gt=at - ONCE_IN)
    if known.filter(still).exists():
        return
    Concern.objects.create(
        person_id=person_id, kind=kind.value, number=number, raised_at=at
    )
    subject = f"person:{person_id}"
    audit.record(actor, "concern.raised", subject, kind=kind.value, number=number)
