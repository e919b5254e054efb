"""Work is handed out, never hunted for: one content, one person, for a while."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from tipline.foundation.accounts.models import Person
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.review.models import ContentReview, Opinion, SetAside
from tipline.review.opinions import HANDED_OUT_BY, SENIOR, ReviewPolicy, ReviewState
from tipline.review.people import languages_of_others, person_of, skills_for


def next_for(
    actor: Principal, *, policy: ReviewPolicy, at: datetime
) -> ContentReview | None:
    """Hand the person the most urgent content that is theirs to look at, if any.

    Whoever has one in hand gets that again. No two people get the same: a row that
    somebody else is being handed at this moment is passed over, not waited for. Of one
    level, what others can read and the person cannot comes last, until it has waited
    for so long that it comes in turn.
    """
    with acting(actor):
        person = person_of(actor)
        in_hand = held_by(person, at=at)
        if in_hand is not None:
            return in_hand
        found = _next_of(person, policy=policy, at=at)
        if found is not None:
            found.held_by = person
            found.held_until = at + timedelta(minutes=policy.hold_minutes)
            found.save(update_fields=["held_by", "held_until"])
            audit.record(
                actor,
                "content.handed_out",
                f"content:{found.pk}",
                report=found.report_id,
            )
        return found


def _next_of(
    person: Person, *, policy: ReviewPolicy, at: datetime
) -> ContentReview | None:
    rows = waiting_for(person, at=at).order_by(*HANDED_OUT_BY)
    free = rows.select_for_update(skip_locked=True, of=("self",))
    if theirs := languages_of_others(person):
        for_others = Q(
            languages__overlap=sorted(theirs),
            waiting_since__gt=at - timedelta(minutes=policy.language_minutes),
        )
        level = rows.values_list("priority", flat=True).first()
        found = free.filter(priority=level).exclude(for_others).first()
        if found is not None:
            return found
    return free.first()


def held_by(person: Person, *, at: datetime) -> ContentReview | None:
    """Give the content that a person has in hand, if any."""
    rows = ContentReview.objects.filter(held_by=person, held_until__gt=at)
    rows = rows.filter(is_set_apart=False).exclude(state=ReviewState.SETTLED)
    return rows.order_by("held_until").first()


def waiting() -> QuerySet[ContentReview]:
    """Give the contents that wait for anybody, in no order."""
    rows = ContentReview.objects.exclude(state=ReviewState.SETTLED)
    return rows.filter(is_set_apart=False)


def waiting_for(person: Person, *, at: datetime) -> QuerySet[ContentReview]:
    """Give the contents that this person could be handed now, in no order."""
    skills = skills_for(person)
    rows = waiting().filter(Q(held_until=None) | Q(held_until__lte=at))
    if person.seniority < SENIOR:
        rows = rows.exclude(state=ReviewState.SENIOR)
    if not skills.takes_videos:
        rows = rows.filter(is_video=False)
    if not skills.takes_violence:
        rows = rows.filter(is_violent=False)
    spoken = Opinion.objects.filter(
        content_id=OuterRef("content_id"),
        person=person,
        pk__gt=Coalesce(OuterRef("settled_opinion_id"), Value(0)),
    )
    aside = SetAside.objects.filter(
        content_id=OuterRef("content_id"), person=person, until__gt=at
    )
    return rows.filter(~Exists(spoken), ~Exists(aside))


def set_aside(
    actor: Principal, content_id: int, *, policy: ReviewPolicy, at: datetime
) -> None:
    """Give a content to somebody else, without a reason; it does not return at once."""
    with acting(actor):
        person = person_of(actor)
        SetAside.objects.filter(person=person, until__lte=at).delete()
        if _let_go(person, content_id):
            until = at + timedelta(minutes=policy.set_aside_minutes)
            SetAside.objects.update_or_create(
                content_id=content_id, person=person, defaults={"until": until}
            )
        audit.record(actor, "content.set_aside", f"content:{content_id}")


def give_back(actor: Principal, content_id: int) -> None:
    """Put a content back where it waited; it may come to the same person again."""
    with acting(actor):
        _let_go(person_of(actor), content_id)
        audit.record(actor, "content.given_back", f"content:{content_id}")


def _let_go(person: Person, content_id: int) -> bool:
    rows = ContentReview.objects.filter(pk=content_id, held_by=person)
    return bool(rows.update(held_by=None, held_until=None))
