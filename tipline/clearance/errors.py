"""Refusals of clearances."""

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    PermissionDeniedError,
)


class ClearanceIncompleteError(InvalidRequestError):
    """A clearance lacks its reason, its files, or a ground that fits its verdict."""

    code = "clearance-incomplete"
    sentence = "%(problem)s"


class ClearancePendingError(ConflictError):
    """This organization has said so already, and nobody has decided yet."""

    code = "clearance-pending"
    sentence = "Your organization has cleared this report already; it is being decided."


class ClearanceOverError(ConflictError):
    """There is nothing to decide, or somebody was faster."""

    code = "clearance-over"
    sentence = "This is decided already. Load the page again."


class OwnClearanceError(PermissionDeniedError):
    """Nobody confirms what they said themselves."""

    code = "own-clearance"
    sentence = "You said so yourself: another analyst must confirm it."
