"""What is known of organizations, people and credentials, to whoever may ask."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from tipline.foundation.accounts.models import (
    AgencyToken,
    ApiCredential,
    Invitation,
    Organization,
    Passkey,
    Person,
    Seniority,
)
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import GATE, Kind, Principal
from tipline.foundation.policy.scope import acting

Row = TypeVar("Row", bound=Model)

SENIORITIES = Seniority.choices


def principal_of(person: Person, *, verified_at: float | None = None) -> Principal:
    """Give the principal of a person; `verified_at` in epoch seconds."""
    return Principal(
        kind=Kind(person.organization.kind),
        actor=f"person:{person.pk}",
        organization_id=person.organization_id,
        roles=frozenset({person.role}),
        verified_at=verified_at,
    )


def person_signed_in(person_id: int) -> Person | None:
    """Give the person of a session with their organization, or None if shut out."""
    with acting(GATE):
        return (
            Person.objects.select_related("organization")
            .filter(pk=person_id, suspended_at=None, organization__suspended_at=None)
            .first()
        )


def organizations(actor: Principal, *, kind: str | None = None) -> list[Organization]:
    """List the organizations `actor` may see by name, all or of one kind."""
    with acting(actor):
        rows = Organization.objects.order_by("kind", "name")
        return list(rows.filter(kind=kind) if kind else rows)


def organization(actor: Principal, organization_id: int) -> Organization:
    """Give one organization, or raise NotFoundError if absent or hidden."""
    return _first(actor, Organization.objects.filter(pk=organization_id))


def people(actor: Principal, organization: Organization) -> list[Person]:
    """List the people of an organization by name."""
    with acting(actor):
        rows = Person.objects.select_related("organization", "wish__asked_by")
        return list(rows.filter(organization=organization).order_by("name"))


def person(actor: Principal, person_id: int) -> Person:
    """Give one person with their organization, or raise NotFoundError."""
    rows = Person.objects.select_related("organization")
    return _first(actor, rows.filter(pk=person_id))


def names_of(actor: Principal, actors: Iterable[str]) -> dict[str, str]:
    """Give the names of those who act as `person:ID` or `token:ID`, as in the audit."""
    ids: dict[str, set[int]] = {"person": set(), "token": set()}
    for kind, _, number in (each.partition(":") for each in actors):
        if kind in ids:
            ids[kind].add(int(number))
    with acting(actor):
        people = Person.objects.filter(pk__in=ids["person"]).values_list("pk", "name")
        programs = AgencyToken.objects.filter(pk__in=ids["token"])
        return {f"person:{pk}": name for pk, name in people} | {
            f"token:{pk}": name for pk, name in programs.values_list("pk", "name")
        }


def person_by_role(actor: Principal, role: str) -> Person:
    """Give the longest-standing active person of a role, or raise NotFoundError."""
    rows = Person.objects.select_related("organization").order_by("pk")
    active = rows.filter(suspended_at=None, organization__suspended_at=None)
    return _first(actor, active.filter(role=role))


def passkeys_of(actor: Principal, person: Person) -> list[Passkey]:
    """List a person's passkeys, the oldest first."""
    with acting(actor):
        return list(Passkey.objects.filter(person=person).order_by("pk"))


def open_invitations(
    actor: Principal, organization: Organization, *, at: datetime
) -> list[Invitation]:
    """List the invitations of an organization that can still be accepted."""
    with acting(actor):
        rows = Invitation.objects.filter(
            organization=organization,
            accepted_at=None,
            revoked_at=None,
            expires_at__gt=at,
        )
        return list(rows.select_related("organization").order_by("-created_at"))


def invitation(actor: Principal, invitation_id: int) -> Invitation:
    """Give one invitation, or raise NotFoundError if absent or hidden."""
    rows = Invitation.objects.select_related("organization")
    return _first(actor, rows.filter(pk=invitation_id))


def credentials_of(actor: Principal, organization: Organization) -> list[ApiCredential]:
    """List a platform's credentials, the newest first, revoked and expired included."""
    with acting(actor):
        rows = ApiCredential.objects.filter(organization=organization)
        return list(rows.order_by("-pk"))


def credential(actor: Principal, credential_id: int) -> ApiCredential:
    """Give one credential with its platform, or raise NotFoundError."""
    rows = ApiCredential.objects.select_related("organization")
    return _first(actor, rows.filter(pk=credential_id))


def credential_named(actor: Principal, username: str) -> ApiCredential:
    """Give the credential with this user name and its platform, or NotFoundError."""
    rows = ApiCredential.objects.select_related("organization")
    return _first(actor, rows.filter(username=username))


def person_with_email(actor: Principal, email: str) -> Person:
    """Give the person with this address and their organization, or NotFoundError."""
    rows = Person.objects.select_related("organization")
    return _first(actor, rows.filter(email__iexact=email.strip()))


def everybody(actor: Principal) -> list[Person]:
    """List all people with their organizations, by organization and name."""
    with acting(actor):
        rows = Person.objects.select_related("organization")
        return list(rows.order_by("organization__name", "name"))


def _first(actor: Principal, rows: QuerySet[Row]) -> Row:
    with acting(actor):
        found = rows.first()
    if found is None:
        raise NotFoundError
    return found
