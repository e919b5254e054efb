"""Every night: what has lasted its time comes off the list."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from tipline.foundation.policy.principal import system
from tipline.takeitdown import services


@app.periodic(cron="17 4 * * *")
@app.task(queue="upkeep", name="expire_cases", queueing_lock="expire_cases")
def expire_cases(timestamp: int) -> None:
    """Take off the list the cases whose time is over."""
    at = datetime.fromtimestamp(timestamp, UTC)
    services.expire_cases(system("take-it-down"), at=at)
