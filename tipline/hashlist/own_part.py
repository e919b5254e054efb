"""What a member has had to do with a list: its last fetch, votes and items."""

from dataclasses import dataclass

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.models import Feedback, HashItem, ListFetch
from tipline.hashlist.polling import Access

SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class OwnPart:
    """The last fetch, and the newest votes and items, `SHOWN` of each at most."""

    fetch: ListFetch | None
    votes: tuple[Feedback, ...]
    items: tuple[HashItem, ...]


def own_part(platform: Principal, access: Access) -> OwnPart:
    """Give what a member's page shows of the member itself."""
    with acting(platform):
        # What a vote is on is asked by key: joined, it is as slow as the worst plan.
        votes = Feedback.objects.filter(member_id=access.member_id).prefetch_related(
            "entry__item__member"
        )
        items = HashItem.objects.filter(member_id=access.member_id)
        return OwnPart(
            fetch=ListFetch.objects.filter(pk=access.pk).first(),
            votes=tuple(votes.order_by("-at")[:SHOWN]),
            items=tuple(items.order_by("-changed_at", "-pk")[:SHOWN]),
        )
