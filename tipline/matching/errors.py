"""Refusals of matching.

UnavailableError
└── IndexNotReadyError   an index of hashes is still being built
"""

from tipline.foundation.errors import UnavailableError


class IndexNotReadyError(UnavailableError):
    """There are more hashes than can be compared without the index that is missing."""

    code = "index-not-ready"
    sentence = (
        "The index of %(index)s hashes is being built by the worker. Try again in a "
        "minute."
    )
