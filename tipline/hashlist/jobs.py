"""What the worker does for lists."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from tipline.foundation.policy.principal import system
from tipline.hashlist import settling


@app.task(queue="upkeep", name="settle_item")
def settle_item(item_id: int) -> None:
    """Take up what members and auditors said about an item."""
    settling.settle_item(system("lists"), item_id, at=datetime.now(UTC))
