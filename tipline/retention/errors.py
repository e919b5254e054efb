"""Refusals of holds and purges."""

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    PermissionDeniedError,
)


class HoldIncompleteError(InvalidRequestError):
    """A hold lacks its kind, its reason, or an end that lies ahead."""

    code = "hold-incomplete"
    sentence = "%(problem)s"


class HoldOverError(ConflictError):
    """The hold was released already, or has ended."""

    code = "hold-released"
    sentence = "Nothing holds the report by this any more. Load the page again."


class OwnHoldError(PermissionDeniedError):
    """Nobody releases a hold that they placed."""

    code = "own-hold"
    sentence = "You placed this hold: another analyst must release it."


class UrgentStaysError(ConflictError):
    """Nobody alone takes a report of level 1 out of the queues."""

    code = "urgent-stays"
    sentence = (
        "At level 1 a report stays in the queue. Two people can lower it, or clear it."
    )


class HeldError(ConflictError):
    """Something holds the report, or its clock has not ended: it is not purged."""

    code = "report-held"
    sentence = "The report is held, or its clock has not ended; nothing was destroyed."


class PurgeBrakedError(ConflictError):
    """A run would destroy too much, or the clock has jumped: nothing was destroyed."""

    code = "purge-braked"
    sentence = "%(problem)s"
