"""Filters for drafts and for the days that count."""

from django import template

from tipline.intake.wording import Words
from tipline.paperwork.clocks import Clock
from tipline.paperwork.wording import PRESERVED, REQUEST_WORDS, URGENCY_WORDS

register = template.Library()


@register.filter
def clock_words(clock: Clock) -> Words:
    """Say what a day is about."""
    if clock.request_id is None:
        return PRESERVED
    return REQUEST_WORDS[clock.kind]


@register.inclusion_tag("agencies/_due.html")
def due(clock: Clock) -> dict[str, object]:
    """Show a day with a mark on how near it is."""
    return {"clock": clock, "words": URGENCY_WORDS[clock.urgency]}
