"""Small judgments and words for the operations templates."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tipline.hashlist.states import ListKind, Tier
from tipline.intake.wording import Words, incident_words
from tipline.portals.operations.forms import KINDS
from tipline.portals.operations.list_forms import LIST_KINDS
from tipline.triage.priority import Condition

register = template.Library()

SOON = timedelta(days=30)  # time enough to hand a new credential over

_WITHOUT: dict[str, Words] = {
    "inspect": gettext_lazy("A picture of it has no facts and no perceptual hash."),
    "match": gettext_lazy("Its files were not compared with the lists."),
    "link": gettext_lazy("It is not compared with other reports."),
    "assess": gettext_lazy("It has no level and is not in the analysts' queue."),
    "route": gettext_lazy("It may be with no agency."),
    "watch": gettext_lazy("A video of it has no facts and no frame hashes."),
    "reassess": gettext_lazy("Its level does not take its videos into account."),
}
_ITEM_STATES: dict[str, Words] = {
    "proposed": gettext_lazy("Proposed"),
    "active": gettext_lazy("Active"),
    "suspended": gettext_lazy("Suspended"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
_TIERS: dict[str, Words] = {
    Tier.CRYPTOGRAPHIC: gettext_lazy("cryptographic hashes"),
    Tier.PERCEPTUAL: gettext_lazy("perceptual hashes, too"),
    Tier.MATCH_ONLY: gettext_lazy("no hashes: it asks about single ones"),
}


@register.filter
def tier_words(tier: str) -> Words:
    """Say what a member of a tier receives."""
    return _TIERS.get(tier, tier)


@register.filter
def kind_words(kind: str) -> Words:
    """Name the organizations of a kind."""
    return KINDS.get(kind, kind)


@register.filter
def without_it(step: str) -> Words:
    """Say what a report lacks while a step has failed."""
    return _WITHOUT.get(step, "")


@register.filter
def list_kind(kind: str) -> Words:
    """Say the kind of a hash list."""
    return LIST_KINDS.get(ListKind(kind), kind)


@register.filter
def item_state(state: str) -> Words:
    """Say the state of an item."""
    return _ITEM_STATES.get(state, state)


@register.filter
def percent(share: float) -> str:
    """Write a share as per cent, exactly enough for one in a hundred thousand."""
    return f"{share * 100:.3f} %"


@register.filter
def is_soon(at: datetime, now: datetime) -> bool:
    """Tell whether a credential ends before somebody may think of it."""
    return at - now < SOON


@register.filter
def is_actor(person: object, actor: str) -> bool:
    """Tell whether a person is the one who looks at the page."""
    return f"person:{getattr(person, 'pk', None)}" == actor


@register.filter
def unfinished(reports: Mapping[str, int]) -> int:
    """Add up the reports that were retracted or expired."""
    return reports.get("retracted", 0) + reports.get("expired", 0)


@register.filter
def pairs(details: str) -> list[tuple[str, object]]:
    """Give an entry's details as names and values."""
    return list(json.loads(details).items())


@register.filter
def age(at: datetime | None, now: datetime) -> str:
    """Say how long ago `at` was, in its largest unit."""
    if at is None:
        return ""
    seconds = max(int((now - at).total_seconds()), 0)
    days, hours, minutes = seconds // 86_400, seconds // 3600, seconds // 60
    if days:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if hours:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    if minutes:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return _("less than a minute")


_STATIONS: dict[str, Words] = {
    "assessed": gettext_lazy("Ranked"),
    "available": gettext_lazy("At an agency"),
    "opened": gettext_lazy("Opened there"),
    "acknowledged": gettext_lazy("Acknowledged there"),
}
_THEMES: dict[str, Words] = {
    "now": gettext_lazy("Time pressure"),
    "meeting": gettext_lazy("A meeting"),
    "self-harm": gettext_lazy("Self-harm"),
    "access": gettext_lazy("A child in the household or in care"),
    "trust": gettext_lazy("A position of trust"),
}
_SIGNALS: dict[str, Words] = {
    "escalated": gettext_lazy("the platform escalated it"),
    "incident_type": gettext_lazy("the incident is"),
    "report_annotations": gettext_lazy("the report is marked"),
    "file_annotations": gettext_lazy("a file that is not viral is marked"),
    "child_account": gettext_lazy("a child's account is named"),
    "novel_files": gettext_lazy("files on no list: at least"),
    "repeat_reports": gettext_lazy("other reports on the same person: at least"),
    "known_files": gettext_lazy("files of known material: at least"),
    "viral_files": gettext_lazy("files of often-seen material: at least"),
    "incident_days": gettext_lazy("days since the incident: at most"),
    "place": gettext_lazy("something hints at a place"),
    "terms_now": gettext_lazy("terms of time pressure: at least"),
    "terms_meeting": gettext_lazy("terms of a meeting: at least"),
    "terms_self_harm": gettext_lazy("terms of self-harm: at least"),
    "terms_access": gettext_lazy("terms of household or care: at least"),
    "terms_trust": gettext_lazy("terms of a position of trust: at least"),
}


@register.filter
def station(name: str) -> Words:
    """Name a station between the platform's finish and the agency's hands."""
    return _STATIONS.get(name, name)


@register.filter
def theme(name: str) -> Words:
    """Say what a term speaks of."""
    return _THEMES.get(name, name)


@register.filter
def signal(name: str, condition: Condition) -> str:
    """Say what a rule asks of a signal."""
    words = _SIGNALS.get(name, name)
    if condition is True:
        return str(words)
    if isinstance(condition, tuple):
        listed = ", ".join(str(incident_words(word)) for word in condition)
        return _("%(signal)s one of: %(words)s") % {"signal": words, "words": listed}
    return _("%(signal)s %(number)s") % {"signal": words, "number": condition}
