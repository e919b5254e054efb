"""How single values are put into words, the same in every part of the packet.

The words are in the language in force, English outside of `in_words_of`; times and
dates are written as that language does, with UTC beside.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import TypeVar, cast

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from tipline.foundation.accounts.zones import zone_named
from tipline.foundation.languages import LANGUAGES, SOURCE
from tipline.foundation.sentence import Sentence
from tipline.foundation.web import times
from tipline.foundation.web.territories import territory
from tipline.hashing.turns import Turn
from tipline.hashing.video import clock, clocked
from tipline.intake.wording import Words, incident_words, mark_words
from tipline.referral.packet.contents import FrameMatch, Overlap, Recipient
from tipline.referral.packet.sentence import isolated

NOT_PROVIDED = "(Information Not Provided by Company)"

DASH = "\N{EN DASH}"

# Characters that reorder or hide text, so that a name could be printed as another one,
# and those that no font can know: they are written out by number.
WRITTEN_OUT = re.compile(
    "[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)

REPLACED: dict[int, str | None] = {
    **dict.fromkeys(range(0x20)),
    **dict.fromkeys(range(0x7F, 0xA0)),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    0x09: "    ",
    0x0A: "\n",
    0x2028: "\n",
    0x2029: "\n",
}


def printable(text: str) -> str:
    """Make `text` fit for paper: every character is either visible or gone.

    Control characters and NUL are removed, marks that reorder or hide text are written
    out as `[U+202E]`, and lines end in a line feed. The originals keep every byte.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(REPLACED)
    return WRITTEN_OUT.sub(lambda found: f"[U+{ord(found[0]):04X}]", lines)


Value = TypeVar("Value")


def cleaned(value: Value) -> Value:
    """Make every text in a value fit for paper, however deep it lies."""
    return cast("Value", _cleaned(value))


def _cleaned(value: object) -> object:
    if isinstance(value, Sentence):
        values = {name: _cleaned(inner) for name, inner in value.values.items()}
        return Sentence(value.template, **values)  # type: ignore[arg-type]
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(map(_cleaned, value))
    if is_dataclass(value) and not isinstance(value, type):
        held = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
        changed = {name: _cleaned(inner) for name, inner in held.items()}
        return replace(value, **changed)
    return value


def utc(at: datetime) -> datetime:
    """Give the moment in UTC to the second; at the calendar's ends unchanged."""
    try:
        return at.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        return at.replace(tzinfo=UTC, microsecond=0)


def stamp(at: datetime | None) -> str | None:
    """Write `YYYY-MM-DDTHH:MM:SSZ`, the only form that police tools read."""
    return None if at is None else utc(at).isoformat().replace("+00:00", "Z")


def moment(at: datetime | None) -> str:
    """Write `2026-11-21 14:05:09 UTC`, or that it was not provided.

    Inside `in_words_of` the time by the recipient's clock follows in parentheses. In
    another language than English that time comes first, with its day in words.
    """
    if at is None:
        return not_provided()
    if not _is_english():
        return times.written(at)
    return f"{utc(at).replace(tzinfo=None).isoformat(' ')} UTC{_beside(at)}"


@contextmanager
def in_words_of(recipient: Recipient) -> Iterator[None]:
    """Let words be in a recipient's language, and times by the recipient's clock."""
    zone = zone_named(recipient.time_zone)
    with translation.override(recipient.language), timezone.override(zone):
        yield


@contextmanager
def in_english() -> Iterator[None]:
    """Let all words be English: what programs read never changes with the reader."""
    with translation.override(SOURCE.code):
        yield


def direction() -> str:
    """Give the direction of the language in force: `rtl` or `ltr`."""
    code = translation.get_language()
    found = (each.direction for each in LANGUAGES if each.code == code)
    return next(found, SOURCE.direction)


def _is_english() -> bool:
    return translation.get_language() in (None, SOURCE.code)


def _locale() -> Locale:
    return Locale.parse(translation.get_language() or SOURCE.code, sep="-")


def _beside(at: datetime) -> str:
    """Give the time by the clock of the zone in force, empty if that is UTC."""
    try:
        local = at.astimezone(timezone.get_current_timezone())
    except OverflowError:
        return ""
    name = local.tzname() or ""
    if name == "UTC":
        return ""
    shown = local.replace(tzinfo=None, microsecond=0).isoformat(" ")
    return f" ({shown} {name if name[:1].isalpha() else f'UTC{name}'})"


def day(on: date | None) -> str:
    """Write `2026-11-21`, as other languages write it, or that it was not provided."""
    if on is None:
        return not_provided()
    return on.isoformat() if _is_english() else format_date(on, locale=_locale())


def not_provided() -> str:
    """Say that a question was not answered."""
    return _(NOT_PROVIDED)


def three_states(answer: bool | None) -> str:  # noqa: FBT001 - it is what is said
    """Say an answer: yes, no, or that none was given."""
    return {True: _("Yes"), False: _("No"), None: not_provided()}[answer]


def place(country: str | None, state: str | None) -> str:
    """Write a place from small to large, `OR, United States`, or `unknown`."""
    return joined((isolated(state), territory(country)), ", ") or _("unknown")


def joined(parts: Iterable[str | None], separator: str = " ") -> str:
    """Join the parts that say something."""
    return separator.join(part for part in parts if part)


def together(values: Iterable[str], separator: str = ", ") -> str:
    """Join values that are not ours, each in its own direction."""
    return separator.join(map(isolated, values))


def with_code(words: str, code: str) -> str:
    """Write what a wire's word means, with the word itself beside it."""
    return words if words == code else f"{words} ({isolated(code)})"


def incident_type(wire: str) -> str:
    """Write the type of an incident in plain words, with the wire's name beside it."""
    return with_code(str(incident_words(wire)), wire) if wire else ""


def marks(names: Iterable[str]) -> tuple[str, ...]:
    """Write what a report or a file is marked with in words, the wire's beside."""
    return tuple(with_code(str(mark_words(name)), name) for name in names)


def overlap_words(overlap: Overlap) -> str:
    """Say how much two videos have in common, and when in the reported one."""
    shares = (
        _("%(percent)s %% of this file") % {"percent": f"{overlap.file_percent:.0f}"},
        _("%(percent)s %% of the other video")
        % {"percent": f"{overlap.other_percent:.0f}"},
    )
    return ", ".join((*shares, *map(isolated, clocked(overlap.file_times))))


TURN_WORDS: dict[str, Words] = {
    Turn.TURNED_LEFT: _lazy("turned to the left"),
    Turn.UPSIDE_DOWN: _lazy("upside down"),
    Turn.TURNED_RIGHT: _lazy("turned to the right"),
    Turn.MIRRORED: _lazy("mirrored"),
    Turn.MIRRORED_TURNED_LEFT: _lazy("mirrored, turned to the left"),
    Turn.MIRRORED_UPSIDE_DOWN: _lazy("mirrored, upside down"),
    Turn.MIRRORED_TURNED_RIGHT: _lazy("mirrored, turned to the right"),
}


def turned(turn: str | None) -> str:
    """Say what was done to a picture; empty if it is upright."""
    return str(TURN_WORDS.get(turn, turn)) if turn else ""


def frame_words(match: FrameMatch) -> str:
    """Say which of two a frame is of, and when it is shown."""
    is_timed = match.at_ms is not None
    if match.is_in_file:
        words = (
            _("a frame at %(at)s of this video and a listed picture")
            if is_timed
            else _("a frame of this video and a listed picture")
        )
    else:
        words = (
            _("a frame at %(at)s of the listed video and this picture")
            if is_timed
            else _("a frame of the listed video and this picture")
        )
    said = words % {"at": isolated(clock(match.at_ms or 0))} if is_timed else words
    return joined((said, turned(match.turn)), ", ")


def size(size_bytes: int) -> str:
    """Write `1,234 bytes`, exact as a court wants it."""
    said = ngettext("%(count)s byte", "%(count)s bytes", size_bytes)
    return said % {"count": numeral(size_bytes)}


def numeral(number: int) -> str:
    """Write a number with the marks between thousands that the language uses."""
    return str(format_decimal(number, locale=_locale()))
