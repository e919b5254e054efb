"""Whether a file is on a list already, or on its way there."""

from collections.abc import Iterable

from django.db.models import Q

from tipline.hashlist.models import HashEntry
from tipline.hashlist.states import ItemState, ProposalKind, ProposalState
from tipline.hashlist.suppression import CRYPTOGRAPHIC

STANDING = (ItemState.PROPOSED, ItemState.ACTIVE, ItemState.SUSPENDED)


def is_known(list_id: int, prints: Iterable[tuple[str, str]]) -> bool:
    """Tell whether one of these hashes is on a list, proposed for it, or to move there.

    Args:
        list_id: the list.
        prints: algorithms and values in the stored spelling; what is not cryptographic
            tells no file.
    """
    same = Q(pk=None)
    for algorithm, value in prints:
        if algorithm in CRYPTOGRAPHIC:
            same |= Q(algorithm=algorithm, value=value)
    there = Q(hash_list_id=list_id, item__state__in=STANDING)
    coming = Q(
        item__proposals__kind=ProposalKind.MOVE,
        item__proposals__state=ProposalState.OPEN,
        item__proposals__target_id=list_id,
    )
    return HashEntry.objects.filter(
        same, there | coming, item__canary_for=None
    ).exists()
