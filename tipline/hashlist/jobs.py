"""What the worker does for lists."""

from datetime import UTC, datetime

import structlog
from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tipline.foundation.policy.principal import system
from tipline.hashlist import planting, settling, subscriptions

log = structlog.get_logger()


@app.task(queue="upkeep", name="settle_item", retry=RetryStrategy(linear_wait=5))
def settle_item(item_id: int) -> None:
    """Take up what members and auditors said about an item."""
    settling.settle_item(system("lists"), item_id, at=datetime.now(UTC))


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", name="watch_sources", queueing_lock="watch_sources")
def watch_sources(timestamp: int) -> None:
    """Hold back, every five minutes, the sources that suddenly grow."""
    at = datetime.fromtimestamp(timestamp, UTC)
    settling.watch_sources(system("lists"), settings.FLOOD_LIMITS, at=at)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", name="top_up_canaries", queueing_lock="top_up_canaries")
def top_up_canaries(timestamp: int) -> None:
    """Give the members of grown lists, every five minutes, the canaries they lack."""
    at = datetime.fromtimestamp(timestamp, UTC)
    planting.top_up(system("lists"), at=at)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", name="poll_subscriptions", queueing_lock="subscriptions")
def poll_subscriptions(timestamp: int) -> None:
    """Fetch what changed at the sources that are followed."""
    del timestamp
    actor = system("lists")
    for each in subscriptions.subscriptions(actor):
        try:
            subscriptions.poll(
                actor, each, limits=settings.FLOOD_LIMITS, at=datetime.now(UTC)
            )
        except Exception as error:  # the next source must not wait for this one's fault
            log.exception(
                "hashlist.poll_failed",
                list_id=each.pk,
                error_code=type(error).__name__,
            )
