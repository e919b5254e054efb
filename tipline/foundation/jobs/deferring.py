"""What is queued by a function of SQL together with the change that it makes."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class NextJob:
    """The job that goes on with a record: `jobs_defer` queues it with the record's id.

    Jobs of a higher priority run before those of a lower one.
    """

    queue: str
    task: str
    priority: int = 0
