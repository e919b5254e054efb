"""Plain words for what made a rule speak, as it is kept with a ranking."""

import re

from django.utils.translation import gettext_lazy as _

from tipline.intake.public_form import ACCESS_CHOICES, TOLD_BY_CHOICES
from tipline.intake.wording import MARK_WORDS, Words, incident_wire, incident_words
from tipline.triage.priority import Theme

# The steps of a report's journey that may fail.
STEP_WORDS: dict[str, Words] = {
    "inspect": _("Inspect the pictures"),
    "match": _("Match with the lists"),
    "link": _("Link with other reports"),
    "assess": _("Assess"),
    "route": _("Route to agencies"),
    "watch": _("Inspect the videos"),
    "reassess": _("Match and assess with the videos"),
}
FACT_WORDS: dict[str, Words] = {
    "escalateToHighPriority": _("the reason is quoted above"),
    "location": _("there is evidence of a place"),
    "childAccount": _("a child's account is named"),
    "danger:unverified": _("unverified"),
    "danger:confirmed": _("confirmed by a call back or a second person"),
    **STEP_WORDS,
    **{f"access:{choice.code}": choice.label for choice in ACCESS_CHOICES},
    **{f"told_by:{choice.code}": choice.label for choice in TOLD_BY_CHOICES},
}
# Where in a report a term was found.
PLACE_WORDS: dict[str, Words] = {
    "escalation": _("the reason to escalate"),
    "additional-info": _("the additional information"),
    "incident-time": _("the time's description"),
    "reported-person": _("what is said of the reported person"),
    "profile": _("the reported person's profile"),
    "recipient": _("what is said of the recipient"),
    "child": _("what is said of the child"),
    "chat": _("the text as sent"),
    "channel": _("what is said of the channel"),
    "file": _("what is said of a file"),
    "danger": _("what the caller says of the danger"),
    "how-known": _("how the caller knows"),
}
# What a term speaks of; the ids of the shipped table end with the theme and a number.
THEME_WORDS: dict[str, Words] = {
    Theme.NOW: _("something that happens now or soon"),
    Theme.MEETING: _("a meeting in person"),
    Theme.SELF_HARM: _("suicide or self-harm"),
    Theme.ACCESS: _("being near a child"),
    Theme.TRUST: _("a position of trust"),
}
_TERM_ID = re.compile(rf"[a-z]+-({'|'.join(Theme)})-[0-9]+")


def term_words(term_id: str) -> Words:
    """Say what a term speaks of; one of an operator's own table has its id."""
    known = _TERM_ID.fullmatch(term_id)
    return THEME_WORDS[known[1]] if known else term_id


def fact_words(code: str) -> Words:
    """Say a fact that is no count: a mark, an incident, an answer; else as it is."""
    known = MARK_WORDS.get(code) or FACT_WORDS.get(code)
    return known or incident_words(incident_wire(code) or code)
