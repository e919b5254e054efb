"""Causes of alarms in plain words, and times."""

from datetime import datetime

from django import template

from tipline.alerting.wording import CAUSE_WORDS
from tipline.foundation.web import times
from tipline.intake.wording import Words
from tipline.portals.duty.words import ADVICE_WORDS

register = template.Library()


@register.filter
def cause(code: str) -> Words:
    """Say why an alarm was raised."""
    return CAUSE_WORDS.get(code, code)


@register.filter
def advice(code: str) -> Words:
    """Say what is done about it."""
    return ADVICE_WORDS.get(code, "")


@register.filter
def moment(at: datetime) -> str:
    """Show a time to the second, in the reader's zone with UTC beside it."""
    return times.shown(at)


@register.filter
def minute(at: datetime) -> str:
    """Show a time to the minute, in the reader's zone with UTC beside it."""
    return times.shown(at, times.TO_THE_MINUTE)
