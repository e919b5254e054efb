"""A PostgreSQL that the operator runs: the serving roles are made in it."""

import psycopg
import pytest

from tipline.commandline import external_database
from tipline.commandline.external_database import RolesMissingError
from tipline.config import environment
from tipline.foundation.postgres.cluster import Cluster
from tipline.foundation.postgres.connection import SUPERUSER, WEB

OPERATOR = "ana"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server that has never heard of Tipline."""
    with Cluster(tmp_path_factory.mktemp("server"), throwaway=True) as cluster:
        run(cluster, "ALTER ROLE tipline_web RENAME TO somebody_else")
        run(cluster, "ALTER ROLE tipline_worker RENAME TO somebody_other")
        run(cluster, f"CREATE ROLE {OPERATOR} LOGIN PASSWORD 'swordfish'")
        run(cluster, f"CREATE DATABASE tips OWNER {OPERATOR}")
        yield cluster


def run(cluster: Cluster, statement: str) -> None:
    url = cluster.connection(SUPERUSER).url()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
def settings(server, monkeypatch, tmp_path):
    host = server.connection(SUPERUSER).host
    url = f"postgresql://{OPERATOR}:swordfish@/tips?host={host}"
    monkeypatch.setenv("TIPLINE_DATABASE_URL", url)
    monkeypatch.setenv("TIPLINE_DATA", str(tmp_path))
    return environment.load()


def test_a_user_that_may_not_create_roles_is_told_what_to_do(server, settings):
    run(server, f"ALTER ROLE {OPERATOR} NOCREATEROLE")
    with pytest.raises(RolesMissingError, match="CREATEROLE"):
        external_database.prepare(settings)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(settings.connection(WEB).url())


def test_the_roles_are_made_once_and_may_use_what_the_owner_makes(server, settings):
    run(server, f"ALTER ROLE {OPERATOR} CREATEROLE")
    external_database.prepare(settings)
    external_database.prepare(settings)
    with psycopg.connect(settings.connection("tipline_owner").url()) as connection:
        connection.execute("CREATE TABLE letters AS SELECT 'a' AS letter")
    with psycopg.connect(settings.connection(WEB).url()) as connection:
        assert connection.execute("SELECT letter FROM letters").fetchall() == [("a",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (letter text)")
