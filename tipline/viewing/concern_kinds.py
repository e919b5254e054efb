"""What colleagues are told of, and which of it is for the buddy too."""

from enum import StrEnum


class ConcernKind(StrEnum):
    """Why colleagues should look after somebody, or at what they do."""

    MANY_PREVIEWS = "many-previews"
    MANY_REPORTS = "many-reports"
    LOAD = "load"
    GRAVE = "grave"
    ASKED = "asked"


CARE = frozenset({ConcernKind.LOAD, ConcernKind.GRAVE, ConcernKind.ASKED})
"""These are a buddy's too; the rest is for who supervises."""
