"""Time zones by their names in the time zone database, such as Europe/Berlin."""

from datetime import tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

UTC_NAME = "UTC"


@cache
def time_zones() -> tuple[str, ...]:
    """Give the names that somebody can choose: UTC, and those of places."""
    places = (name for name in _known() if "/" in name)
    return (UTC_NAME, *sorted(n for n in places if not n.startswith("Etc/")))


def is_time_zone(name: str) -> bool:
    """Tell whether the name is one of the time zone database's."""
    return name in _known()


def zone_named(name: str) -> tzinfo:
    """Give a zone by its name; UTC if it is empty, or was renamed since it was kept."""
    return ZoneInfo(name if name and is_time_zone(name) else UTC_NAME)


@cache
def _known() -> frozenset[str]:
    # To list them is to walk a folder of hundreds of files: not for every page.
    return frozenset(available_timezones())
