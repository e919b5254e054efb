"""How far up a person's word on a hash list counts: raised by two operators."""

from datetime import datetime
from typing import Literal

from tipline.foundation.accounts.errors import NotIndependentError
from tipline.foundation.accounts.independence import are_independent
from tipline.foundation.accounts.models import Person, SeniorityWish
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting


def set_seniority(
    actor: Principal, person: Person, *, seniority: int, at: datetime
) -> Literal["set", "waits"]:
    """Say how far up a person's word on a hash list counts, from their next vote on.

    Lowering holds at once. Raising waits until a second operator says the same: one
    alone could else make three reviewers. The command line, which has the whole
    database in its hands, needs no second.

    Raises:
        NotIndependentError: one of the two operators could have made up the other.
    """
    with acting(actor):
        # The person is locked: two operators at once must not miss each other.
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        wish = SeniorityWish.objects.filter(person=person).first()
        asker = actor_person(actor)
        is_same = wish is not None and wish.seniority == seniority
        if seniority > person.seniority and asker is not None:
            if wish is None or not is_same or wish.asked_by_id == asker:
                return _wait(actor, person, asker, seniority=seniority, at=at)
            _require_independent(wish.asked_by_id, asker)
        SeniorityWish.objects.filter(person=person).delete()
        Person.objects.filter(pk=person.pk).update(seniority=seniority)
        audit.record(
            actor,
            "person.seniority_set",
            f"person:{person.pk}",
            before=person.seniority,
            after=seniority,
            asked_by=wish.asked_by_id if wish and is_same else None,
        )
    return "set"


def actor_person(actor: Principal) -> int | None:
    """Give the id of the person who acts, or None for the system and programs."""
    kind, _, number = actor.actor.partition(":")
    return int(number) if kind == "person" else None


def _wait(
    actor: Principal, person: Person, asker: int, *, seniority: int, at: datetime
) -> Literal["waits"]:
    SeniorityWish.objects.update_or_create(
        person=person,
        defaults={"seniority": seniority, "asked_by_id": asker, "asked_at": at},
    )
    audit.record(
        actor, "person.seniority_asked", f"person:{person.pk}", wished=seniority
    )
    return "waits"


def _require_independent(first: int, second: int) -> None:
    rows = Person.objects.values_list("pk", "invited_by")
    if not are_independent(first, second, invited_by=dict(rows)):
        raise NotIndependentError
