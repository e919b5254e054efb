"""Which items count: the one condition that hits, feeds and samples share."""

from django.db.models import F, Q

from tipline.hashlist.states import ItemState


def is_given_out() -> Q:
    """Give the condition on items that are in the feed, canaries included."""
    return Q(
        state=ItemState.ACTIVE, hash_list__killed_at=None, member__killed_at=None
    ) & (
        Q(member__quarantine_from=None)
        | Q(created_at__lte=F("member__quarantine_from"))
    )


def is_listed() -> Q:
    """Give the condition on items that are given out, and no canaries."""
    return is_given_out() & Q(canary_for=None)


def is_live() -> Q:
    """Give the condition on items that make hits: no list in quarantine does."""
    return is_listed() & Q(hash_list__quarantined_at=None)
