"""How many requests somebody may send: a bucket that refills steadily."""

import math
import threading
import time
from collections.abc import Callable


class Buckets:
    """One bucket per name, in this process.

    A bucket holds a minute's worth, so that a burst passes and a flood does not. Every
    web process has its own; each takes its share of the limit.
    """

    def __init__(
        self, per_minute: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Allow `per_minute` requests to each name."""
        self.per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, name: str) -> int:
        """Count one request; give the seconds to wait if it is one too many, else 0."""
        now, rate = self._clock(), self.per_minute / 60
        with self._lock:
            left, since = self._buckets.get(name, (self.per_minute, now))
            left = min(float(self.per_minute), left + (now - since) * rate)
            enough = left >= 1
            self._buckets[name] = (left - 1 if enough else left, now)
        return 0 if enough else math.ceil((1 - left) / rate)
