"""Read what a person answered: kept as typed, and what of it cannot be understood.

Nothing that a frightened person says is refused for its form: an answer that is no
number, address or code stays as it is in the original, and a sentence says what to
write instead. Only what passes a limit is refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from tipline.intake.errors import AnswerTooLongError
from tipline.intake.public_form import (
    SECTIONS_BY_ID,
    URLS_MOST,
    FieldKind,
    FormField,
    FormSection,
)
from tipline.intake.us_states import US_STATES
from tipline.intake.wording import Words

Answers = Mapping[str, str]

AGE_MOST = 120
PHONE_DIGITS_LEAST = 5
# A name and at least one dot, in whatever script; what it names is not looked up.
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_URL = re.compile(r"(?:https?://)?[^\s/@:]+\.[^\s/]{2,}(?:/\S*)?", re.IGNORECASE)
_COUNTRY = re.compile(r"[A-Za-z]{2}")
# PostgreSQL's JSON cannot keep NUL; other control characters only hide text.
_CONTROLS = {code: None for code in range(0x20) if code not in (0x09, 0x0A)}


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """An answer that was kept and not understood, and what to write instead."""

    field: str
    sentence: Words


def typed(section: FormSection, sent: Mapping[str, str]) -> dict[str, str]:
    """Give the answers of a section as they were typed; what is empty is left out.

    Raises:
        AnswerTooLongError: an answer is longer than its field takes.
    """
    found = {f.name: sent.get(f.name, "") for f in section.fields}
    for field in section.fields:
        if len(found[field.name]) > field.longest:
            raise AnswerTooLongError(field=str(field.label), longest=field.longest)
    return {name: text for name, text in found.items() if text.strip()}


def troubles(section: FormSection, answers: Answers) -> tuple[Trouble, ...]:
    """Say which answers could not be understood."""
    found = ((field, answers.get(field.name, "")) for field in section.fields)
    return tuple(
        Trouble(field=field.name, sentence=sentence)
        for field, text in found
        if text.strip() and (sentence := _trouble(field, text))
    )


def all_troubles(answers: Answers) -> tuple[Trouble, ...]:
    """Say it of all sections."""
    of_each = (troubles(section, answers) for section in SECTIONS_BY_ID.values())
    return tuple(trouble for some in of_each for trouble in some)


def _trouble(field: FormField, text: str) -> Words | None:
    match field.kind:
        case FieldKind.LINE | FieldKind.TEXT:
            return None
        case FieldKind.CHOICE:
            is_known = choice(field, text) is not None
            return None if is_known else _("Choose one of the answers.")
        case FieldKind.URLS:
            all_lines = [line for line in clean(text).split("\n") if line.strip()]
            is_whole = len(urls(text)) == len(all_lines) <= URLS_MOST
            return (
                None
                if is_whole
                else _("A line is no web address, such as example.org/page.")
            )
        case kind:
            return None if _READ[kind](text) is not None else _WANTED[kind]


_WANTED: dict[FieldKind, Words] = {
    FieldKind.AGE: _("Write whole years, such as 12."),
    FieldKind.DAY: _("Write the day as year-month-day, such as 2026-11-21."),
    FieldKind.PHONE: _(
        "Write digits, with the country, such as +1\u00a0617\u00a0555\u00a00100."
    ),
    FieldKind.EMAIL: _("Write a whole address, such as name@example.org."),
    FieldKind.COUNTRY: _("Write the two letters of the country, such as US or DE."),
    FieldKind.STATE: _("Write the two letters of a state, such as MA."),
}


def clean(text: str | None) -> str:
    """Give a text without control characters and without space around it."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return lines.translate(_CONTROLS).strip()


def choice(field: FormField, text: str | None) -> str | None:
    """Give the code of a chosen answer, or None."""
    code = clean(text)
    return code if any(each.code == code for each in field.choices) else None


def age(text: str | None) -> int | None:
    """Give whole years, or None."""
    digits = clean(text)
    is_number = digits.isascii() and digits.isdecimal() and len(digits) < 4  # noqa: PLR2004 - no age has four digits
    return int(digits) if is_number and int(digits) <= AGE_MOST else None


def day(text: str | None) -> date | None:
    """Give a day of the calendar, or None."""
    try:
        return date.fromisoformat(clean(text))
    except ValueError:
        return None


def phone(text: str | None) -> str | None:
    """Give what can be a number to call, or None."""
    number = clean(text)
    is_one = sum(map(str.isdecimal, number)) >= PHONE_DIGITS_LEAST
    return number if is_one else None


def email(text: str | None) -> str | None:
    """Give what can be an e-mail address, or None."""
    address = clean(text)
    return address if _EMAIL.fullmatch(address) else None


def country(text: str | None) -> str | None:
    """Give two capital letters, or None."""
    code = clean(text)
    return code.upper() if _COUNTRY.fullmatch(code) else None


def state(text: str | None) -> str | None:
    """Give a state or territory of the United States, or None."""
    code = clean(text).upper()
    return code if code in US_STATES else None


def urls(text: str | None) -> tuple[str, ...]:
    """Give the lines that can be web addresses, the first URLS_MOST of them."""
    return tuple(_urls(clean(text)))[:URLS_MOST]


def _urls(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        address = line.strip()
        if _URL.fullmatch(address):
            yield address


_READ = {
    FieldKind.AGE: age,
    FieldKind.DAY: day,
    FieldKind.PHONE: phone,
    FieldKind.EMAIL: email,
    FieldKind.COUNTRY: country,
    FieldKind.STATE: state,
}
