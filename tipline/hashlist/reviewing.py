"""Three people: propose, review, challenge and withdraw what is on a list."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tipline.foundation.accounts.models import Person
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import PermissionDeniedError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashing.values import canonical_algorithm, canonical_value
from tipline.hashlist import carrying_out
from tipline.hashlist.changing import note, require_state, stamp, stamps
from tipline.hashlist.errors import (
    AlreadyListedError,
    ItemNotFoundError,
    NothingToListError,
    NotProposedListError,
    NotSeniorEnoughError,
    ProposalClosedError,
    ReasonNeededError,
    StatementNeededError,
    VoteNotYoursError,
)
from tipline.hashlist.known_files import STANDING, is_known
from tipline.hashlist.listing import LEAST_SENIORITY, Vote, decision, may_vote
from tipline.hashlist.models import HashEntry, HashItem, HashList, Proposal, Review
from tipline.hashlist.states import (
    OWN_NUMBER,
    REVIEWED_KINDS,
    Happening,
    ItemBasis,
    ItemState,
    ProposalKind,
    ProposalState,
)


@dataclass(frozen=True, kw_only=True)
class Fingerprint:
    """A hash of a file in any spelling; of a PDQ hash also its recipe and quality."""

    algorithm: str
    value: str
    recipe: str = ""
    quality: int | None = None


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a reviewer saw the file: `sight` is a `Sight`, `statement` their own words.

    Of a file that is here the preview that was served stands for it (`viewing`
    .list_looks); of any other a person says where they looked at it.
    """

    sight: str
    statement: str
    viewing_id: int | None = None


def propose(  # noqa: PLR0913 - the columns of the new row
    actor: Principal,
    list_id: int,
    *,
    media: str,
    classification: str,
    fingerprints: Sequence[Fingerprint],
    look: Look,
    origin: dict[str, object] | None = None,
    at: datetime,
) -> Proposal:
    """Propose a file for one of the clearinghouse's own lists: the first vote of three.

    Raises:
        NotProposedListError: the list takes items in other ways.
        NothingToListError: there is no fingerprint.
        AlreadyListedError: it is on that list, or proposed for it.
        StatementNeededError: the person did not say how they saw the file.
    """
    with acting(actor):
        hash_list = _reviewed_list(list_id)
        stamped = stamp(list_id)
        prints = [_canonical(each) for each in fingerprints]
        _refuse_listed(list_id, prints)
        item = HashItem.objects.create(
            hash_list=hash_list,
            member=hash_list.members.get(number=OWN_NUMBER),
            entry_id=uuid.uuid4().hex,
            media=media,
            state=ItemState.PROPOSED,
            classification=classification.strip()[:100],
            basis=ItemBasis.THREE_REVIEWS,
            created_at=at,
            changed_at=stamped,
            origin=origin or {},
        )
        HashEntry.objects.bulk_create(
            HashEntry(
                hash_list=hash_list,
                item=item,
                algorithm=each.algorithm,
                value=each.value,
                recipe=each.recipe,
                quality=each.quality,
                added_at=at,
            )
            for each in prints
        )
        return _open(
            actor,
            item,
            ProposalKind.LIST,
            target=hash_list,
            classification=item.classification,
            look=look,
            at=at,
        )


def propose_change(  # noqa: PLR0913 - the columns of the new row
    actor: Principal,
    item_id: int,
    *,
    kind: str,
    look: Look,
    classification: str | None = None,
    target_id: int | None = None,
    at: datetime,
) -> Proposal:
    """Propose to reclassify, move or reinstate an item: the first of three votes.

    An active item of the clearinghouse's own lists can be reclassified, or moved to
    another of them, and any suspended one reinstated. What a source says of its own
    items it says again with every change, so their class is the source's.

    Raises:
        ItemNotFoundError: there is no such item.
        WrongItemStateError: the item's state does not allow this.
        NotProposedListError: the list, or the target, takes items in other ways.
        ProposalClosedError: another proposal about the item is open.
    """
    with acting(actor):
        item = _locked(item_id)
        is_reinstating = kind == ProposalKind.REINSTATE
        if not is_reinstating and item.hash_list.kind not in REVIEWED_KINDS:
            raise NotProposedListError(name=item.hash_list.name)
        wanted = ItemState.SUSPENDED if is_reinstating else ItemState.ACTIVE
        require_state(item, [wanted])
        if item.proposals.filter(state=ProposalState.OPEN).exists():
            raise ProposalClosedError
        target = item.hash_list
        if kind == ProposalKind.MOVE:
            target = _reviewed_list(target_id or 0)
            if target == item.hash_list:
                raise NotProposedListError(name=item.hash_list.name)
            _refuse_listed(target.pk, _prints_of(item))
        wished = item.classification if classification is None else classification
        return _open(
            actor,
            item,
            ProposalKind(kind),
            target=target,
            classification=wished.strip()[:100],
            look=look,
            at=at,
        )


def review(
    actor: Principal,
    proposal_id: int,
    *,
    concurs: bool,
    look: Look,
    reason: str = "",
    at: datetime,
) -> Proposal:
    """Give the next vote on a proposal; the third concurrence carries it out.

    A dissent stops it: what was to be listed or reinstated is withdrawn, what was to be
    reclassified or moved stays as it was.

    Raises:
        ItemNotFoundError: there is no such proposal.
        ProposalClosedError: it was decided already.
        VoteNotYoursError: this person voted already, or is not senior enough.
        ReasonNeededError: a dissent says why.
        StatementNeededError: the person did not say how they saw the file.
    """
    if not concurs and not reason.strip():
        raise ReasonNeededError
    with acting(actor):
        proposal = _locked_proposal(proposal_id)
        voted = _vote(
            actor, proposal, concurs=concurs, look=look, reason=reason.strip(), at=at
        )
        outcome = decision(voted)
        if outcome == "approved":
            carrying_out.approve(actor, proposal, at=at)
        elif outcome == "dissented":
            carrying_out.stop(actor, proposal, reason=reason.strip(), at=at)
        audit.record(
            actor,
            "hash_item.reviewed",
            f"hash_item:{proposal.item_id}",
            proposal=proposal.pk,
            position=len(voted),
            concurs=concurs,
            state=proposal.state,
            viewing=look.viewing_id,
        )
    return proposal


def challenge(actor: Principal, item_id: int, *, reason: str, at: datetime) -> HashItem:
    """Dissent from an active item: it is suspended until three people agree."""
    return _take_off(actor, item_id, to=ItemState.SUSPENDED, reason=reason, at=at)


def withdraw(actor: Principal, item_id: int, *, reason: str, at: datetime) -> HashItem:
    """Withdraw an item for good: a tombstone in every feed from the next fetch on.

    Nobody can undo it, so a senior does it; anybody else challenges, which three people
    can undo.

    Raises:
        NotSeniorEnoughError: the person is no senior.
    """
    if not may_withdraw(actor):
        raise NotSeniorEnoughError
    return _take_off(actor, item_id, to=ItemState.WITHDRAWN, reason=reason, at=at)


def may_withdraw(actor: Principal) -> bool:
    """Tell whether somebody is senior enough to withdraw an item."""
    with acting(actor):
        return _person(actor).seniority >= LEAST_SENIORITY[1]


def _take_off(
    actor: Principal, item_id: int, *, to: ItemState, reason: str, at: datetime
) -> HashItem:
    said = reason.strip()[:1000]
    if not said:
        raise ReasonNeededError
    suspends = to == ItemState.SUSPENDED
    with acting(actor):
        item = _locked(item_id)
        require_state(item, [ItemState.ACTIVE] if suspends else STANDING)
        carrying_out.take_off(actor, item, to=to, reason=said, at=at)
        what = "suspended" if suspends else "withdrawn"
        audit.record(
            actor, f"hash_item.{what}", f"hash_item:{item.pk}", list=item.hash_list_id
        )
    return item


def _open(  # noqa: PLR0913 - the columns of the new row
    actor: Principal,
    item: HashItem,
    kind: ProposalKind,
    *,
    target: HashList,
    classification: str,
    look: Look,
    at: datetime,
) -> Proposal:
    proposal = Proposal.objects.create(
        item=item,
        kind=kind,
        state=ProposalState.OPEN,
        target=target,
        classification=classification,
        made_at=at,
    )
    _vote(actor, proposal, concurs=True, look=look, reason="", at=at)
    note(actor, item, Happening.PROPOSED, at=at, proposal=proposal.pk, kind=kind)
    audit.record(
        actor,
        "hash_item.proposed",
        f"hash_item:{item.pk}",
        proposal=proposal.pk,
        kind=kind,
        list=target.pk,
    )
    return proposal


def _vote(
    actor: Principal,
    proposal: Proposal,
    *,
    concurs: bool,
    look: Look,
    reason: str,
    at: datetime,
) -> list[Vote]:
    """Keep one vote, and give all of them in order."""
    if look.viewing_id is None and not look.statement.strip():
        raise StatementNeededError
    person = _person(actor)
    votes = [
        Vote(person_id=r.person_id, seniority=r.seniority, concurs=r.concurs)
        for r in proposal.reviews.order_by("position")
    ]
    if not may_vote(votes, person_id=person.pk, seniority=person.seniority):
        raise VoteNotYoursError
    Review.objects.create(
        proposal=proposal,
        person=person,
        position=len(votes) + 1,
        seniority=person.seniority,
        concurs=concurs,
        sight=look.sight,
        statement=look.statement.strip()[:500],
        viewing_id=look.viewing_id,
        reason=reason[:1000],
        at=at,
    )
    mine = Vote(person_id=person.pk, seniority=person.seniority, concurs=concurs)
    return [*votes, mine]


def _person(actor: Principal) -> Person:
    kind, _, number = actor.actor.partition(":")
    if kind != "person":
        raise PermissionDeniedError
    return Person.objects.get(pk=int(number))


def _reviewed_list(list_id: int) -> HashList:
    found = HashList.objects.filter(pk=list_id).first()
    if found is None or found.kind not in REVIEWED_KINDS:
        raise NotProposedListError(name=found.name if found else list_id)
    return found


def _canonical(each: Fingerprint) -> Fingerprint:
    algorithm = canonical_algorithm(each.algorithm)
    return Fingerprint(
        algorithm=algorithm,
        value=canonical_value(algorithm, each.value),
        recipe=each.recipe,
        quality=each.quality,
    )


def _prints_of(item: HashItem) -> list[Fingerprint]:
    entries = item.entries.filter(withdrawn_at=None)
    return [Fingerprint(algorithm=e.algorithm, value=e.value) for e in entries]


def _refuse_listed(list_id: int, prints: Sequence[Fingerprint]) -> None:
    if not prints:
        raise NothingToListError
    if is_known(list_id, [(each.algorithm, each.value) for each in prints]):
        raise AlreadyListedError


def _locked(item_id: int) -> HashItem:
    """Give an item once nobody else can change its list."""
    found = HashItem.objects.filter(pk=item_id, canary_for=None).first()
    if found is None:
        raise ItemNotFoundError
    stamp(found.hash_list_id)
    rows = HashItem.objects.select_related("hash_list", "member")
    return rows.select_for_update(of=("self",)).get(pk=item_id)


def _locked_proposal(proposal_id: int) -> Proposal:
    found = Proposal.objects.filter(pk=proposal_id).select_related("item").first()
    if found is None:
        raise ItemNotFoundError
    stamps(found.item.hash_list_id, found.target_id)
    rows = Proposal.objects.select_related("item__hash_list", "target")
    proposal = rows.select_for_update(of=("self",)).get(pk=proposal_id)
    if proposal.state != ProposalState.OPEN:
        raise ProposalClosedError
    return proposal
