"""Times and days as XML Schema writes them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")


@dataclass(frozen=True)
class WireTime:
    """A moment in UTC; `zoned` is False where the sender left the zone out."""

    at: datetime
    zoned: bool


def read_time(text: str) -> WireTime:
    """Read an `xs:dateTime`; without a zone it counts as UTC.

    Fractions finer than a microsecond are cut, `24:00:00` is the next midnight.

    Raises:
        ValueError: not such a time, or outside the years 1 to 9999.
    """
    text = text.strip()
    midnight = "T24:00:00" in text
    plain = text.replace("T24:00:00", "T00:00:00") if midnight else text
    try:
        moment = datetime.fromisoformat(plain) + timedelta(days=midnight)
        zoned = _ZONE.search(text) is not None
        at = moment.astimezone(UTC) if zoned else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError(text) from error
    return WireTime(at, zoned)


def read_day(text: str) -> date:
    """Read an `xs:date`; a zone is allowed there and says nothing about the day.

    Raises:
        ValueError: not such a day, or outside the years 1 to 9999.
    """
    return date.fromisoformat(_ZONE.sub("", text.strip()))
