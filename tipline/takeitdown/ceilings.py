"""What everybody together may send in a day, and how much of it was sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tipline.foundation.keys import first_key_at
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import first_row
from tipline.takeitdown.limits import TakeItDownLimits

ALL: Final = "all"
EXACT_ONLY: Final = "exact-only"
_DAY = timedelta(days=1)
_COUNTS: Final = {
    ALL: "SELECT takeitdown_files_since(%(key)s)",
    EXACT_ONLY: "SELECT takeitdown_exact_files_since(%(key)s)",
}


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """How many files of a kind came in the last 24 hours, and how many may."""

    kind: str
    sent: int
    most: int

    @property
    def is_reached(self) -> bool:
        """Tell whether the next one is refused."""
        return self.sent >= self.most


def ceiling(kind: str, limits: TakeItDownLimits, *, at: datetime) -> Ceiling:
    """Give one, in the transaction of whoever asks."""
    row = first_row(_COUNTS[kind], {"key": first_key_at(at - _DAY)})
    most = limits.files_a_day if kind == ALL else limits.exact_files_a_day
    return Ceiling(kind=kind, sent=int(str(row[0])) if row else 0, most=most)


def ceilings(
    reader: Principal, limits: TakeItDownLimits, *, at: datetime
) -> tuple[Ceiling, ...]:
    """Give all, for whoever keeps Tipline running."""
    with acting(reader):
        return tuple(ceiling(kind, limits, at=at) for kind in _COUNTS)
