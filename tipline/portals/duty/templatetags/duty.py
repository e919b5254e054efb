"""Causes of alarms in plain words."""

from django import template

from tipline.intake.wording import Words
from tipline.portals.duty.words import ADVICE_WORDS, CAUSE_WORDS

register = template.Library()


@register.filter
def cause(code: str) -> Words:
    """Say why an alarm was raised."""
    return CAUSE_WORDS.get(code, code)


@register.filter
def advice(code: str) -> Words:
    """Say what is done about it."""
    return ADVICE_WORDS.get(code, "")
