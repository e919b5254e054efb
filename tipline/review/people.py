"""Who a principal is in review, and what that person takes."""

from collections.abc import Collection

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


def languages_of_others(person: Person) -> set[str]:
    """Give the languages that somebody else reads and this person does not."""
    rows = ReviewerSkills.objects.exclude(languages=[]).filter(
        person__suspended_at=None
    )
    read = dict(rows.values_list("person", "languages"))
    own = set(read.pop(person.pk, ()))
    return {code for codes in read.values() for code in codes} - own


def choose_skills(
    actor: Principal,
    *,
    takes_videos: bool,
    takes_violence: bool,
    languages: Collection[str] = (),
) -> None:
    """Keep what the person takes and reads from now on; nobody need say why.

    Args:
        actor: whose skills they are.
        takes_videos: whether they are handed videos.
        takes_violence: whether they are handed what is marked as violent.
        languages: those that they read, as ISO 639-1 codes.
    """
    with acting(actor):
        person = person_of(actor)
        ReviewerSkills.objects.update_or_create(
            person=person,
            defaults={
                "takes_videos": takes_videos,
                "takes_violence": takes_violence,
                "languages": sorted(languages),
            },
        )
        audit.record(
            actor,
            "review.skills_chosen",
            actor.actor,
            takes_videos=takes_videos,
            takes_violence=takes_violence,
            languages=sorted(languages),
        )
