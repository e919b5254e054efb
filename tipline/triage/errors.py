"""Refusals of triage."""

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    TiplineError,
)


class ReportNotFoundError(NotFoundError):
    """No finished report with this number, for the person who asks."""

    code = "report-not-in-triage"


class LoweringNeedsReasonError(InvalidRequestError):
    """Somebody wants to lower a report without saying why."""

    code = "lowering-needs-reason"
    sentence = "Say in a sentence why this report can wait."


class NotLowerError(ConflictError):
    """The level that somebody wants to lower to is not below the report's."""

    code = "level-not-lower"
    sentence = "The report is at level %(level)s: choose a level below it."


class LoweringPendingError(ConflictError):
    """Somebody asked to lower the report already."""

    code = "lowering-pending"
    sentence = "Somebody has asked for this already; confirm it or decline it."


class LoweringOverError(ConflictError):
    """There is nothing to decide: somebody did, or nobody asked."""

    code = "lowering-over"
    sentence = "There is nothing to decide any more. Read the report again."


class OwnLoweringError(PermissionDeniedError):
    """Somebody confirms what they asked for themselves."""

    code = "own-lowering"
    sentence = "You asked for this yourself: another analyst must confirm it."


class MalformedPriorityTableError(TiplineError):
    """The operator's table of rules or terms cannot be used; says where and why."""

    code = "malformed-priority-table"
    http_status = 500
    sentence = "%(file)s, %(place)s: %(problem)s."


class TakingOutNeedsReasonError(InvalidRequestError):
    """Somebody takes a report out of its bundle without saying why."""

    code = "taking-out-needs-reason"
    sentence = "Say in a sentence why this report must be seen by itself."


class SettingAsideNeedsReasonError(InvalidRequestError):
    """Somebody sets a flood aside without saying why."""

    code = "setting-aside-needs-reason"
    sentence = "Say in a sentence why nobody needs to read these reports."


class FloodInQueueError(ConflictError):
    """Somebody sets aside what is half alike while the flood is in the queue."""

    code = "flood-in-queue"
    sentence = "Set aside first what says the same. Then nothing more comes to these."


class MoreInHalfError(ConflictError):
    """Reports came that somebody who sets them aside has not seen."""

    code = "more-in-half"
    sentence = "More reports have come to these since you looked. Look at them first."


class NotBundledError(ConflictError):
    """The report that somebody takes out is in no bundle."""

    code = "not-bundled"
    sentence = "The report is in no bundle any more. Read it again."


class BundleNotFoundError(NotFoundError):
    """There is no bundle with this number, for the person who asks."""

    code = "bundle-not-found"


class AppealNeedsReasonError(InvalidRequestError):
    """An appeal, or its answer, says nothing."""

    code = "appeal-needs-reason"
    sentence = "Write in a sentence why."


class NothingToAppealError(ConflictError):
    """The platform's prior costs its reports nothing."""

    code = "nothing-to-appeal"
    sentence = "Nothing is taken from your reports, so there is nothing to appeal."


class AppealPendingError(ConflictError):
    """The platform's appeal waits for its answer."""

    code = "appeal-pending"
    sentence = "Your appeal waits for its answer."


class AppealTooSoonError(ConflictError):
    """The platform's last appeal was answered a short while ago."""

    code = "appeal-too-soon"
    sentence = "Your last appeal was answered less than 30 days ago. Wait until then."


class AppealNotFoundError(NotFoundError):
    """There is no such appeal, for the person who asks."""

    code = "appeal-not-found"


class AppealOverError(ConflictError):
    """The appeal was answered already."""

    code = "appeal-over"
    sentence = "The appeal was answered already. Read it again."
