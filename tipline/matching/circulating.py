"""When a file counts as widely seen, and which file it is nearly the same as.

Pure rules. A count is of reports and of different reported persons: one account that is
reported a thousand times makes nothing viral. Pictures are nearly the same if they are
near to the first of them, never only to one another, so that no chain of small changes
leads from one picture to a different one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from tipline.hashing.distance import MATCH_RADIUS
from tipline.intake.document import Account, Person, ReportDocument

# Of one report; more say nothing further about how widely a file is seen.
PERSONS_MOST: Final = 100
# Videos that share nearly all frames, both ways, are nearly the same; they lead no
# further, as a picture at the edge of the radius does not.
VIDEO_PERCENT: Final = 90.0
VIDEO_BITS: Final = MATCH_RADIUS
_DIGITS: Final = 32


class BundleLimits(BaseModel):
    """From how many reports, of how many reported persons, a file is widely seen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reports: int = Field(default=20, ge=2, le=1_000_000)
    persons: int = Field(default=10, ge=2, le=1_000_000)


@dataclass(frozen=True, kw_only=True)
class Near:
    """A leader that a content may follow, and how many bits apart they are at most."""

    leader_id: int
    bits: int


def is_widely_seen(*, reports: int, persons: int, limits: BundleLimits) -> bool:
    """Tell whether so many reports, of so many persons, make a file widely seen."""
    return reports >= limits.reports and persons >= limits.persons


def leader_among(near: Iterable[Near]) -> Near | None:
    """Give the nearest leader within the radius; None if a content leads itself."""
    within = (each for each in near if each.bits <= MATCH_RADIUS)
    return min(within, key=lambda each: (each.bits, each.leader_id), default=None)


def persons_of(document: ReportDocument, *, platform_id: int | None) -> tuple[str, ...]:
    """Give a digest of each different reported person, at most `PERSONS_MOST`.

    Who is named by nothing at all is not counted.
    """
    named = (_name(account) for account in document.reported_persons)
    keys = {_digest(platform_id, name) for name in named if name}
    return tuple(sorted(keys)[:PERSONS_MOST])


def _name(account: Account) -> str:
    """Give the first that names an account, as its platform would tell it apart."""
    return next((f"{kind}:{value}" for kind, value in _names(account) if value), "")


def _names(account: Account) -> Iterator[tuple[str, str | None]]:
    person = account.person or Person()
    yield "user", account.user_id
    yield "screen", account.screen_name
    yield from (("email", email.address) for email in person.emails)
    yield from (("phone", phone.number) for phone in person.phones)
    yield from (("profile", url) for url in account.profile_urls)


def _digest(platform_id: int | None, name: str) -> str:
    text = f"{platform_id} {name.strip().casefold()}"
    return sha256(text.encode()).hexdigest()[:_DIGITS]
