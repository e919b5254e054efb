"""Plain words for the cells of the tables that decide where reports go."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext_lazy as _

from tipline.foundation.web.territories import territory
from tipline.intake.wording import Words, incident_wire, incident_words
from tipline.referral.agencies import Channel
from tipline.referral.national_law import FALLBACK, HOLD, Material
from tipline.referral.routing_rules import (
    ABROAD,
    ANY,
    COUNTRY_DESK,
    EU_MEMBERS,
    KNOWN,
    TASK_FORCE,
    UNKNOWN,
    When,
)
from tipline.referral.table_changes import What

register = template.Library()

_CHANNELS: dict[str, Words] = {
    Channel.DIRECT: _("directly"),
    Channel.ATTACHE: _("through a legal attaché"),
    Channel.INTERPOL: _("through Interpol"),
}
_WHEN: dict[str, Words] = {
    When.PLACE: _("for each place"),
    When.MILITARY: _("if evidence is military"),
    When.NOWHERE: _("if no place is known"),
    When.NOBODY: _("if no other rule found an agency"),
}
_PLACES: dict[str, Words] = {
    ANY: _("any"),
    KNOWN: _("known"),
    UNKNOWN: _("unknown"),
    ABROAD: _("abroad"),
    EU_MEMBERS: _("members of the European Union"),
}
_RECEIVERS: dict[str, Words] = {
    TASK_FORCE: _("the task force of the place"),
    COUNTRY_DESK: _("the desk of the country"),
}
_MATERIAL: dict[str, Words] = {
    Material.CSAM: _("apparent CSAM"),
    Material.EXPLOITATIVE: _("exploitative, not CSAM"),
    Material.TEXT: _("text"),
    Material.DRAWN: _("drawn"),
    Material.OTHER: _("what is not relevant"),
    Material.GENERATED: _("also if generated"),
    Material.AGE_UNDETERMINED: _("also if no age can be told"),
}
_OTHERWISE: dict[str, Words] = {
    FALLBACK: _("goes to whom the rules name for nobody"),
    HOLD: _("is kept apart"),
}
_CHANGES: dict[str, Words] = {
    What.ADDED: _("added"),
    What.CHANGED: _("changed"),
    What.REMOVED: _("removed"),
}


@register.filter
def channel_words(channel: str) -> Words:
    """Say on which way an agency receives."""
    return _CHANNELS.get(channel, channel)


@register.filter
def when_words(when: str) -> Words:
    """Say when a rule is looked at."""
    return _WHEN.get(when, when)


@register.filter
def place_words(place: str) -> Words:
    """Say which countries or states a rule is about."""
    return _PLACES.get(place, place)


@register.filter
def receiver_words(receiver: str) -> Words:
    """Say whom a rule sends to; an agency's code stays as it is."""
    return _RECEIVERS.get(receiver, receiver)


@register.filter
def recipient_words(recipient: str) -> str:
    """Name the country that a filter is for; an agency's code stays as it is."""
    return territory(recipient)


@register.filter
def incidents_wanted(cell: str) -> list[Words]:
    """Say which kinds of incident a filter lets through."""
    codes = cell.split() if cell != ANY else []
    return [incident_words(incident_wire(code) or code) for code in codes] or [_("any")]


@register.filter
def material_wanted(cell: str) -> list[Words]:
    """Say which material a filter lets through."""
    words = cell.split() if cell != ANY else []
    return [_MATERIAL.get(word, word) for word in words] or [_("any")]


@register.filter
def otherwise_words(cell: str) -> Words:
    """Say what becomes of what a filter holds back."""
    return _OTHERWISE.get(cell) or _("goes to %(agency)s") % {"agency": cell}


@register.filter
def change_words(what: str) -> Words:
    """Say what became of a line."""
    return _CHANGES.get(what, what)


@register.filter
def named(actor: str, names: Mapping[str, str]) -> str:
    """Give the name of whoever acted; what is no person stays as it is."""
    return names.get(actor, actor)
