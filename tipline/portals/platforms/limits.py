"""How many requests a platform may send."""

from django.conf import settings

from tipline.foundation.policy.principal import Principal
from tipline.foundation.web.buckets import Buckets
from tipline.portals.platforms.errors import RateLimitError


class Limits(Buckets):
    """One bucket per platform, whatever its credentials; one more for its tests."""

    def spend(self, platform: Principal) -> None:
        """Count one request, or raise RateLimitError with the time to wait."""
        world = "test" if platform.is_test else "production"
        if wait := self.take(f"{platform.organization_id} {world}"):
            raise RateLimitError(retry_after_seconds=wait)


LIMITS = Limits(
    max(
        1,
        settings.ENVIRONMENT.platform_requests_per_minute
        // settings.ENVIRONMENT.web_workers,
    )
)
