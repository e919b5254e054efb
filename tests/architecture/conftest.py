from datetime import UTC, datetime

import pytest


@pytest.fixture
def this_month():
    """The month in which the tests run, such as 2026-11."""
    return datetime.now(UTC).strftime("%Y-%m")
