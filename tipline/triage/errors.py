"""Refusals of triage."""

from tipline.foundation.errors import InvalidRequestError, NotFoundError


class ReportNotFoundError(NotFoundError):
    """No finished report with this number, for the person who asks."""

    code = "report-not-in-triage"


class EscalationNeedsReasonError(InvalidRequestError):
    """Somebody escalates without saying why."""

    code = "escalation-needs-reason"
    sentence = "Say in a sentence why this report cannot wait."
