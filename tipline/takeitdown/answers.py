"""What a platform's votes say to the person who sent the hashes."""

from collections.abc import Collection
from dataclasses import dataclass

from tipline.takeitdown.states import PlatformAnswer


@dataclass(frozen=True, kw_only=True)
class Said:
    """A platform's last word on a hash: a vote for it blocks, one against does not."""

    member_id: int
    is_affirmative: bool


def answer_of(votes: Collection[Said], member_id: int) -> PlatformAnswer:
    """Give a platform's answer on a file: one blocked hash of it blocks it."""
    own = {vote.is_affirmative for vote in votes if vote.member_id == member_id}
    if True in own:
        return PlatformAnswer.BLOCKED
    return PlatformAnswer.NOT_BLOCKED if own else PlatformAnswer.PENDING
