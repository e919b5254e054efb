"""Questions of members that may not hold a list: would this picture be a hit on it?

The index of listed hashes answers, which all processes of the machine share. It holds
what is on any list; whether a hash counts is asked of its item and its list.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, first_row
from tipline.hashing.values import canonical_value
from tipline.hashlist.asking import is_stopped
from tipline.hashlist.errors import ProbingSuspectedError
from tipline.hashlist.models import ListAccess
from tipline.hashlist.suppression import Candidate, standing
from tipline.matching.indexes import LISTED, Hashes, Ids, Index, rows_of
from tipline.matching.searching import near

_LATE: Final = "SELECT * FROM matching_late_asked(%(list)s, %(position)s, %(most)s)"
_LISTED: Final = "SELECT * FROM matching_listed_asked(%(list)s, %(entries)s, %(most)s)"
CANDIDATES: Final = (
    "SELECT entry, list_distance, is_live, is_negative FROM"
    " hashlist_candidates_asked(%(list)s, %(entries)s)"
)
_CandidateRows = list[tuple[int, int, bool, bool]]


@dataclass(frozen=True, kw_only=True)
class _AskedIndex(Index):
    """The index of listed hashes, as a member of the list `asked` may ask it."""

    asked: int

    def pending(self, position: int, *, most: int) -> tuple[bool, list[int]]:
        """Give them by a call that lends the member the sight of what changed."""
        values = {"list": self.asked, "position": position, "most": most}
        row = first_row(_LATE, values) or (False, [])
        return cast(tuple[bool, list[int]], row)

    def first_hashes(self, most: int) -> tuple[Ids, Hashes]:
        """Read likewise up to so many."""
        return self._asked(None, most)

    def hashes_of(self, subjects: Ids) -> tuple[Ids, Hashes]:
        """Read likewise what these are now."""
        return self._asked(subjects.tolist(), len(subjects))

    def _asked(self, entries: list[int] | None, most: int) -> tuple[Ids, Hashes]:
        values = {"list": self.asked, "entries": entries, "most": most}
        return self._hashes_in(all_rows(_LISTED, values))


def is_near(
    platform: Principal, access: ListAccess, *, value: str, at: datetime
) -> bool:
    """Tell whether a picture with this PDQ hash would be a hit on the list.

    As in matching: of what is on the list now, within its distance, unless a list of
    known harmless files knows the picture better.

    Raises:
        MalformedHashError: the value is no PDQ hash.
        ProbingSuspectedError: too many near variants were asked for in a day. The
            question stays unanswered, as do all others until an operator looked.
        IndexNotReadyError: the worker of this machine is still building the index.
    """
    value = canonical_value("pdq", value)
    if is_stopped(platform, access, value=value, at=at):
        raise ProbingSuspectedError
    with acting(platform):
        found = bool(standing(_candidates(access, bytes.fromhex(value))))
        audit.record(
            platform,
            "hash_list.match_asked",
            f"hash_list:{access.hash_list_id}",
            member=access.member.number,
            found=found,
        )
    return found


def _candidates(access: ListAccess, value: bytes) -> list[Candidate]:
    """Give what is near a PDQ hash on the list, and on those of harmless files.

    The same statements, and one entry at least looked at, whatever is found: neither
    their number nor their time must tell the answer.
    """
    index = _AskedIndex(**vars(LISTED), asked=access.hash_list_id)
    hits = near(index, rows_of([value]))
    entries, bits = hits.entry.tolist(), hits.distance.tolist()
    distances = dict(zip(entries, bits, strict=True))
    asked = {"list": access.hash_list_id, "entries": entries}
    return [
        Candidate(
            entry_id=entry,
            algorithm="pdq",
            distance=distances[entry],
            list_distance=list_distance,
            is_live=is_live,
            is_negative=is_negative,
        )
        for entry, list_distance, is_live, is_negative in cast(
            _CandidateRows, all_rows(CANDIDATES, asked)
        )
        if entry in distances
    ]
