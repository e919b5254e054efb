"""When a report by the form says nothing that another has not said: a rule in public.

What somebody answered is compared by three things, and by nothing else. Who they are,
where they are and when they wrote is not asked.

words      what they wrote, as letters: case, signs, digits and web addresses are left
           out. Of two texts so many pieces are the same, a piece being 5 letters in a
           row: 95 in 100, and they say the same; 70 in 100, and there is room for a
           sentence of one's own. A text under 40 letters is the same or is not.
named      web addresses, user names, e-mail addresses and telephone numbers.
answers    every other answer about what happened, the child and the person reported,
           and whatever in the words has a digit, an @, or a point or stroke inside: an
           address, a number, a name. It sets a report apart, and makes none alike.

A report is like another in ALL if its words say the same and it names and answers
nothing that the other does not. It is like it in its WORDS, from 70 in 100, or in what
is NAMED if only that is the same. So what is told for the first time is like nothing,
but for a few words in a text that is twenty times as long.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tipline.intake.public_form import FIELDS, FieldKind

PIECE: Final = 5  # letters
LETTERS_LEAST: Final = 40  # below, only what is quite the same is the same
SKETCH: Final = 128  # the least digests of a text's pieces stand for all of them
FOUND_BY: Final = 8  # of these
SAME: Final = 0.95  # share of pieces
NEARLY: Final = 0.7  # share of pieces: a sentence may be new

_NAMING: Final = frozenset({FieldKind.URLS, FieldKind.EMAIL, FieldKind.PHONE})
# About whoever reports, or about a danger: neither is ever compared.
_NOT_COMPARED: Final = frozenset(
    {
        *("danger_now", "danger", "child_now", "callback_number", "language"),
        *("told_by", "reporter_first_name", "reporter_last_name", "reporter_email"),
        "contact_allowed",
    }
)
_TOLD_ABOUT_THEMSELF: Final = frozenset({"child", "survivor"})
_URL: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_SIGNS: Final = re.compile(r"[\W_]+")
_DIGITS: Final = re.compile(r"\d+")
_AROUND: Final = ".,;:!?()[]<>\"'"  # what stands around such, and is no part of it
_TELLING: Final = re.compile(r"\d|@|\w[./]\w")


class Kin(StrEnum):
    """In what one report is like another."""

    ALL = "all"
    WORDS = "words"
    NAMED = "named"


class OwnWord(StrEnum):
    """What somebody says in the form that keeps their report out of every flood."""

    DANGER = "danger"
    OWN_STORY = "own-story"
    WROTE_AGAIN = "wrote-again"


# After so many alike within so long, the next one is gathered.
GATHERED_AFTER: Final[Mapping[Kin, int]] = MappingProxyType(
    {Kin.ALL: 4, Kin.WORDS: 50, Kin.NAMED: 50}
)
WITHIN: Final[Mapping[Kin, timedelta]] = MappingProxyType(
    {
        Kin.ALL: timedelta(days=30),
        Kin.WORDS: timedelta(days=1),
        Kin.NAMED: timedelta(days=1),
    }
)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody said, as 64-bit digests.

    `sketch` are the least digests of the pieces of a long text, in order; `short` is
    the digest of a whole short one, None if there is no text.
    """

    sketch: tuple[int, ...] = ()
    short: int | None = None
    named: frozenset[int] = frozenset()
    answers: frozenset[int] = frozenset()

    @property
    def keys(self) -> frozenset[int]:
        """What two reports have one of in common, if they may be alike."""
        if self.sketch or self.named or self.short is not None:
            short = () if self.short is None else (self.short,)
            return frozenset((*self.sketch[:FOUND_BY], *self.named, *short))
        return frozenset((_digest(str(sorted(self.answers))),) if self.answers else ())


def said(answers: Mapping[str, str]) -> Said:
    """Draw what is compared from the answers of a form, as typed."""
    told = {
        name: text
        for name, text in answers.items()
        if name in FIELDS and name not in _NOT_COMPARED and text.strip()
    }
    texts = [text for name, text in told.items() if _is_text(name)]
    letters = folded(" ".join(texts))
    is_long = len(letters) >= LETTERS_LEAST
    return Said(
        sketch=_sketch(letters) if is_long else (),
        short=_digest(letters) if letters and not is_long else None,
        named=frozenset((*_named(told), *_addresses_in(texts))),
        answers=frozenset((*_answered(told), *_telling_in(texts))),
    )


def kin(new: Said, first: Said) -> Kin | None:
    """Say in what a report is like one that came before it; None if in nothing."""
    if new.keys.isdisjoint(first.keys):
        return None
    has_words = bool(new.sketch) or new.short is not None
    common = _common_words(new, first)
    says_the_same = common >= SAME or not has_words
    same_named = new.named <= first.named
    if says_the_same and same_named and new.answers <= first.answers:
        return Kin.ALL
    if common >= NEARLY:
        return Kin.WORDS
    return Kin.NAMED if new.named and same_named else None


def is_taken_in(kin: Kin, *, is_set_aside: bool, is_in: bool) -> bool:
    """Tell whether a report that is gathered comes, or stays, with its flood.

    Args:
        kin: in what it is like the flood's first.
        is_set_aside: somebody set the flood aside. They did not read what comes later:
            only what says all the same comes under their decision.
        is_in: it is with the flood now.
    """
    return kin is Kin.ALL or is_in or not is_set_aside


def tells_of_itself(answers: Mapping[str, str]) -> bool:
    """Tell whether a child, or who was one, tells what happened to themself."""
    return answers.get("told_by", "") in _TOLD_ABOUT_THEMSELF


def names_danger(answers: Mapping[str, str]) -> bool:
    """Tell whether any answer says that a child is in danger."""
    says = answers.get("danger_now", "") == "yes"
    return says or any(answers.get(n, "").strip() for n in ("danger", "child_now"))


def folded(text: str) -> str:
    """Give a text's letters alone, in small letters, each number as 0."""
    return _DIGITS.sub("0", _without_signs(_URL.sub(" ", text)))


def resemblance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Estimate what share of the pieces of two texts both have, 0 to 1.

    Exact for texts of at most SKETCH pieces; else off by 0.04 in most cases.

    Source: A. Broder, On the resemblance and containment of documents, 1997.
    """
    least = sorted({*one, *other})[:SKETCH]
    both = set(one) & set(other)
    return sum(each in both for each in least) / len(least) if least else 0.0


def _common_words(new: Said, first: Said) -> float:
    """Give what share of the words is the same, 0 to 1; of short texts all or none."""
    if new.sketch and first.sketch:
        return resemblance(new.sketch, first.sketch)
    return float(new.short is not None and new.short == first.short)


def _is_text(name: str) -> bool:
    is_line_of_text = name in {"happened", "relation"}
    return FIELDS[name].kind is FieldKind.TEXT or is_line_of_text


def _is_naming(name: str) -> bool:
    return FIELDS[name].kind in _NAMING or name.endswith("_screen_name")


def _named(told: Mapping[str, str]) -> Iterable[int]:
    for name, text in told.items():
        if FIELDS[name].kind is FieldKind.URLS:
            yield from (_digest(_address(each)) for each in text.split())
        elif _is_naming(name):
            yield _digest(text.strip().casefold())


def _addresses_in(texts: Iterable[str]) -> Iterable[int]:
    for text in texts:
        yield from (_digest(_address(each)) for each in _URL.findall(text))


def _answered(told: Mapping[str, str]) -> Iterable[int]:
    for name, text in told.items():
        if not _is_text(name) and not _is_naming(name):
            yield _digest(f"{name}={_without_signs(text)}")


def _telling_in(texts: Iterable[str]) -> Iterable[int]:
    """Give what stands between spaces and is no mere word; web addresses are named."""
    for text in texts:
        plain = unicodedata.normalize("NFKC", _URL.sub(" ", text))
        for each in plain.split():
            if _TELLING.search(each):
                yield _digest(f"told={_address(each.strip(_AROUND))}")


def _without_signs(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _SIGNS.sub(" ", plain).strip()


def _address(text: str) -> str:
    """Give a web address without what differs and leads to the same page."""
    plain = text.strip().rstrip(".,;)").partition("#")[0]
    scheme, found, rest = plain.partition("://")
    host, slash, path = (rest if found else scheme).partition("/")
    return f"{host.casefold().removeprefix('www.')}{slash}{path}".rstrip("/")


def _sketch(letters: str) -> tuple[int, ...]:
    pieces = {letters[at : at + PIECE] for at in range(len(letters) - PIECE + 1)}
    return tuple(sorted(map(_digest, pieces))[:SKETCH])


def _digest(text: str) -> int:
    """Give 64 bits, as PostgreSQL keeps a whole number of 8 bytes."""
    digest = hashlib.blake2b(text.encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
