"""How many requests a platform may send: a bucket that refills steadily."""

import math
import threading
import time
from collections.abc import Callable

from django.conf import settings

from tipline.foundation.policy.principal import Principal
from tipline.portals.platforms.errors import RateLimitError


class Limits:
    """One bucket per credential, in this process.

    A bucket holds a minute's worth, so that a burst passes and a flood does not. Every
    web process has its own; each takes its share of the limit.
    """

    def __init__(
        self, per_minute: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Allow `per_minute` requests to each credential."""
        self.per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def spend(self, platform: Principal) -> None:
        """Count one request, or raise RateLimitError with the time to wait."""
        now, rate = self._clock(), self.per_minute / 60
        with self._lock:
            left, since = self._buckets.get(platform.actor, (self.per_minute, now))
            left = min(float(self.per_minute), left + (now - since) * rate)
            enough = left >= 1
            self._buckets[platform.actor] = (left - 1 if enough else left, now)
        if not enough:
            raise RateLimitError(retry_after_seconds=math.ceil((1 - left) / rate))


LIMITS = Limits(
    max(
        1,
        settings.ENVIRONMENT.platform_requests_per_minute
        // settings.ENVIRONMENT.web_workers,
    )
)
