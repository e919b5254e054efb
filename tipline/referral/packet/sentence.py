"""A sentence of ours with values in it: English for programs, translated for people."""

import re
from collections.abc import Sequence
from typing import Self

from django.utils.translation import gettext

# Between these, text runs in a direction of its own: no name can turn what surrounds
# it, and no comma moves to the wrong end. Source: Unicode Standard Annex 9.
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
_MARKS = re.compile("[\u200e\u200f\u2068\u2069]")


class Sentence(str):
    """A text that knows its template and its values; as a text it is English.

    A value that is itself a `Sentence` is translated too, any other stays as it is.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, str]

    def __new__(cls, template: str, **values: str) -> Self:
        """Fill in the template, whose places are named as in `%(count)s`."""
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values = template, values
        return made


def in_a_row(sentences: Sequence[Sentence]) -> Sentence:
    """Make one of several sentences that follow each other."""
    names = [f"sentence_{number}" for number in range(len(sentences))]
    template = " ".join(f"%({name})s" for name in names)
    return Sentence(template, **dict(zip(names, sentences, strict=True)))


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
