"""Small judgments and words for the operations templates."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tipline.hashlist.states import ListKind, Tier
from tipline.intake.wording import Words
from tipline.portals.operations.forms import KINDS
from tipline.portals.operations.list_forms import LIST_KINDS

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
