"""What members do to a list: add, change and retract items, and vote on others'.

The sharing interface calls these in a member's name. Row-level security lets a member
touch nothing but its own items and votes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashing.values import (
    canonical_algorithm,
    canonical_value,
    large_value,
)
from tipline.hashlist import jobs
from tipline.hashlist.changing import (
    note,
    replace_entries,
    require_state,
    stamp,
)
from tipline.hashlist.errors import (
    ItemNotFoundError,
    ListNeedsReviewsError,
    ListNotFoundError,
    MayNotContributeError,
    NothingToListError,
    TakenOffError,
    UnknownFeedbackReasonError,
)
from tipline.hashlist.feedback_reasons import CODES
from tipline.hashlist.liveness import counts, is_given_out
from tipline.hashlist.models import (
    Feedback,
    HashEntry,
    HashItem,
    ListAccess,
)
from tipline.hashlist.states import (
    REVIEWED_KINDS,
    Happening,
    ItemBasis,
    ItemState,
    Tier,
)
from tipline.hashlist.taken_off import GONE, stays_off, taken_off


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """An item as its member describes it: values by algorithm, in any spelling."""

    media: str
    classification: str = ""
    values: Sequence[tuple[str, str]] = ()
    large: Sequence[tuple[str, bytes]] = ()


def access_to(platform: Principal, slug: str) -> ListAccess:
    """Give a platform's access to a list, with list and member.

    Raises:
        ListNotFoundError: no such list, no access, or not any more: the same answer.
    """
    with acting(platform):
        found = (
            ListAccess.objects.select_related("hash_list", "member")
            .filter(
                hash_list__slug=slug,
                organization_id=platform.organization_id,
                ended_at=None,
            )
            .first()
        )
    if found is None:
        raise ListNotFoundError
    return found


def contribute(
    platform: Principal,
    slug: str,
    *,
    entry_id: str,
    contribution: Contribution,
    at: datetime,
) -> HashItem:
    """List an item on a member's own word, or replace what the member said of it.

    Raises:
        ListNotFoundError: no access to such a list.
        MayNotContributeError: the member may read only.
        ListNeedsReviewsError: the list takes only what three people agreed on.
        NothingToListError: no fingerprint is given.
        MalformedHashError: a value is no hash of its algorithm.
        WrongItemStateError: the item was withdrawn or is suspended.
        TakenOffError: people took an item with such a hash off the list.
    """
    access = _contributor(platform, slug)
    wanted = _canonical(contribution)
    with acting(platform):
        stamped = stamp(access.hash_list_id)
        item = HashItem.objects.filter(member=access.member, entry_id=entry_id).first()
        is_new = item is None
        if item is None:
            item = HashItem(
                hash_list=access.hash_list,
                member=access.member,
                entry_id=entry_id,
                state=ItemState.ACTIVE,
                basis=ItemBasis.MEMBER,
                listed_by=platform.actor,
                listed_at=at,
                created_at=at,
            )
        require_state(item, [ItemState.ACTIVE])
        if stays_off(wanted, taken_off(access.hash_list_id, wanted)):
            raise TakenOffError
        item.media = contribution.media
        item.classification = contribution.classification.strip()[:100]
        item.changed_at = stamped
        item.save()
        replace_entries(item, wanted, dict(contribution.large), at=at)
        note(platform, item, Happening.LISTED if is_new else Happening.CHANGED, at=at)
        _audit(platform, item, "contributed" if is_new else "changed")
    return item


def retract(platform: Principal, slug: str, *, entry_id: str, at: datetime) -> HashItem:
    """Withdraw a member's own item: a tombstone in every feed. Final.

    The worker then drops what people had proposed about it.

    Raises:
        ItemNotFoundError: the member has no such item.
    """
    access = _contributor(platform, slug)
    with acting(platform):
        stamped = stamp(access.hash_list_id)
        item = HashItem.objects.filter(member=access.member, entry_id=entry_id).first()
        if item is None:
            raise ItemNotFoundError
        require_state(item, [ItemState.ACTIVE])
        item.state = ItemState.WITHDRAWN
        item.changed_at = stamped
        item.origin = {**item.origin, GONE: True}
        item.save(update_fields=["state", "changed_at", "origin"])
        note(platform, item, Happening.WITHDRAWN, at=at)
        _audit(platform, item, "retracted")
        jobs.settle_item.defer(item_id=item.pk)
    return item


def vote(  # noqa: PLR0913 - the parts of a fingerprint's address, and the vote
    platform: Principal,
    slug: str,
    *,
    member_number: int,
    entry_id: str,
    algorithm: str,
    reasons: Sequence[str] = (),
    at: datetime,
) -> Feedback:
    """Keep a member's vote on one fingerprint: affirmative without `reasons`.

    Voting again replaces the vote. The worker then suspends the item if two members
    are against it.

    Raises:
        ItemNotFoundError: no such fingerprint is given out to this member.
        UnknownFeedbackReasonError: a code is none of `feedback_reasons.CODES`.
    """
    access = access_to(platform, slug)
    if not set(reasons) <= set(CODES):
        raise UnknownFeedbackReasonError
    with acting(platform):
        entry = (
            HashEntry.objects.select_related("item")
            .filter(
                counts(),
                hash_list=access.hash_list,
                item__in=HashItem.objects.filter(is_given_out()),
                item__member__number=member_number,
                item__entry_id=entry_id,
                algorithm=canonical_algorithm(algorithm),
            )
            .order_by("pk")
            .first()
        )
        if entry is None:
            raise ItemNotFoundError
        feedback, _ = Feedback.objects.update_or_create(
            entry=entry,
            member=access.member,
            defaults={
                "is_affirmative": not reasons,
                "reasons": sorted(set(reasons)),
                "at": at,
            },
        )
        audit.record(
            platform,
            "hash_item.voted",
            f"hash_item:{entry.item_id}",
            entry=entry.pk,
            affirmative=not reasons,
        )
        jobs.settle_item.defer(item_id=entry.item_id)
    return feedback


def _contributor(platform: Principal, slug: str) -> ListAccess:
    access = access_to(platform, slug)
    if access.hash_list.kind in REVIEWED_KINDS:
        raise ListNeedsReviewsError(name=access.hash_list.name)
    if not access.may_contribute or access.tier == Tier.MATCH_ONLY:
        raise MayNotContributeError
    return access


def _canonical(contribution: Contribution) -> list[tuple[str, str]]:
    found = {
        (name := canonical_algorithm(algorithm), canonical_value(name, value))
        for algorithm, value in contribution.values
    }
    found |= {
        (canonical_algorithm(algorithm), large_value(algorithm, content))
        for algorithm, content in contribution.large
    }
    if not found:
        raise NothingToListError
    return sorted(found)


def _audit(platform: Principal, item: HashItem, what: str) -> None:
    audit.record(
        platform, f"hash_item.{what}", f"hash_item:{item.pk}", list=item.hash_list_id
    )
