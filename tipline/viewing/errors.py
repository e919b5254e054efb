"""Refusals of previews; each says what would help, or when it goes on."""

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    TooManyRequestsError,
)


class FileClosedError(PermissionDeniedError):
    """The gate found no ground on which the file may be opened."""

    code = "file-closed"
    sentence = "This file may not be opened. %(why)s %(remedy)s"


class ContextNotSeenError(ConflictError):
    """The severity that was shown is not the file's any more, or was never shown."""

    code = "context-not-seen"
    sentence = "What is known of the file has changed. Load the page again and read it."


class NotLookedAtError(ConflictError):
    """Who votes on a file that can be shown here has seen it here, clear and whole."""

    code = "not-looked-at"
    sentence = (
        "Look at the file before you vote: no clear preview of it was served whole to"
        " you. Report %(report)s has it."
    )


class NotVeiledFirstError(ConflictError):
    """A clear picture was asked for before its veiled preview was looked at."""

    code = "not-veiled-first"
    sentence = "Look at the veiled preview first."


class HoldOpenError(ConflictError):
    """A person has one clear picture at a time."""

    code = "hold-open"
    sentence = (
        "Another picture is clear, perhaps in another window. Let go of it first."
    )


class HoldOverError(ConflictError):
    """The hold has ended, or its heartbeat came too late."""

    code = "hold-over"
    sentence = "The picture is hidden again, since its time is over."


class SilentClientError(TooManyRequestsError):
    """A clear picture was not let go of: the longest plausible time is counted."""

    code = "silent-client"
    sentence = (
        "The last picture was never let go of, so a minute was counted. It goes on at"
        " %(goes_on_at)s."
    )


class ExposureLimitError(TooManyRequestsError):
    """A limit of exposure was reached."""

    code = "exposure-limit"
    sentence = "%(why)s It goes on at %(goes_on_at)s."


class TicketRefusedError(NotFoundError):
    """The ticket is forged, used, too old, or its session or hold is over."""

    code = "ticket-refused"
    sentence = "This preview is not there any more. Ask for it again."


class NoPreviewError(ConflictError):
    """The jail could make no preview of the file."""

    code = "no-preview"
    sentence = "No preview can be made of this file: %(reason)s."


class BasisIncompleteError(InvalidRequestError):
    """A part of a legal basis is missing, unknown, too long or over."""

    code = "basis-incomplete"
    sentence = (
        "Give a kind that the law in force accepts, a reference, a note and, if it"
        " ends, an end in the future."
    )


class PreviewQuotaError(TooManyRequestsError):
    """So many veiled previews are more than reviewing takes."""

    code = "preview-quota"
    sentence = (
        "So many previews are more than reviewing takes. It goes on at %(goes_on_at)s."
    )


class ReasonMissingError(InvalidRequestError):
    """A legal basis is withdrawn with a reason, or not."""

    code = "withdrawal-reason-missing"
    sentence = "Say in at most 2,000 characters why the basis does not hold."


class AlreadyWithdrawnError(ConflictError):
    """The legal basis was withdrawn before."""

    code = "basis-withdrawn"
    sentence = "This legal basis was withdrawn before."


class BuddyUnknownError(InvalidRequestError):
    """A buddy is another analyst of the same organization."""

    code = "buddy-unknown"
    sentence = "Choose a colleague from the list."
