"""What members, auditors and floods have to say about items, taken up by the system."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import carrying_out
from tipline.hashlist.changing import stamp, stamps
from tipline.hashlist.feedback_reasons import must_suspend
from tipline.hashlist.flood import FloodLimits
from tipline.hashlist.growth import FloodWatch
from tipline.hashlist.models import AuditedItem, Feedback, HashItem, ListMember
from tipline.hashlist.states import OWN_NUMBER, Finding, ItemState, ListKind

_HOUR = timedelta(hours=1)


def settle_item(actor: Principal, item_id: int, *, at: datetime) -> bool:
    """Bring new feedback into the feed, and suspend the item if it speaks against it.

    Two members' negative votes, or an auditor's error, suspend an active item; what
    came before people last decided about it counts no more. Proposals about a withdrawn
    one are dropped. Running it twice changes nothing but the stamp. Tells whether the
    item was suspended.
    """
    with acting(actor):
        item = _locked(item_id)
        if item is None:
            return False
        if item.state == ItemState.WITHDRAWN:
            carrying_out.drop_proposals(item, at=at)
        reason = _objection(item) if item.state == ItemState.ACTIVE else ""
        if reason:
            suspend(actor, item, reason=reason, at=at)
        elif item.listed_at is not None:
            HashItem.objects.filter(pk=item.pk).update(
                changed_at=stamp(item.hash_list_id)
            )
    return bool(reason)


def suspend_flooding(actor: Principal, item_ids: Iterable[int], *, at: datetime) -> int:
    """Suspend the active ones of these items since they hit too often; count them."""
    suspended = 0
    with acting(actor):
        wanted = sorted(item_ids)
        items = HashItem.objects.filter(pk__in=wanted)
        stamps(*items.values_list("hash_list_id", flat=True))
        for item_id in wanted:
            item = _locked(item_id)
            if item is not None and item.state == ItemState.ACTIVE:
                suspend(actor, item, reason="It hits too often in a day.", at=at)
                suspended += 1
    return suspended


def watch_sources(actor: Principal, limits: FloodLimits, *, at: datetime) -> int:
    """Quarantine the members that suddenly add too much; count them."""
    with acting(actor):
        busy = ListMember.objects.filter(
            quarantine_from=None, items__entries__added_at__gt=at - _HOUR
        )
        # What people send of themselves has a ceiling of its own.
        busy = busy.exclude(hash_list__kind=ListKind.UNVERIFIED, number=OWN_NUMBER)
        # By list, as all who lock several lists do, so that nobody waits in a ring.
        ordered = busy.distinct().order_by("hash_list_id", "pk")
        floods = [m for m in ordered if FloodWatch(limits, at).has_flooded(m, added=0)]
        for member in floods:
            audit.record(
                actor,
                "hash_list.source_quarantined",
                f"hash_list:{member.hash_list_id}",
                member=member.number,
            )
    return len(floods)


def suspend(actor: Principal, item: HashItem, *, reason: str, at: datetime) -> None:
    """Suspend a locked item with a line in its history and one in the audit."""
    carrying_out.take_off(actor, item, to=ItemState.SUSPENDED, reason=reason, at=at)
    audit.record(
        actor, "hash_item.suspended", f"hash_item:{item.pk}", list=item.hash_list_id
    )


def _locked(item_id: int) -> HashItem | None:
    # Canaries, too: a vote that moved no stamp would give one away.
    found = HashItem.objects.filter(pk=item_id).first()
    if found is None:
        return None
    stamp(found.hash_list_id)
    return HashItem.objects.select_for_update().get(pk=item_id)


def _objection(item: HashItem) -> str:
    since = Q(at__gt=item.settled_at) if item.settled_at else Q()
    against = Feedback.objects.filter(since, entry__item=item, is_affirmative=False)
    if must_suspend(against.values_list("member_id", flat=True)):
        return "Two members voted against it."
    found = Q(found_at__gt=item.settled_at) if item.settled_at else Q()
    errors = AuditedItem.objects.filter(found, item=item, finding=Finding.NOT_FOR_LIST)
    return "An independent audit found it wrong." if errors.exists() else ""
