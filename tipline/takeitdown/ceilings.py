"""What everybody together may send in a day, and how much of it was sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tipline.foundation.audit import services as audit
from tipline.foundation.audit.models import Entry
from tipline.foundation.keys import first_key_at
from tipline.foundation.policy.principal import GATE, Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import first_row
from tipline.takeitdown.limits import TakeItDownLimits

ALL: Final = "all"
EXACT_ONLY: Final = "exact-only"
UNKNOWN: Final = "unknown"
_OF_UNKNOWN: Final = f"take_it_down:{UNKNOWN}"
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
    """Give all, for whoever keeps Tipline running.

    Of those whose address is not known only whether they were refused: each web process
    counts them for itself, in memory.
    """
    with acting(reader):
        spent = Entry.objects.filter(subject=_OF_UNKNOWN, at__gte=at - _DAY).exists()
        unknown = Ceiling(kind=UNKNOWN, sent=int(spent), most=1)
        return (*(ceiling(kind, limits, at=at) for kind in _COUNTS), unknown)


def note_unknown_refused() -> None:
    """Write down that those whose address is not known had their share of a day."""
    with acting(GATE):
        audit.record(GATE, "take_it_down.share_spent", _OF_UNKNOWN)
