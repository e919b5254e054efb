"""Which languages a sentence may be in: the library's judgment, offline.

Its low-accuracy mode needs a tenth of the memory of the other and is as good on
sentences of forty letters (docs/decisions/0016-terms-and-languages.md).
"""

from collections.abc import Iterable
from functools import cache
from itertools import islice

from lingua import IsoCode639_1, Language, LanguageDetector, LanguageDetectorBuilder

from tipline.triage.terms import Plausible, Text, long_sentences

# What is less likely than this is taken for impossible.
LEAST = 0.02
_TWO = 2  # the library compares, so it wants two languages
SENTENCES_MOST = 50


def plausible_among(codes: frozenset[str]) -> Plausible:
    """Give what tells which of these languages a sentence may be in.

    A language that the library does not know is always plausible.
    """
    known = frozenset(code for code in codes if _language(code) is not None)

    def plausible(sentence: str) -> frozenset[str] | None:
        if len(known) < _TWO:
            return None
        values = _detector(known).compute_language_confidence_values(sentence)
        likely = {
            each.language.iso_code_639_1.name.lower()
            for each in values
            if each.value >= LEAST
        }
        # Nothing at all is likely where no letter is one of a known script.
        return frozenset(likely) | (codes - known) if likely else None

    return plausible


def written_in(texts: Iterable[Text], codes: frozenset[str]) -> frozenset[str]:
    """Give which of these languages the long sentences of some texts are in.

    The first fifty are asked. A sentence that could be in several says nothing.
    """
    known = frozenset(code for code in codes if _language(code) is not None)
    if len(known) < _TWO:
        return frozenset()
    sentences = (each for text in texts for each in long_sentences(text.text))
    found = map(_detector(known).detect_language_of, islice(sentences, SENTENCES_MOST))
    return frozenset(each.iso_code_639_1.name.lower() for each in found if each)


def _language(code: str) -> Language | None:
    iso = getattr(IsoCode639_1, code.upper(), None)
    return None if iso is None else Language.from_iso_code_639_1(iso)


@cache
def _detector(codes: frozenset[str]) -> LanguageDetector:
    languages = [each for each in map(_language, sorted(codes)) if each is not None]
    builder = LanguageDetectorBuilder.from_languages(*languages)
    return builder.with_low_accuracy_mode().build()
