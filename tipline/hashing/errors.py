"""Refusals of hashing.

InvalidRequestError
├── MalformedHashError       a value cannot be a hash of the algorithm it is said to be
├── UnhashablePictureError   the pixels handed over are not a picture of that recipe
├── MalformedNumbersError    ids or entries are not whole numbers of 64 bits
├── UnusableRadiusError      a search radius is no number of bits of a PDQ hash
└── UnknownEntryError        an index has no entry of this number
UnavailableError
└── DamagedIndexError        a file of an index is not what was written
ConflictError
└── IndexInUseError          another process writes to this index
"""

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    UnavailableError,
)


class MalformedHashError(InvalidRequestError):
    """A value cannot be a hash of the algorithm it is said to be."""

    code = "malformed-hash"
    sentence = "This is not a valid %(algorithm)s hash: %(reason)s."


class UnhashablePictureError(InvalidRequestError):
    """The pixels handed over are not a picture that the recipe can hash."""

    code = "unhashable-picture"
    sentence = "The picture cannot be hashed: %(reason)s."


class MalformedNumbersError(InvalidRequestError):
    """Ids or entries are not whole numbers of 64 bits in one row."""

    code = "malformed-numbers"
    sentence = "A row of whole numbers of 64 bits is needed, not %(what)s."


class UnusableRadiusError(InvalidRequestError):
    """A search radius is no number of bits that two PDQ hashes can differ in."""

    code = "unusable-radius"
    sentence = "A search radius is a whole number of bits, 0 to 256, not %(radius)s."


class UnknownEntryError(InvalidRequestError):
    """An index has no entry of this number."""

    code = "unknown-entry"
    sentence = "The index has entries 0 to %(last)s, and no entry %(entry)s."


class DamagedIndexError(UnavailableError):
    """A file of an index is not what was written."""

    code = "damaged-index"
    sentence = "The PDQ index %(path)s cannot be used: %(reason)s. Build it anew."


class IndexInUseError(ConflictError):
    """Another process writes to this index."""

    code = "index-in-use"
    sentence = "Another process writes to the PDQ index %(path)s."
