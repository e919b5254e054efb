"""Refusals of review."""

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
)


class ContentNotFoundError(NotFoundError):
    """No content with this number in a finished report, for the person who asks."""

    code = "content-not-in-review"


class InconsistentLabelsError(InvalidRequestError):
    """Labels do not fit together; says all that does not, and what to change."""

    code = "inconsistent-labels"
    sentence = "%(problems)s"


class HeldByAnotherError(ConflictError):
    """Somebody else has this content in hand."""

    code = "held-by-another"
    sentence = "Somebody else is looking at this file. Take the next one."


class OpinionNotYoursError(ConflictError):
    """The next opinion on this content must be another person's."""

    code = "opinion-not-yours"
    sentence = "The next look at this file must be another person's. Take the next one."


class RecognitionGoneError(ConflictError):
    """What was to be confirmed is no longer said of what this content is near to."""

    code = "recognition-gone"
    sentence = "What you confirmed has changed in the meantime. Look at the page again."


class TooManyContentsError(InvalidRequestError):
    """More contents than one act may label."""

    code = "too-many-contents"
    sentence = "Label at most %(most)s files at once."
