import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from psycopg._preparing import PrepareManager

from tests import prepared, settle
from tests.product import Product
from tipline.foundation.postgres.cluster import Cluster

# Programs of agencies on this machine may be told; an urgent report that nobody answers
# is told of at the next watch, and not after an hour.
_SOONER = {
    "TIPLINE_WEBHOOK_NETWORKS": "127.0.0.0/8",
    "TIPLINE_WATCH_LIMITS": '{"acknowledged": 5}',
    "TIPLINE_ALARM_CALLING": '{"again_minutes": 1}',
}


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for what they started."""
    return len(os.sched_getaffinity(0)) + 1


def plan_once() -> None:
    """Have each statement of the tests planned once, and not anew in each test.

    Each test ends in a rollback, and the driver forgets at each what was prepared, as
    tables may have come in the transaction. Here none do; what a rollback undoes else
    has nothing to do with plans, and PostgreSQL itself looks after policies and roles.
    """
    forgetting = re.compile(rb"(?:DROP|ALTER|DISCARD ALL|DEALLOCATE ALL)\b")
    PrepareManager._should_discard.__defaults__ = (forgetting.match,)
    PrepareManager.prepared_max = 1000
    connection.settings_dict["OPTIONS"] |= {
        "prepare_threshold": 1,
        "options": "-c plan_cache_mode=force_generic_plan",
    }


def settings_of_this_process() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k.startswith("TIPLINE_")}


@pytest.fixture(scope="module", autouse=True)
def settings_stay() -> Iterator[None]:
    """No file leaves settings behind: what later tests start would read them."""
    before = settings_of_this_process()
    yield
    assert settings_of_this_process() == before


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """A real PostgreSQL with the real roles, migrated as its owner, thrown away."""
    data = Path(settle.DATA)
    prepared.fill(data)
    plan_once()
    with Cluster(data, throwaway=True):
        yield
        with django_db_blocker.unblock():
            connection.close()


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """The whole product as `tipline start --demo` runs it, for journeys over HTTP."""
    hotline = str(Path(__file__).parent / "stories" / "hotline.toml")
    data = prepared.folder("product")
    with Product(data, TIPLINE_HOTLINE_FILE=hotline, **_SOONER) as running:
        yield running
