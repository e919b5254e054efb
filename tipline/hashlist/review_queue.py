"""The reviewers' queue: the next proposal, blind to the votes before."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from tipline.foundation.accounts.models import Person
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.errors import ItemNotFoundError
from tipline.hashlist.listing import LEAST_SENIORITY
from tipline.hashlist.models import Proposal, Review
from tipline.hashlist.states import ItemState, ProposalState


@dataclass(frozen=True, kw_only=True)
class BlindProposal:
    """What a reviewer sees before the vote: the wish, and not who or how many agree."""

    proposal_id: int
    kind: str
    item_id: int
    media: str
    from_list: str
    to_list: str
    meaning: str
    classification: str
    class_now: str
    fingerprints: tuple[tuple[str, str], ...]
    origin: dict[str, object]
    made_at: datetime


def next_for(reader: Principal, *, after: int = 0) -> BlindProposal | None:
    """Give the oldest proposal whose next vote may be this person's, if any.

    Args:
        reader: the person.
        after: a proposal id to skip to what comes behind it.
    """
    with acting(reader):
        found = _open_for(reader).filter(pk__gt=after).order_by("pk").first()
        return _blind(found) if found else None


def proposal_for(reader: Principal, proposal_id: int) -> BlindProposal:
    """Give one proposal whose next vote may be this person's.

    Raises:
        ItemNotFoundError: there is none, or its next vote is not this person's.
    """
    with acting(reader):
        found = _open_for(reader).filter(pk=proposal_id).first()
        if found is None:
            raise ItemNotFoundError
        return _blind(found)


def waiting_for(reader: Principal) -> int:
    """Count the proposals whose next vote may be this person's."""
    with acting(reader):
        return _open_for(reader).count()


def decided(reader: Principal, item_id: int) -> list[Proposal]:
    """List an item's closed proposals with their votes, the oldest first.

    Open ones stay out: nobody sees votes before the decision.
    """
    with acting(reader):
        return list(
            Proposal.objects.filter(item_id=item_id)
            .exclude(state=ProposalState.OPEN)
            .select_related("target")
            .prefetch_related("reviews__person")
            .order_by("pk")
        )


def _open_for(reader: Principal) -> QuerySet[Proposal]:
    kind, _, number = reader.actor.partition(":")
    person = Person.objects.filter(pk=int(number)).first() if kind == "person" else None
    if person is None:
        return Proposal.objects.none()
    mine = Review.objects.filter(person=person).values("proposal_id")
    ready = [
        votes
        for votes, least in enumerate(LEAST_SENIORITY)
        if least <= person.seniority
    ]
    return (
        Proposal.objects.filter(state=ProposalState.OPEN)
        .exclude(item__state=ItemState.WITHDRAWN)
        .exclude(pk__in=mine)
        .annotate(votes=Count("reviews"), highest=Max("reviews__seniority"))
        .filter(votes__in=ready, highest__lte=person.seniority)
        .select_related("item__hash_list", "target")
    )


def _blind(proposal: Proposal) -> BlindProposal:
    item = proposal.item
    entries = item.entries.filter(withdrawn_at=None).order_by("algorithm", "value")
    return BlindProposal(
        proposal_id=proposal.pk,
        kind=proposal.kind,
        item_id=item.pk,
        media=item.media,
        from_list=item.hash_list.name,
        to_list=proposal.target.name,
        meaning=proposal.target.meaning,
        classification=proposal.classification,
        class_now=item.classification,
        fingerprints=tuple(entries.values_list("algorithm", "value")),
        origin=item.origin,
        made_at=proposal.made_at,
    )
