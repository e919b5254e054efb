"""Find the operator's terms in a report's texts, in whatever language they are.

A term matches whole words, however letters are accented or cased; a `*` at its end
stands for any ending, and Chinese, Japanese and Thai, which put no spaces between
words, match anywhere. A phrase of several words counts wherever it stands. A single
word can mean something else in another language, so it counts only in a sentence whose
language it may be; who is short of letters may be any language.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tipline.triage.priority import Theme

UNSPACED = frozenset({"ja", "th", "zh"})
# Fewer letters decide no language: all of them are searched.
LETTERS_LEAST = 40
ANY_ENDING = "*"

# Which languages a sentence may be in, as ISO 639-1 codes; None if that is undecidable.
Plausible = Callable[[str], frozenset[str] | None]

_SENTENCE_ENDS = re.compile(r"[\n.!?\u2026\u3002\uff01\uff1f\u061f\u0964]+")
# Accents of Latin, Greek and Cyrillic, the vowel marks of Arabic and its filling line.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0640]")
_ALIKE = str.maketrans({"\u02bc": " ", "\u0131": "i"})


@dataclass(frozen=True, kw_only=True)
class Term:
    """One line of the table of terms; `language` is an ISO 639-1 code."""

    id: str
    language: str
    theme: Theme
    term: str

    @property
    def pattern(self) -> str:
        """Give what a folded text must hold."""
        words = folded(self.term.removesuffix(ANY_ENDING)).strip()
        if self.language in UNSPACED:
            return words
        return f" {words}" if self.term.endswith(ANY_ENDING) else f" {words} "

    @property
    def is_single_word(self) -> bool:
        """Tell a word from a phrase; unspaced languages have no single words."""
        return self.language not in UNSPACED and " " not in self.pattern.strip()


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text of a report, and the place where it stood, such as `chat`."""

    place: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """A term, and the place of the text in which it was found; never the text."""

    term: Term
    place: str

    @property
    def fact(self) -> str:
        """Name the term and the place, as a signal does."""
        return f"{self.term.id}@{self.place}"


class TermTable:
    """All terms, ready to be looked for."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Keep the terms; one that two languages share is looked for once."""
        self.terms = tuple(terms)
        self._by_id = {term.id: term for term in self.terms}
        patterns: dict[tuple[Theme, str], list[Term]] = {}
        for term in self.terms:
            patterns.setdefault((term.theme, term.pattern), []).append(term)
        # By how a pattern begins: a text has few of all beginnings, and to look for a
        # thousand patterns in each would cost fifty times as much.
        self._by_beginning: dict[str, list[_Pattern]] = {}
        for turn, ((_, words), alike) in enumerate(patterns.items()):
            pattern = _Pattern(turn, words, tuple(alike))
            self._by_beginning.setdefault(_beginning(alike[0]), []).append(pattern)

    @property
    def languages(self) -> frozenset[str]:
        """Give the codes of all languages that have terms."""
        return frozenset(term.language for term in self.terms)

    def by_id(self, term_id: str) -> Term | None:
        """Give a term; None if the operator has taken it out since."""
        return self._by_id.get(term_id)

    def find(self, texts: Sequence[Text], plausible: Plausible) -> Iterator[Found]:
        """Find each term once in each place, as the first language that may be it."""
        seen: set[tuple[str, str]] = set()
        for text in texts:
            sentences = _Sentences(text.text, plausible)
            for pattern in self._patterns_in(folded(text.text)):
                term = _meant(pattern, sentences)
                if term is not None and (term.id, text.place) not in seen:
                    seen.add((term.id, text.place))
                    yield Found(term=term, place=text.place)

    def _patterns_in(self, whole: str) -> list["_Pattern"]:
        """Give the patterns that a folded text holds, in the order of the table."""
        beginnings = {word[:_BEGINNING] for word in whole.split()} | set(whole)
        return sorted(
            pattern
            for beginning in beginnings & self._by_beginning.keys()
            for pattern in self._by_beginning[beginning]
            if pattern.words in whole
        )


class _Pattern(NamedTuple):
    """What a folded text must hold, and the terms that it stands for."""

    turn: int
    words: str
    terms: tuple[Term, ...]


_BEGINNING = 2  # letters


def _beginning(term: Term) -> str:
    """Give the first letters of a pattern; where any place matches, the first alone."""
    letters = 1 if term.language in UNSPACED else _BEGINNING
    return term.pattern.split()[0][:letters]


def by_theme(found: Iterable[Found]) -> dict[str, tuple[str, ...]]:
    """Group what was found as the signals have it."""
    groups: dict[str, list[str]] = {}
    for each in found:
        groups.setdefault(each.term.theme.value, []).append(each.fact)
    return {theme: tuple(facts) for theme, facts in groups.items()}


def folded(text: str) -> str:
    """Give a text's words in small letters without accents, each between spaces."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    plain = unicodedata.normalize("NFC", bare.casefold()).translate(_ALIKE)
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in plain)
    return f" {' '.join(''.join(kept).split())} "


def long_sentences(text: str) -> list[str]:
    """Give the sentences of a text that have letters enough to tell their language."""
    return [each for each in _SENTENCE_ENDS.split(text) if _is_decidable(each)]


def any_language(_: str) -> None:
    """Take every language for plausible, where there is no time to look."""


class _Sentences:
    """The sentences of one text; each is folded once, and its language judged once."""

    def __init__(self, text: str, plausible: Plausible) -> None:
        self._text, self._plausible = text, plausible
        self._judged: dict[str, frozenset[str] | None] = {}

    @cached_property
    def _folded(self) -> list[tuple[str, str]]:
        parts = _SENTENCE_ENDS.split(self._text)
        return [(sentence, folded(sentence)) for sentence in parts]

    def languages_with(self, words: str) -> Iterator[frozenset[str] | None]:
        """Give, for each sentence that holds the words, what languages it may be in."""
        for sentence, whole in self._folded:
            if words not in whole:
                continue
            if sentence not in self._judged:
                is_decidable = _is_decidable(sentence)
                languages = self._plausible(sentence) if is_decidable else None
                self._judged[sentence] = languages
            yield self._judged[sentence]


def _meant(pattern: _Pattern, sentences: _Sentences) -> Term | None:
    """Give the term that is meant, or None if its word is one of another language."""
    phrases = [term for term in pattern.terms if not term.is_single_word]
    if phrases:
        return phrases[0]
    for languages in sentences.languages_with(pattern.words):
        for term in pattern.terms:
            if languages is None or term.language in languages:
                return term
    return None


def _is_decidable(sentence: str) -> bool:
    return sum(letter.isalpha() for letter in sentence) >= LETTERS_LEAST
