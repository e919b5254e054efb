"""What the worker does for agencies' webhooks."""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tipline.exchange import answering, webhooks
from tipline.foundation.policy.principal import system


@app.task(queue=webhooks.QUEUE, name=webhooks.TASK, retry=RetryStrategy(linear_wait=30))
def deliver_event(delivery_id: int) -> None:
    """Tell an agency's address of an event."""
    webhooks.deliver(system("webhooks"), delivery_id, at=datetime.now(UTC))


@app.periodic(cron="23 * * * *")
@app.task(queue="upkeep", name="forget_answers", queueing_lock="forget_answers")
def forget_answers(timestamp: int) -> None:
    """Let go of what programs were answered a day ago."""
    answering.forget(system("exchange"), at=datetime.fromtimestamp(timestamp, UTC))
