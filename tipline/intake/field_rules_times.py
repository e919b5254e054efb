"""Rules about times: with a zone, in the past, in the order in which things happen."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from lxml import etree

from tipline.intake.field_rules_said import Said, text_of
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
        yield from _time(element, f"'{name}'", text_of(element), at=at)
    elif name == "dateOfBirth":
        yield from _day(element, at)
    if element.attrib:
        for attribute in _TIME_ATTRIBUTES:
            if (text := element.get(attribute)) is not None:
                yield from _time(element, f"attribute '{attribute}'", text, at=at)
        yield from _account_order(element)


def _time(
    element: etree._Element, subject: str, text: str, *, at: datetime
) -> Iterator[Said]:
    try:
        time = read_time(text)
    except ValueError:
        if text[:4].isdigit() or text[:1] == "-":
            sentence = f"{subject} must be a time between the years 1 and 9999."
            yield Said(element, "time.out-of-range", sentence)
        return
    if not time.zoned:
        sentence = (
            f"{subject} has no time zone; end it with Z for UTC, or with an offset"
            " such as -07:00. It is taken for UTC."
        )
        yield Said(element, "time.zone-missing", sentence)
    if time.at > at:
        yield _future(element, subject, time.at - at)


def _future(element: etree._Element, subject: str, ahead: timedelta) -> Said:
    far = element.tag == "incidentDateTime" and ahead > CLOCK_TOLERANCE
    rule_id = "incident.in-future" if far else "time.in-future"
    sentence = f"{subject} lies in the future; write when it happened, with its zone."
    return Said(element, rule_id, sentence)


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
        sentence = "'dateOfBirth' lies in the future; write the day of birth."
        yield Said(element, "time.in-future", sentence)


def _account_order(element: etree._Element) -> Iterator[Said]:
    disabled = _attribute_time(element, "disabledDate")
    notified = _attribute_time(element, "userNotifiedDate")
    restored = _attribute_time(element, "reenabledDate")
    if disabled and notified and notified < disabled:
        sentence = (
            "attribute 'userNotifiedDate' lies before 'disabledDate'; correct one."
        )
        yield Said(element, "account.notified-before-disabled", sentence)
    if disabled and restored and restored <= disabled:
        sentence = "attribute 'reenabledDate' must lie after 'disabledDate'."
        yield Said(element, "account.re-enabled-before-disabled", sentence)


def _attribute_time(element: etree._Element, name: str) -> datetime | None:
    try:
        return read_time(element.get(name) or "").at
    except ValueError:
        return None
