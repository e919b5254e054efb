import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.product import Product
from tipline.foundation.postgres.cluster import Cluster


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """A real PostgreSQL with the real roles, migrated as its owner, thrown away."""
    with Cluster(Path(os.environ["TIPLINE_DATA"]), throwaway=True):
        migrate = [sys.executable, "-m", "tipline.commandline", "migrate"]
        done = subprocess.run(migrate, check=False, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        yield
        with django_db_blocker.unblock():
            connection.close()


@pytest.fixture(scope="session")
def product(tmp_path_factory) -> Iterator[Product]:
    """The whole product as `tipline start --demo` runs it, for journeys over HTTP."""
    with Product(tmp_path_factory.mktemp("product") / "data") as running:
        yield running
