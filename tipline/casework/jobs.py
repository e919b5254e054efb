"""What the worker does for agencies' cases."""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tipline.casework import following
from tipline.foundation.policy.principal import system


@app.task(
    queue=following.QUEUE,
    name=following.TASK,
    retry=RetryStrategy(max_attempts=5, linear_wait=60),
)
def tell_case_match(report_id: int) -> None:
    """Tell by mail that a report matches cases."""
    following.tell_by_mail(system("cases"), report_id, at=datetime.now(UTC))
