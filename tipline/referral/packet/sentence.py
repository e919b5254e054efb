"""A sentence of ours with values in it: English for programs, translated for people."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Self

from django.utils.translation import gettext

from tipline.foundation.sentence import Sentence

# Between these, text runs in a direction of its own: no name can turn what surrounds
# it, and no comma moves to the wrong end. Source: Unicode Standard Annex 9.
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
_PLACES = re.compile(r"%\((\w+)\)s")
_MARKS = re.compile("[\u200e\u200f\u2068\u2069]")


class Coded(Sentence):
    """A code of ours: as a text the code, in a sentence for people what it means."""

    __slots__ = ()

    def __new__(cls, code: str, words: str) -> Self:
        """Keep the code, and as the template its words."""
        made = str.__new__(cls, code)
        made.template, made.values = words, {}
        return made


def in_a_row(texts: Sequence[str], separator: str = " ") -> Sentence:
    """Make one of several sentences that follow each other, ours and others'."""
    names = [f"text_{number}" for number in range(len(texts))]
    template = separator.join(f"%({name})s" for name in names)
    return Sentence(template, **dict(zip(names, texts, strict=True)))


@cache
def _written_as(template: str) -> re.Pattern[str]:
    pieces = enumerate(_PLACES.split(template))
    written = (re.escape(p) if n % 2 == 0 else f"(?P<{p}>.*?)" for n, p in pieces)
    return re.compile("".join(written), re.DOTALL)


def recognized(text: str, templates: Iterable[str]) -> Sentence:
    """Give a stored English text as the sentence of ours that it is.

    What fits no template, such as an operator's own sentence, stays as it is written.
    """
    for template in templates:
        found = _written_as(template).fullmatch(text)
        if found:
            return Sentence(template, **found.groupdict())
    return in_a_row((text,))


def in_words(text: str | None) -> str:
    """Say a text of ours in the language in force; empty if there is none.

    What no catalog holds stays as it is. For what others may have written: `as_told`.
    """
    if isinstance(text, Sentence):
        values = {name: _said(value) for name, value in text.values.items()}
        said = gettext(text.template)
        return said % values if values else said
    return gettext(text) if text else ""


def as_told(text: str | None) -> str:
    """Say a sentence of ours in the language in force; what others wrote stays."""
    return in_words(text) if isinstance(text, Sentence) else text or ""


def isolated(text: str | None) -> str:
    """Give a value that is not ours as a part of a sentence; empty if there is none."""
    return f"{ISOLATE}{text}{END_OF_ISOLATE}" if text else ""


def unmarked(text: str) -> str:
    """Take the marks of direction out of a text, for where only its words count."""
    return _MARKS.sub("", text)


def _said(value: str) -> str:
    return in_words(value) if isinstance(value, Sentence) else isolated(value)
