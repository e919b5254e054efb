"""Take It Down in the demonstration: open, and two platforms take part."""

from datetime import datetime

from tipline.demo import cast
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts.models import OrganizationKind
from tipline.foundation.policy.principal import Principal
from tipline.hashlist import members
from tipline.hashlist.states import Tier
from tipline.takeitdown import services

_PARTICIPANTS = (cast.CHAT, cast.SOCIAL)


def open_it(actor: Principal, *, at: datetime) -> None:
    """Open it, with its platforms."""
    hash_list = services.open_list(actor, at=at)
    for platform in accounts.organizations(actor, kind=OrganizationKind.PLATFORM):
        if platform.name in _PARTICIPANTS:
            members.add_member(
                actor,
                hash_list,
                organization=platform,
                tier=Tier.PERCEPTUAL,
                at=at,
            )
