"""What counts: the conditions that hits, feeds, exports and samples share."""

from django.db.models import Exists, F, OuterRef, Q

from tipline.hashlist.models import HashEntry
from tipline.hashlist.states import ItemState, ListKind


def is_given_out() -> Q:
    """Give the condition on items that are in the feed, canaries included.

    Of a quarantined source, those with a fingerprint from before its quarantine.
    """
    before = HashEntry.objects.filter(
        item=OuterRef("pk"),
        withdrawn_at=None,
        added_at__lte=OuterRef("member__quarantine_from"),
    )
    return Q(
        state=ItemState.ACTIVE, hash_list__killed_at=None, member__killed_at=None
    ) & (Q(member__quarantine_from=None) | Q(Exists(before)))


def is_listed() -> Q:
    """Give the condition on items that are given out, and no canaries."""
    return is_given_out() & Q(canary_for=None)


def is_live() -> Q:
    """Give the condition on items that make hits.

    No list in quarantine does, and none that nobody reviewed: what an unknown person
    says of a picture must not rank, hide or send a report.
    """
    return (
        is_listed()
        & Q(hash_list__quarantined_at=None)
        & ~Q(hash_list__kind=ListKind.UNVERIFIED)
    )


def counts() -> Q:
    """Give the condition on the fingerprints of such items that are not held back."""
    return Q(withdrawn_at=None) & (
        Q(item__member__quarantine_from=None)
        | Q(added_at__lte=F("item__member__quarantine_from"))
    )
