"""Codes in plain words, ages, and sizes, for the console's templates."""

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tipline.clearance.wording import GROUND_WORDS, STATE_WORDS, VERDICT_WORDS
from tipline.hashlist.feedback_reasons import name_of
from tipline.intake.wording import (
    Words,
    designation_words,
    incident_words,
    missing_words,
)
from tipline.portals.console import words
from tipline.referral.evidence_words import (
    ABOUT_WORDS,
    KIND_WORDS,
    NETWORK_WORDS,
    SOURCE_WORDS,
    confidence_words,
)
from tipline.referral.packet.wording import printable
from tipline.review import wording
from tipline.triage.wording import FACT_WORDS, PLACE_WORDS, STEP_WORDS, fact_words

register = template.Library()

_TABLES: dict[str, dict[str, Words]] = {
    "blur": words.BLUR_WORDS,
    "concern": words.CONCERN_WORDS,
    "ground": words.GROUND_WORDS,
    "legal-basis": words.BASIS_KIND_WORDS,
    "limit": words.LIMIT_WORDS,
    "severity": words.SEVERITY_WORDS,
    "severity-meaning": words.SEVERITY_MEANINGS,
    "variant": words.VARIANT_WORDS,
    "about": ABOUT_WORDS,
    "finding": {**VERDICT_WORDS, **GROUND_WORDS, **STATE_WORDS},
    "asked": wording.ASKED_WORDS,
    "basis": words.BASIS_WORDS,
    "dimension": wording.DIMENSION_WORDS,
    "how": wording.HOW_WORDS,
    "content-type": wording.CONTENT_TYPE_WORDS,
    "happening": words.HAPPENING_WORDS,
    "list-kind": words.LIST_KIND_WORDS,
    "proposal": words.PROPOSAL_WORDS,
    "sight": words.SIGHT_WORDS,
    "state": words.ITEM_STATE_WORDS,
    "inspection": words.INSPECTION_WORDS,
    "kind": KIND_WORDS,
    "network": NETWORK_WORDS,
    "role": words.ROLE_WORDS,
    "source": SOURCE_WORDS,
    "step": STEP_WORDS,
    "advice": words.STEP_ADVICE,
    "station": words.STATION_WORDS,
    "assessed": words.ASSESSED_WORDS,
    "strength": words.STRENGTH_WORDS,
    "fact": FACT_WORDS,
    "level": words.LEVEL_WORDS,
    "own-signal": words.OWN_SIGNAL_WORDS,
    "kin": words.KIN_WORDS,
    "field": words.FIELD_WORDS,
    "check": words.CHECK_WORDS,
    "outcome": words.OUTCOME_WORDS,
    "release": words.RELEASE_WORDS,
}

register.filter("incident", incident_words)
register.filter("missing", missing_words)
register.filter("why_designated", designation_words)
register.filter("yes_no", words.yes_no)
register.filter("marks", words.marks)
register.filter("trusted", confidence_words)
register.filter("reason", name_of)
register.filter("tags", wording.tags_of)
register.filter("industry_class", wording.industry_class)


@register.filter
def plain(text: Words | None) -> str:
    """Write out characters that would hide or reorder what somebody typed."""
    return printable(str(text or ""))


@register.filter
def named(actor: str, names: Mapping[str, str]) -> str:
    """Name who acted; a program or the system stays as it is."""
    return names.get(actor, actor)


@register.filter
def said(code: str, table: str) -> Words:
    """Say a code in the words of a table; one that it lacks stays as it is."""
    return _TABLES[table].get(code, code)


@register.filter
def by(actor: str, names: Mapping[str, str]) -> str:
    """Give the name of whoever acted; what is no person is the system."""
    return names.get(actor) or _("Tipline itself")


@register.filter
def fact(text: str) -> str:
    """Say a fact of a rule: `novel_files=3` becomes a count with its noun."""
    if text.startswith("term:"):
        return _term(*text.removeprefix("term:").partition("@")[::2])
    name, _equals, number = text.partition("=")
    if number.isdecimal() and name in words.COUNT_WORDS:
        return f"{number} {words.COUNT_WORDS[name]}"
    return str(fact_words(text))


def _term(term_id: str, place: str) -> str:
    """Say a term in its own words, its language and where it stood."""
    where = PLACE_WORDS.get(place, place)
    term = settings.PRIORITY_TABLE.terms.by_id(term_id)
    if term is None:
        return _("term %(id)s, in %(where)s") % {"id": term_id, "where": where}
    return _("“%(term)s” (%(language)s), in %(where)s") % {
        "term": term.term.removesuffix("*"),
        "language": term.language,
        "where": where,
    }


@register.filter
def lasted(seconds: float) -> str:
    """Say how long something took, in the unit in which it is read at a glance."""
    minutes = int(seconds) // 60
    if seconds < 1:
        return _("under a second")
    if minutes < 1:
        return ngettext("%(n)s second", "%(n)s seconds", int(seconds)) % {
            "n": int(seconds)
        }
    hours = minutes // 60
    if hours:
        return _("%(hours)s h %(minutes)s min") % {
            "hours": hours,
            "minutes": minutes % 60,
        }
    return _("%(minutes)s min %(seconds)s s") % {
        "minutes": minutes,
        "seconds": int(seconds) % 60,
    }


@register.filter
def age(at: datetime, now: datetime) -> str:
    """Say how long ago `at` was, in its largest unit; a queue is read at a glance."""
    seconds = max(int((now - at).total_seconds()), 0)
    days, hours, minutes = seconds // 86_400, seconds // 3600, seconds // 60
    if days:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if hours:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    if minutes:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return _("just now")
