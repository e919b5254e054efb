"""How strictly a platform's documents are read, and what its words mean."""

from enum import StrEnum


class Profile(StrEnum):
    """Which findings refuse a document; all others are recorded as warnings.

    LENIENT refuses what the schema refuses, and a handful of plain errors; three legacy
    spellings of incident types are mapped. STRICT refuses every breach of a documented
    field rule.
    """

    LENIENT = "lenient"
    STRICT = "strict"


class ViewedScope(StrEnum):
    """How much of a file a platform means when it says that it viewed it."""

    WHOLE = "whole"
    PART = "part"
    UNKNOWN = "unknown"
