"""What the worker does for agencies' cases."""

import time
from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tipline.casework import counting, following, indexing
from tipline.foundation.policy.principal import system

_SLICE_SECONDS = 20.0
_BEHIND = -10  # what concerns old reports goes after everything that waits


@app.task(
    queue=following.QUEUE,
    name=following.TASK,
    retry=RetryStrategy(max_attempts=5, linear_wait=60),
)
def tell_case_match(report_id: int) -> None:
    """Tell by mail that a report matches cases."""
    following.tell_by_mail(system("cases"), report_id, at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(
    queue="upkeep",
    name="index_casework",
    queueing_lock="index_casework",
    lock="index_casework",
    priority=_BEHIND,
)
def index_casework(timestamp: int) -> None:
    """Let what came before all words were kept be found by them, a slice a minute."""
    del timestamp
    until = time.monotonic() + _SLICE_SECONDS
    while time.monotonic() < until and indexing.index_some(system("index")):
        pass


@app.periodic(cron="* * * * *")
@app.task(
    queue="upkeep",
    name="count_months",
    queueing_lock="count_months",
    lock="count_months",
    priority=_BEHIND,
)
def count_months(timestamp: int) -> None:
    """Count months of agencies that are over and changed, a slice a minute."""
    today = datetime.fromtimestamp(timestamp, UTC).date()
    until = time.monotonic() + _SLICE_SECONDS
    while time.monotonic() < until and counting.count_some(
        system("figures"), today=today
    ):
        pass
