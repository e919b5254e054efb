"""Read the changes that triggers note, in the order in which they were committed.

A change is noted in the transaction that makes it, and gets its position once it is
committed. So whoever has followed to a position has missed nothing before it. Every
position was given once and is kept for a week: who finds the own one no longer has an
index of another database, or of one that was restored from a backup.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import first_row
from tipline.matching.indexes import Ids, Index
from tipline.matching.models import ChangeKind, IndexChange, Lookback

AT_ONCE: Final = 20_000
# A search reads so many that the folder lacks yet; while more are missing it waits.
PENDING_MOST: Final = 100_000
KEPT: Final = timedelta(days=7)
# An index in which nothing changes says from time to time that it is up to date.
SAY_EVERY: Final = 3600 * 10**6  # microseconds, as positions are

_NUMBER = "SELECT matching_number_changes(%(most)s)"
# Asked by every worker five times in a second, all day.
_HEAD = "SELECT max(position) FROM matching_indexchange"


@dataclass(frozen=True)
class Changed:
    """Subjects that changed, and the position that they lead to."""

    rows: Sequence[tuple[str, int]]
    position: int
    is_all: bool

    def of(self, kind: ChangeKind) -> Ids:
        """Give the subjects of one kind, each once."""
        return np.unique(np.array([s for k, s in self.rows if k == kind], np.int64))


def number_changes() -> int:
    """Give positions to changes that are committed; tell how many there were."""
    row = first_row(_NUMBER, {"most": AT_ONCE})
    return int(str(row[0])) if row else 0


def head() -> int:
    """Give the newest position."""
    row = first_row(_HEAD, {})
    return int(str(row[0] or 0)) if row else 0


def prune(actor: Principal, *, at: datetime) -> int:
    """Forget changes that are older than a week and were swept for; count them.

    The newest stay, however old they are: indexes stand at one of them.
    """
    oldest = int((at - KEPT).timestamp() * 10**6)
    with acting(actor):
        swept_to = Lookback.objects.get().swept_to
        followed_to = head() - 2 * SAY_EVERY
        rows = IndexChange.objects.filter(
            position__lt=min(oldest, swept_to, followed_to)
        )
        return rows.delete()[0]


def changed_since(
    kinds: Collection[ChangeKind], position: int, *, most: int = AT_ONCE
) -> Changed | None:
    """Give what changed after a position that was reached; None if it never was."""
    reached = head()
    if not IndexChange.objects.filter(position=position).exists():
        return None
    rows = IndexChange.objects.filter(
        kind__in=kinds, position__gt=position, position__lte=reached
    )
    values = rows.order_by("position").values_list("kind", "subject", "position")
    found = list(values[: most + 1])
    is_all = len(found) <= most
    upto = reached if is_all else found[most - 1][2] or 0
    return Changed([(kind, each) for kind, each, _ in found[:most]], upto, is_all)


def pending(index: Index, position: int, *, most: int = PENDING_MOST) -> Ids | None:
    """Give the subjects that an index at a position does not have as they are.

    None if they are more than `most`, or if the database never had that position.
    """
    is_known, subjects = index.pending(position, most=most + 1)
    if not is_known or len(subjects) > most:
        return None
    return np.array(subjects, np.int64)
