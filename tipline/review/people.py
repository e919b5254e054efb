"""Who a principal is in review, and what that person takes."""

from tipline.foundation.accounts.models import Person
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import PermissionDeniedError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.review.models import ReviewerSkills


def person_of(actor: Principal) -> Person:
    """Give the person who acts.

    Raises:
        PermissionDeniedError: it is a program; opinions are people's.
    """
    kind, _, number = actor.actor.partition(":")
    person = Person.objects.filter(pk=int(number)).first() if kind == "person" else None
    if person is None:
        raise PermissionDeniedError
    return person


def skills_of(reader: Principal) -> ReviewerSkills:
    """Give what the person who asks takes: everything, until they choose."""
    with acting(reader):
        return skills_for(person_of(reader))


def skills_for(person: Person) -> ReviewerSkills:
    """Give what a person takes, within the transaction of who asks."""
    kept = ReviewerSkills.objects.filter(person=person).first()
    return kept or ReviewerSkills(person=person)


def choose_skills(
    actor: Principal, *, takes_videos: bool, takes_violence: bool
) -> None:
    """Keep what the person takes from now on; nobody need say why."""
    with acting(actor):
        person = person_of(actor)
        ReviewerSkills.objects.update_or_create(
            person=person,
            defaults={"takes_videos": takes_videos, "takes_violence": takes_violence},
        )
        audit.record(
            actor,
            "review.skills_chosen",
            actor.actor,
            takes_videos=takes_videos,
            takes_violence=takes_violence,
        )
