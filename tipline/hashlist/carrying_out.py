"""What a decision does to an item. Callers hold the locks and write the audit."""

import uuid
from datetime import datetime

from tipline.foundation.policy.principal import Principal
from tipline.hashlist.changing import note, require_state, stamp
from tipline.hashlist.known_files import is_known
from tipline.hashlist.models import HashEntry, HashItem, LargeFingerprint, Proposal
from tipline.hashlist.states import (
    OWN_NUMBER,
    Happening,
    ItemState,
    ProposalKind,
    ProposalState,
)


def approve(actor: Principal, proposal: Proposal, *, at: datetime) -> None:
    """Do what three people agreed on.

    A move is dropped if the file has come onto its target in another way meanwhile.
    """
    item = proposal.item
    _close(proposal, ProposalState.APPROVED, at)
    if proposal.kind == ProposalKind.MOVE and is_known(
        proposal.target_id,
        item.entries.filter(withdrawn_at=None).values_list("algorithm", "value"),
    ):
        _close(proposal, ProposalState.DROPPED, at)
        return
    if proposal.kind == ProposalKind.LIST:
        require_state(item, [ItemState.PROPOSED])
        _activate(actor, item, Happening.LISTED, at=at)
    elif proposal.kind == ProposalKind.REINSTATE:
        require_state(item, [ItemState.SUSPENDED])
        _activate(actor, item, Happening.REINSTATED, at=at)
    elif proposal.kind == ProposalKind.RECLASSIFY:
        require_state(item, [ItemState.ACTIVE])
        _reclassify(actor, proposal, at=at)
    else:
        require_state(item, [ItemState.ACTIVE])
        _move(actor, proposal, at=at)


def stop(actor: Principal, proposal: Proposal, *, reason: str, at: datetime) -> None:
    """Stop at a dissent: what is not on its list does not come onto it."""
    _close(proposal, ProposalState.DISSENTED, at)
    item = proposal.item
    note(
        actor,
        item,
        Happening.DISSENTED,
        at=at,
        reason=reason,
        proposal=proposal.pk,
        kind=proposal.kind,
    )
    if proposal.kind in (ProposalKind.LIST, ProposalKind.REINSTATE):
        take_off(actor, item, to=ItemState.WITHDRAWN, reason=reason, at=at)


def take_off(
    actor: Principal, item: HashItem, *, to: ItemState, reason: str, at: datetime
) -> None:
    """Suspend or withdraw an item; open proposals about it are dropped."""
    drop_proposals(item, at=at)
    item.state = to
    item.settled_at = at
    _save(item)
    happened = Happening.SUSPENDED if to == ItemState.SUSPENDED else Happening.WITHDRAWN
    note(actor, item, happened, at=at, reason=reason)


def drop_proposals(item: HashItem, *, at: datetime) -> None:
    """Close the open proposals about an item that left its list."""
    item.proposals.filter(state=ProposalState.OPEN).update(
        state=ProposalState.DROPPED, closed_at=at
    )


def _activate(
    actor: Principal, item: HashItem, happened: Happening, *, at: datetime
) -> None:
    item.state = ItemState.ACTIVE
    item.settled_at = at
    if item.listed_at is None:
        item.listed_at = at
        item.listed_by = actor.actor
    _save(item)
    note(actor, item, happened, at=at, classification=item.classification)


def _reclassify(actor: Principal, proposal: Proposal, *, at: datetime) -> None:
    item = proposal.item
    before, item.classification = item.classification, proposal.classification
    item.settled_at = at
    _save(item)
    note(
        actor,
        item,
        Happening.RECLASSIFIED,
        at=at,
        before=before,
        after=item.classification,
    )


def _move(actor: Principal, proposal: Proposal, *, at: datetime) -> None:
    """List a copy on the target, and leave a tombstone on the list of before."""
    old, target = proposal.item, proposal.target
    new = HashItem.objects.create(
        hash_list=target,
        member=target.members.get(number=OWN_NUMBER),
        entry_id=uuid.uuid4().hex,
        media=old.media,
        state=ItemState.ACTIVE,
        classification=proposal.classification,
        basis=old.basis,
        basis_note=old.basis_note,
        listed_by=actor.actor,
        listed_at=at,
        created_at=at,
        changed_at=stamp(target.pk),
        settled_at=at,
        moved_from=old,
        origin=old.origin,
    )
    for entry in old.entries.filter(withdrawn_at=None):
        _copy(entry, new, at=at)
    note(
        actor,
        new,
        Happening.LISTED,
        at=at,
        from_list=old.hash_list_id,
        from_item=old.pk,
    )
    note(actor, old, Happening.MOVED, at=at, to_list=target.pk, to_item=new.pk)
    old.state = ItemState.WITHDRAWN
    old.settled_at = at
    _save(old)


def _copy(entry: HashEntry, item: HashItem, *, at: datetime) -> None:
    made = HashEntry.objects.create(
        hash_list_id=item.hash_list_id,
        item=item,
        algorithm=entry.algorithm,
        value=entry.value,
        recipe=entry.recipe,
        quality=entry.quality,
        added_at=at,
    )
    large = LargeFingerprint.objects.filter(entry=entry).first()
    if large is not None:
        LargeFingerprint.objects.create(entry=made, content=large.content)


def _save(item: HashItem) -> None:
    item.changed_at = stamp(item.hash_list_id)
    item.save()


def _close(proposal: Proposal, state: ProposalState, at: datetime) -> None:
    proposal.state = state
    proposal.closed_at = at
    proposal.save(update_fields=["state", "closed_at"])
