"""Filters that turn the values of a report into words, times and marks."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tipline.casework.queries import Logged
from tipline.casework.wording import (
    CASE_STATE_WORDS,
    DAY_KINDS,
    HANDOVER_KIND_WORDS,
    HANDOVER_STATE_WORDS,
    detail_for_people,
    log_words,
)
from tipline.casework.wording import STATE_WORDS as WORK_WORDS
from tipline.clearance.wording import GROUND_WORDS, STATE_WORDS, VERDICT_WORDS
from tipline.foundation.web import times
from tipline.foundation.web.territories import territory
from tipline.hashing import video
from tipline.intake.document import Address, Phone
from tipline.intake.public_details import PublicDetails
from tipline.intake.public_form import FIELDS, FieldKind, FormField
from tipline.intake.wording import (
    Words,
    associated_words,
    channel_words,
    incident_words,
    mark_words,
    missing_words,
)
from tipline.portals.agencies.reading import day
from tipline.referral.assembly import Officer
from tipline.referral.evidence_words import (
    ABOUT_WORDS,
    KIND_WORDS,
    SOURCE_WORDS,
    confidence_words,
    detail_in_words,
)
from tipline.referral.packet.analysts import fact_value, fact_words
from tipline.referral.packet.contents import DangerChecked
from tipline.referral.packet.sentence import as_told, in_words
from tipline.referral.packet.wording import cleaned, printable, turned

register = template.Library()

CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@register.filter
def among(key: object, table: dict[object, object]) -> object:
    """Look something up by its key; nothing if it is not there."""
    return table.get(key)


@register.filter
def told_apart(person: Officer, among: Iterable[Officer]) -> str:
    """Name an officer, with the account's address if a colleague has the same name."""
    names = [each.name for each in among]
    is_one_of_two = names.count(person.name) > 1
    return f"{person.name} ({person.email})" if is_one_of_two else person.name


@register.filter
def finding(code: str) -> Words:
    """Say a verdict, a ground or a state of a clearance."""
    return {**VERDICT_WORDS, **GROUND_WORDS, **STATE_WORDS}.get(code, code)


@register.filter
def work_state(code: str) -> Words:
    """Say how far an agency is with a report."""
    return WORK_WORDS.get(code, code)


@register.filter
def case_state(code: str) -> Words:
    """Say whether a case is worked."""
    return CASE_STATE_WORDS.get(code, code)


@register.filter
def handover(code: str) -> Words:
    """Say what a handover is, or what became of it."""
    return {**HANDOVER_KIND_WORDS, **HANDOVER_STATE_WORDS}.get(code, code)


@register.filter
def log_kind(entry: Logged) -> Words:
    """Say what an officer did."""
    return log_words(entry.kind, entry.detail)


@register.filter
def log_detail(entry: Logged) -> Words:
    """Say what of a log entry's detail is for people; numbers of records are not."""
    code = entry.detail
    if entry.kind in DAY_KINDS:
        return times.day(day(code))
    return {**WORK_WORDS, **CASE_STATE_WORDS}.get(code, detail_for_people(code))


register.filter("calendar_day", times.day)


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """Show a time to the second, in the reader's zone with UTC beside it."""
    return times.shown(at) or _("not stated")


@register.filter
def minute(at: datetime | None) -> SafeString | str:
    """Show a time to the minute, for lists that are skimmed."""
    return times.shown(at, times.TO_THE_MINUTE) or _("not stated")


@register.filter
def clocked(times: Iterable[Sequence[int]]) -> tuple[str, ...]:
    """Show when in a video something is."""
    return video.clocked(times)


@register.filter
def clock(milliseconds: int) -> str:
    """Show when in a video a frame is."""
    return video.clock(milliseconds)


@register.filter
def visible(text: str | None) -> str:
    """Write out the characters that would hide or reorder what a person typed."""
    return printable(text or "")


@register.filter
def incident(wire: str) -> Words:
    """Say an incident type in plain words."""
    return incident_words(wire)


@register.filter
def channel(element: str) -> Words:
    """Say by which kind of service an incident happened."""
    return channel_words(element)


@register.filter
def missing(field: str) -> Words:
    """Name what a report lacks."""
    return missing_words(field)


@register.filter
def evidence_source(code: str) -> Words:
    """Say what a piece of location evidence is."""
    return SOURCE_WORDS.get(code, code)


@register.filter
def evidence_about(code: str) -> Words:
    """Say whose place a piece of location evidence is about."""
    return ABOUT_WORDS.get(code, code)


@register.filter
def confidence(value: float) -> Words:
    """Say how far a piece of evidence is trusted."""
    return confidence_words(value)


@register.filter
def identifier_kind(code: str) -> Words:
    """Name a kind of identifier that two reports share."""
    return KIND_WORDS.get(code, code)


@register.filter
def spelled(mark: str) -> str:
    """Take the wire's name of a thing apart: `potentialMeme` is `potential meme`.

    What has spaces is no such name, and stays as it is.
    """
    if " " in mark:
        return mark
    return CAMEL.sub(" ", mark).lower().replace("generative ai", "generative AI")


register.filter("country", territory)
register.filter("in_words", in_words)
register.filter("evidence_detail", detail_in_words)
register.filter("fact_words", fact_words)
register.filter("associated", associated_words)
register.filter("turned", turned)
register.filter("fact_value", fact_value)


@register.filter
def told(text: str | None) -> str:
    """Say a sentence of ours in the reader's language; what others wrote stays."""
    return as_told(cleaned(text))


@register.filter
def postal_line(address: Address) -> str:
    """Write an address on one line, from small to large."""
    parts = (
        address.street,
        address.city,
        address.postal_code,
        address.state,
        address.non_us_state,
        territory(address.country),
    )
    return ", ".join(part for part in parts if part)


@register.filter
def phone_line(phone: Phone) -> str:
    """Write a number with its calling code and its extension."""
    code = f"+{phone.calling_code} " if phone.calling_code else ""
    extension = f" x{phone.extension}" if phone.extension else ""
    return printable(f"{code}{phone.number}{extension}")


@register.filter
def mark(name: str) -> str:
    """Name a mark in plain words; one that nobody knows is spelled out."""
    words = str(mark_words(name))
    return spelled(name) if words == name else words


@register.filter
def danger_check(check: DangerChecked, is_form: object = None) -> Words:
    """Say how a word of danger was checked, and what came of it."""
    found = check.kind, check.outcome
    said = {**_CHECKS, **_CHECKS_OF_FORM} if is_form else _CHECKS
    return said.get(found, check.outcome)


_CHECKS: dict[tuple[str, str], Words] = {
    ("call-back", "confirmed"): _lazy("The caller was called back and confirmed it."),
    ("call-back", "not-confirmed"): _lazy(
        "The caller was called back and did not confirm it."
    ),
    ("call-back", "not-reached"): _lazy("The caller was called back; nobody answered."),
    ("second-person", "confirmed"): _lazy(
        "A second person of the clearinghouse judged it credible."
    ),
    ("second-person", "not-confirmed"): _lazy(
        "A second person of the clearinghouse doubted it."
    ),
}
_CHECKS_OF_FORM: dict[tuple[str, str], Words] = {
    ("call-back", "confirmed"): _lazy("The person was called and confirmed it."),
    ("call-back", "not-confirmed"): _lazy(
        "The person was called and did not confirm it."
    ),
    ("call-back", "not-reached"): _lazy("The person was called; nobody answered."),
    ("second-person", "confirmed"): _lazy(
        "A person of the clearinghouse judged it credible."
    ),
    ("second-person", "not-confirmed"): _lazy(
        "A person of the clearinghouse doubted it."
    ),
}


@register.filter
def asked(details: PublicDetails, is_form: object = None) -> list[tuple[Words, Words]]:
    """List what only the public is asked, by question, with what was answered."""
    answers = {field: getattr(details, field, None) for field in FIELDS}
    labels = _LABELS_OF_FORM if is_form else {}
    choices = _CHOICES_OF_FORM if is_form else {}
    return [
        (
            labels.get(name, FIELDS[name].label),
            choices.get((name, answer)) or _answered(FIELDS[name], answer),
        )
        for name, answer in answers.items()
        if answer
    ]


def _answered(field: FormField, answer: str) -> Words:
    is_country = field.kind is FieldKind.COUNTRY
    return territory(answer) if is_country else field.says(answer)


# Where the question on the telephone speaks of a caller.
_LABELS_OF_FORM: dict[str, Words] = {
    "language": _lazy("Language of the person who reports"),
}
_CHOICES_OF_FORM: dict[tuple[str, str], Words] = {
    ("access", "unknown"): _lazy("The person who reports does not know"),
}


@register.filter
def place(fact: object) -> str:
    """Write a place from small to large, or that it is not known."""
    country = territory(getattr(fact, "country", None))
    parts = (getattr(fact, "state", None), country)
    return ", ".join(part for part in parts if part) or _("unknown")


@register.filter
def age(person: object) -> int | None:
    """Give an age, stated or estimated, or None."""
    stated: int | None = getattr(person, "age", None)
    return getattr(person, "approximate_age", None) if stated is None else stated


@register.filter
def further(account: object) -> str:
    """Give an account's further texts as one; one kind of account has several."""
    said = getattr(account, "additional_info", None) or ""
    return said if isinstance(said, str) else "\n\n".join(said)


@register.inclusion_tag("agencies/_priority.html")
def priority(level: str, size: str = "") -> dict[str, str]:
    """Show a level as its sign."""
    return {"level": level, "size": size, "css": level.lower()}


@register.inclusion_tag("agencies/_answer.html")
def answer(value: object) -> dict[str, bool | None]:
    """Show what a platform answered: yes, no, or nothing.

    Templates give an empty text for what is not there, which is not a no.
    """
    return {"value": value if isinstance(value, bool) else None}
