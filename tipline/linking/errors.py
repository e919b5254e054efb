from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
)


class ClusterNotFoundError(NotFoundError):
    """There is no cluster with this number, or nothing is in it any more."""

    code = "cluster-not-found"
    sentence = "There is no such cluster, or nothing is in it any more."


class LinkedReportNotFoundError(NotFoundError):
    """There is no finished report with this number."""

    code = "linked-report-not-found"
    sentence = "No finished report has this number."


class OtherReportMissingError(ConflictError):
    """The report that shall be brought in is none, or is not finished."""

    code = "other-report-missing"
    sentence = "No finished report has this number."


class ReasonMissingError(InvalidRequestError):
    """People who merge and split say why."""

    code = "cluster-reason-missing"
    sentence = "Say why, in a few words."


class SameClusterError(ConflictError):
    """Two reports are together already."""

    code = "same-cluster"
    sentence = "They are in one cluster already."


class NotInClusterError(ConflictError):
    """What shall be split off is not in the cluster, or is all of it."""

    code = "not-in-cluster"
    sentence = "Choose reports of this cluster, and leave at least one in it."
