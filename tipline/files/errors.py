"""Refusals of files."""

from tipline.foundation.errors import ConflictError


class BatchedReportError(ConflictError):
    """The report is a batch: its file details follow the rules of batches."""

    code = "batched-report"
    sentence = "The report is a batch; read the details by the rules of batches."
