"""What the worker does about alarms; in a place that long jobs cannot fill."""

from datetime import UTC, datetime

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tipline.alerting import messages, patrol, services
from tipline.foundation.policy.principal import system


@app.periodic(cron="* * * * *")
@app.task(queue=messages.QUEUE, name="keep_watch", queueing_lock="keep_watch")
def keep_watch(timestamp: int) -> None:
    """Look after urgent reports and repeat alarms that nobody answered."""
    at = datetime.fromtimestamp(timestamp, UTC)
    services.repeat_alarms(system("watch"), at=at)
    patrol.patrol(system("watch"), limits=settings.WATCH_LIMITS, at=at)


@app.task(queue=messages.QUEUE, name=messages.TASK, retry=RetryStrategy(linear_wait=5))
def send_message(message_id: int) -> None:
    """Send a message about an alarm; who cannot be told raises an alarm himself."""
    actor, at = system("alarms"), datetime.now(UTC)
    if messages.deliver(actor, message_id, at=at):
        services.tell_not_delivered(actor, message_id, at=at)
