from datetime import UTC, datetime, timedelta

import pytest

from tipline.hashlist import asking


@pytest.fixture
def clock(monkeypatch):
    """Give a function that sets the time at which buckets are asked for."""
    ask = asking.bucket

    def set_to(moment):
        monkeypatch.setattr(
            asking, "bucket", lambda *args, **more: ask(*args, **more | {"at": moment})
        )

    return set_to


@pytest.fixture
def an_hour_later(clock):
    """Buckets are asked for when what is listed now is in them."""
    clock(datetime.now(UTC) + timedelta(hours=1))
