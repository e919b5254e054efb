"""Refusals on pages: the same sentence, in the reader's language."""

from django.utils.translation import gettext

from tipline.foundation.errors import TiplineError
from tipline.foundation.sentence import Sentence


def in_words(refusal: TiplineError) -> str:
    """Say a refusal to a person; programs and logs keep the English sentence."""
    fields = {name: _said(value) for name, value in refusal.fields.items()}
    return gettext(refusal.sentence) % fields


def _said(value: object) -> object:
    """Translate a sentence of ours within another; what others wrote stays."""
    if not isinstance(value, Sentence):
        return value
    values = {name: _said(inner) for name, inner in value.values.items()}
    said = gettext(value.template)
    return said % values if values else said
