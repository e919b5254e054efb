"""People of a demonstration, who need no passkey; the caller knows that it is one."""

from datetime import datetime

from tipline.foundation.accounts.models import Organization, Person
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting


def demo_person(
    actor: Principal,
    *,
    organization: Organization,
    name: str,
    email: str,
    role: str,
    at: datetime,
) -> Person:
    """Give the invented person with this address, made if missing.

    Without a passkey the account is open to nobody: only a sign-in link lets this
    person in, and those exist in demonstration mode alone.
    """
    with acting(actor):
        rows = Person.objects.select_related("organization")
        known = rows.filter(email__iexact=email).first()
        if known is not None:
            return known
        person = Person.objects.create(
            organization=organization,
            name=name,
            email=email,
            role=role,
            created_at=at,
        )
        audit.record(actor, "person.invented", f"person:{person.pk}", role=role)
    return person
