"""Take off our own lists what was listed by a file that is cleared."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import carrying_out, reviewing
from tipline.hashlist.changing import stamp
from tipline.hashlist.models import HashItem
from tipline.hashlist.states import OWN_NUMBER, ItemBasis, ItemState, ListKind
from tipline.hashlist.suppression import CRYPTOGRAPHIC

_OURS = (ItemBasis.THREE_REVIEWS, ItemBasis.OWN_IMPORT)


def take_off_cleared(
    actor: Principal,
    prints: Collection[tuple[str, str]],
    *,
    reason: str,
    at: datetime,
) -> list[int]:
    """Take items with one of these hashes off, as far as the lists' rules let somebody.

    Only what is listed on the clearinghouse's own word, and not as known harmless. What
    is listed is withdrawn by a senior and suspended by anybody else: in both cases it
    is a tombstone in the next fetch. What is only proposed is withdrawn, as any
    dissent does.

    Args:
        actor: a person of the clearinghouse.
        prints: algorithms and values in the stored spelling; only cryptographic ones
            tell a file.
        reason: kept with each item.
        at: now.

    Returns:
        The ids of the items.
    """
    with acting(actor):
        is_senior = reviewing.may_withdraw(actor)
        found = list(_ours(prints).values_list("pk", "hash_list_id"))
        for list_id in sorted({list_id for _, list_id in found}):
            stamp(list_id)
        taken = []
        for item_id, _ in found:
            item = HashItem.objects.select_related("hash_list").get(pk=item_id)
            if item.state == ItemState.PROPOSED:
                to = ItemState.WITHDRAWN
                carrying_out.take_off(actor, item, to=to, reason=reason, at=at)
                audit.record(actor, "hash_item.withdrawn", f"hash_item:{item_id}")
            elif is_senior:
                reviewing.withdraw(actor, item_id, reason=reason, at=at)
            elif item.state == ItemState.ACTIVE:
                reviewing.challenge(actor, item_id, reason=reason, at=at)
            else:
                continue
            taken.append(item_id)
    return taken


def _ours(prints: Collection[tuple[str, str]]) -> QuerySet[HashItem]:
    same = Q(pk=None)
    for algorithm, value in prints:
        if algorithm in CRYPTOGRAPHIC:
            same |= Q(entries__algorithm=algorithm, entries__value=value)
    rows = HashItem.objects.filter(
        same,
        entries__withdrawn_at=None,
        member__number=OWN_NUMBER,
        basis__in=_OURS,
        canary_for=None,
        state__in=(ItemState.PROPOSED, ItemState.ACTIVE, ItemState.SUSPENDED),
    )
    rows = rows.exclude(hash_list__kind=ListKind.NEGATIVE)
    return rows.order_by("pk").distinct()
