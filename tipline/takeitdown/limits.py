"""How much may come in, without keeping from where.

An address is counted under a keyed digest. The key lives in the memory of one process
and is thrown away after an hour, with all that was counted under it.
"""

import hmac
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from tipline.takeitdown.errors import TooManySentError

_HOUR: Final = 3600


class TakeItDownLimits(BaseModel):
    """What one case, one address in an hour, and everybody in a day may send."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files_a_case: int = Field(default=200, ge=1)
    files_an_hour: int = Field(default=400, ge=1)
    tries_an_hour: int = Field(default=30, ge=1)
    files_a_day: int = Field(default=20_000, ge=1)
    exact_files_a_day: int = Field(default=500, ge=1)
    kept_days: int = Field(default=730, ge=1, le=3650)


class AddressCounter:
    """Counts what comes from an address, for an hour at most, in memory alone."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._begin()

    def spend(self, address: str, *, most: int) -> None:
        """Count one more of an address; of one that is not known nothing.

        Raises:
            TooManySentError: it has had `most` in this hour.
        """
        if not address:
            return
        with self._lock:
            if self._clock() - self._began >= _HOUR:
                self._begin()
            name = hmac.digest(self._key, address.encode(), "sha256")
            if self._counts[name] >= most:
                left = _HOUR - (self._clock() - self._began)
                raise TooManySentError(retry_after_seconds=max(1, round(left)))
            self._counts[name] += 1

    def _begin(self) -> None:
        self._key = secrets.token_bytes(32)
        self._counts: Counter[bytes] = Counter()
        self._began = self._clock()
