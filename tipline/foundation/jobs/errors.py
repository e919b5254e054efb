"""Refusals around the steps of a journey."""

from tipline.foundation.errors import ConflictError


class StepNotFailedError(ConflictError):
    """Somebody wants to try a step again that has not failed."""

    code = "step-not-failed"
    sentence = "The step %(step)s of report %(report_id)s has not failed."
