"""When an unfinished report ends by itself."""

from datetime import datetime, timedelta

AFTER_OPENING = timedelta(hours=24)
AFTER_LAST_CHANGE = timedelta(hours=1)


def expires_at(opened_at: datetime, changed_at: datetime) -> datetime:
    """Give the later of 24 hours after opening and one hour after the last change.

    Source: the reporting protocol's documentation of `/finish`.
    """
    return max(opened_at + AFTER_OPENING, changed_at + AFTER_LAST_CHANGE)
