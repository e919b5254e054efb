"""Refusals on pages: the same sentence, in the reader's language."""

from django.utils.translation import gettext

from tipline.foundation.errors import TiplineError


def in_words(refusal: TiplineError) -> str:
    """Say a refusal to a person; programs and logs keep the English sentence."""
    return gettext(refusal.sentence) % refusal.fields
