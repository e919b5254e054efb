"""How strictly a platform's documents are read."""

from enum import StrEnum


class Profile(StrEnum):
    """Which findings refuse a document; all others are recorded as warnings.

    LENIENT refuses what the schema refuses, and a handful of plain errors; three legacy
    spellings of incident types are mapped. STRICT refuses every breach of a documented
    field rule.
    """

    LENIENT = "lenient"
    STRICT = "strict"
