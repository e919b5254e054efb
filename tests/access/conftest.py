from collections.abc import Iterator

import pytest

from tests.access import stage as staging


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker) -> Iterator[staging.Stage]:
    """Two sides with everything that hangs on them, undone after the module."""
    del django_db_setup
    with django_db_blocker.unblock(), staging.superuser():
        yield staging.build()
