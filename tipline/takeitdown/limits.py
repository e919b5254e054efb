"""How much may come in, without keeping from where.

An address is counted under a keyed digest. The key lives in the memory of one process
and is thrown away after an hour, with all that was counted under it. What comes from
nowhere that is known has one count for all of it, so that it leaves room for others.
"""

import hmac
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import structlog
from pydantic import BaseModel, ConfigDict, Field

from tipline.takeitdown.errors import TooManySentError

log = structlog.get_logger()

_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR
_SHARE_OF_UNKNOWN: Final = 4


class TakeItDownLimits(BaseModel):
    """What one case, one address in an hour, and everybody in a day may send."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files_a_case: int = Field(default=200, ge=1)
    files_an_hour: int = Field(default=400, ge=1)
    tries_an_hour: int = Field(default=30, ge=1)
    files_a_day: int = Field(default=20_000, ge=1)
    exact_files_a_day: int = Field(default=500, ge=1)
    kept_days: int = Field(default=730, ge=1, le=3650)

    def of_unknown(self, *, processes: int) -> int:
        """Give how many files a day may come from nowhere known, to one process."""
        return max(1, self.files_a_day // _SHARE_OF_UNKNOWN // processes)


class AddressCounter:
    """Counts what comes from an address, for an hour at most, in memory alone."""

    def __init__(
        self, *, seconds: int = _HOUR, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._begin()

    def spend(self, address: str, *, most: int) -> None:
        """Count one more of an address.

        Raises:
            TooManySentError: it has had `most` in this time.
        """
        with self._lock:
            if self._clock() - self._began >= self._seconds:
                self._begin()
            name = hmac.digest(self._key, address.encode(), "sha256")
            if self._counts[name] >= most:
                left = self._seconds - (self._clock() - self._began)
                raise TooManySentError(retry_after_seconds=max(1, round(left)))
            self._counts[name] += 1

    def _begin(self) -> None:
        self._key = secrets.token_bytes(32)
        self._counts: Counter[bytes] = Counter()
        self._began = self._clock()


class Door:
    """Counts what is sent: by address in an hour, and from nowhere known in a day.

    `note` is called when those from nowhere known are refused, at most once an hour.
    """

    def __init__(
        self,
        *,
        note: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._note = note
        self._known = AddressCounter(clock=clock)
        self._unknown = AddressCounter(seconds=_DAY, clock=clock)
        self._noted = AddressCounter(clock=clock)

    def spend(self, address: str, limits: TakeItDownLimits, *, processes: int) -> None:
        """Count one more file from an address, or from nowhere that is known.

        Raises:
            TooManySentError: it was one too many.
        """
        if address:
            self._known.spend(address, most=limits.files_an_hour)
            return
        most = limits.of_unknown(processes=processes)
        try:
            self._unknown.spend("", most=most)
        except TooManySentError:
            log.exception("takeitdown.ceiling_reached", outcome="unknown", count=most)
            with suppress(TooManySentError):
                self._noted.spend("", most=1)
                self._note()
            raise
