"""Lists, reviewers and members as the tests of hash lists need them."""

import hashlib
from datetime import UTC, datetime

from tests import cast
from tipline.foundation.accounts.models import Person
from tipline.hashlist import members, reviewing, services
from tipline.hashlist.models import HashItem, HashList, ListMember
from tipline.hashlist.states import ListKind, Tier

NOW = datetime(2026, 11, 21, tzinfo=UTC)
LOOK = reviewing.Look(
    sight="viewed-original", statement="Opened it in the jail's viewer"
)


def new_list(kind: str = ListKind.CSAM, name: str = "Apparent CSAM") -> HashList:
    return services.add_list(
        cast.STAGE, name=name, kind=kind, meaning="invented", at=NOW
    )


def prints(of: str, *, pdq: str = "") -> list[reviewing.Fingerprint]:
    """Give the digests of a text, and a PDQ value if wanted."""
    made = [
        reviewing.Fingerprint(
            algorithm=name,
            value=hashlib.new(name, of.encode(), usedforsecurity=False).hexdigest(),
        )
        for name in ("md5", "sha1", "sha256")
    ]
    if pdq:
        made.append(reviewing.Fingerprint(algorithm="pdq", value=pdq, quality=100))
    return made


def propose(hash_list: HashList, of: str = "a file", *, pdq: str = "", by=None):
    return reviewing.propose(
        cast.principal_of(by or cast.ana()),
        hash_list.pk,
        media="image",
        classification="A1",
        fingerprints=prints(of, pdq=pdq),
        look=LOOK,
        at=NOW,
    )


def vote(proposal, by: Person, *, concurs: bool = True, reason: str = ""):
    return reviewing.review(
        cast.principal_of(by),
        proposal.pk,
        concurs=concurs,
        look=LOOK,
        reason=reason,
        at=NOW,
    )


def listed(hash_list: HashList, of: str = "a file", *, pdq: str = "") -> HashItem:
    """Give an item that three people agreed on."""
    proposal = propose(hash_list, of, pdq=pdq)
    vote(proposal, cast.sven())
    return vote(proposal, cast.mira()).item


def join(
    hash_list: HashList,
    name: str = "Exemplar Chat",
    *,
    tier: str = Tier.PERCEPTUAL,
    may_contribute: bool = False,
) -> tuple[cast.Platform, ListMember]:
    """Make a platform a member."""
    platform = cast.platform(name)
    member = members.add_member(
        cast.STAGE,
        hash_list,
        organization=platform.organization,
        tier=tier,
        may_contribute=may_contribute,
        at=NOW,
    )
    return platform, member
