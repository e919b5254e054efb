"""Refusals of hashing.

InvalidRequestError
├── MalformedHashError       a value cannot be a hash of the algorithm it is said to be
└── UnhashablePictureError   the pixels handed over are not a picture of that recipe
"""

from tipline.foundation.errors import InvalidRequestError


class MalformedHashError(InvalidRequestError):
    """A value cannot be a hash of the algorithm it is said to be."""

    code = "malformed-hash"
    sentence = "This is not a valid %(algorithm)s hash: %(reason)s."


class UnhashablePictureError(InvalidRequestError):
    """The pixels handed over are not a picture that the recipe can hash."""

    code = "unhashable-picture"
    sentence = "The picture cannot be hashed: %(reason)s."
