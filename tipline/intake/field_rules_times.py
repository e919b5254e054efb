"""Rules about times: with a zone, in the past, in the order in which things happen."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from lxml import etree

from tipline.intake.field_rules_said import Said, text_of, warned
from tipline.intake.wire_time import read_day, read_time

# Clocks of platforms run a little ahead; further ahead something is wrong.
CLOCK_TOLERANCE: Final = timedelta(minutes=5)

# A day has begun somewhere on earth 14 hours before it begins in UTC.
_FIRST_ZONE: Final = timedelta(hours=14)

_TIME_ELEMENTS = frozenset({"incidentDateTime", "dateTime", "uploadedToEspTimestamp"})
_TIME_ATTRIBUTES = (
    "verificationDate",
    "timestamp",
    "disabledDate",
    "userNotifiedDate",
    "reenabledDate",
)


def time_breaches(element: etree._Element, at: datetime) -> Iterator[Said]:
    """Say what is wrong with this element's times, seen from `at`."""
    name = str(element.tag)
    if name in _TIME_ELEMENTS:
        yield from _time(element, at=at)
    elif name == "dateOfBirth":
        yield from _day(element, at)
    if element.attrib:
        for attribute in _TIME_ATTRIBUTES:
            if element.get(attribute) is not None:
                yield from _time(element, attribute, at=at)
        yield from _account_order(element)


def _time(
    element: etree._Element, attribute: str = "", *, at: datetime
) -> Iterator[Said]:
    """Judge an element's own text, or one of its attributes."""
    name = attribute or str(element.tag)
    of = "of an attribute" if attribute else ""
    text = element.get(attribute) or "" if attribute else text_of(element)
    try:
        time = read_time(text)
    except ValueError:
        if text[:4].isdigit() or text[:1] == "-":
            subject = f"attribute '{name}'" if attribute else f"'{name}'"
            sentence = f"{subject} must be a time between the years 1 and 9999."
            yield Said(element, "time.out-of-range", sentence)
        return
    if not time.zoned:
        yield warned(element, "time.zone-missing", of, name=name)
    if time.at > at:
        early = warned(element, "time.in-future", of, name=name)
        far = element.tag == "incidentDateTime" and time.at - at > CLOCK_TOLERANCE
        yield early._replace(rule_id="incident.in-future") if far else early


def _day(element: etree._Element, at: datetime) -> Iterator[Said]:
    text = text_of(element)
    try:
        day = read_day(text)
    except ValueError:
        if text[:4].isdigit() or text[:1] == "-":
            sentence = "'dateOfBirth' must be a day between the years 1 and 9999."
            yield Said(element, "time.out-of-range", sentence)
        return
    if day > (at.astimezone(UTC) + _FIRST_ZONE).date():
        yield warned(element, "time.in-future", "of a birthday")


def _account_order(element: etree._Element) -> Iterator[Said]:
    disabled = _attribute_time(element, "disabledDate")
    notified = _attribute_time(element, "userNotifiedDate")
    restored = _attribute_time(element, "reenabledDate")
    if disabled and notified and notified < disabled:
        yield warned(element, "account.notified-before-disabled")
    if disabled and restored and restored <= disabled:
        yield warned(element, "account.re-enabled-before-disabled")


def _attribute_time(element: etree._Element, name: str) -> datetime | None:
    try:
        return read_time(element.get(name) or "").at
    except ValueError:
        return None
