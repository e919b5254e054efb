"""The drafts that there are, and the text that each begins with."""

from enum import StrEnum
from importlib.resources import files

from django.utils.translation import get_language

from tipline.foundation.languages import SOURCE

TEXTS = files("tipline.paperwork") / "texts"


class DraftKind(StrEnum):
    """What a draft is for; the values are also parts of a packet."""

    FIRST_REPORT = "first-report"
    PRESERVATION_LETTER = "preservation-letter"
    LEGAL_PROCESS = "legal-process"
    MLAT_REQUEST = "mlat-request"


def text_of(kind: DraftKind) -> str:
    """Give the text that an agency starts from, in the language in force if it is."""
    code = get_language() or SOURCE.code
    own = TEXTS / code / f"{kind.value}.txt"
    ours = TEXTS / SOURCE.code / f"{kind.value}.txt"
    return (own if own.is_file() else ours).read_text(encoding="utf-8")
