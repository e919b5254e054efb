"""Making the tables, on a database of its own: all at once, or going on from before."""

import json
import os
import subprocess
import sys

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tipline.foundation.postgres.cluster import Cluster
from tipline.foundation.postgres.connection import OWNER


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A database on which a start was cut off and another one was not."""
    with Cluster(tmp_path_factory.mktemp("server"), throwaway=True) as cluster:
        ask(cluster, "CREATE TABLE exchange_webhook (in_the_way text)")
        refused = migrate(cluster)
        assert refused.returncode != 0
        assert "exchange_webhook" in refused.stderr
        assert tables(cluster) == {"exchange_webhook"}
        ask(cluster, "DROP TABLE exchange_webhook")
        assert migrate(cluster).returncode == 0
        yield cluster


def ask(cluster: Cluster, statement: str) -> list[tuple[object, ...]]:
    url = cluster.connection(OWNER).url()
    with psycopg.connect(url, autocommit=True) as opened:
        cursor = opened.execute(statement)
        return cursor.fetchall() if cursor.description else []


def migrate(cluster: Cluster) -> subprocess.CompletedProcess[str]:
    said = {
        "TIPLINE_DATA": str(cluster.data),
        "TIPLINE_DATABASE_URL": cluster.connection(OWNER).url(),
    }
    return subprocess.run(
        [sys.executable, "-m", "tipline.commandline", "migrate", "--json"],
        env={**os.environ, **said},
        check=False,
        capture_output=True,
        text=True,
    )


def tables(cluster: Cluster) -> set[object]:
    """Those of ours: what others bring is made before."""
    found = ask(cluster, "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')")
    labels = tuple(f"{app.label}_" for app in ours())
    return {name for (name,) in found if str(name).startswith(labels)}


def ours():
    return [app for app in apps.get_app_configs() if app.name.startswith("tipline.")]


def applied(cluster: Cluster) -> set[tuple[object, ...]]:
    return set(ask(cluster, "SELECT app, name FROM django_migrations"))


def replacing() -> dict[tuple[str, str], list[tuple[str, str]]]:
    steps = MigrationLoader(None).disk_migrations
    return {own: step.replaces for own, step in steps.items() if step.replaces}


def forget(cluster: Cluster, steps: list[tuple[str, str]]) -> None:
    with psycopg.connect(cluster.connection(OWNER).url()) as opened:
        statement = "DELETE FROM django_migrations WHERE app = %s AND name = %s"
        opened.cursor().executemany(statement, steps)


def note(cluster: Cluster, steps: set[tuple[object, ...]]) -> None:
    with psycopg.connect(cluster.connection(OWNER).url()) as opened:
        statement = "INSERT INTO django_migrations (app, name, applied)"
        opened.cursor().executemany(f"{statement} VALUES (%s, %s, now())", list(steps))


def test_a_start_that_was_cut_off_is_made_up_for(server):
    assert {model._meta.db_table for app in ours() for model in app.get_models()} <= {
        name for (name,) in ask(server, "SELECT relname FROM pg_class")
    }


def test_older_tables_are_gone_on_from_if_all_older_steps_were_done(server):
    before = applied(server)
    forget(server, list(replacing()))
    assert applied(server) < before

    made = ask(server, "SELECT oid, relname FROM pg_class ORDER BY oid")
    assert migrate(server).returncode == 0
    assert applied(server) == before
    assert ask(server, "SELECT oid, relname FROM pg_class ORDER BY oid") == made


def test_tables_from_in_between_are_refused(server):
    before = applied(server)
    # Django alone would take all others as done, and make the tables of this one.
    forget(server, [*replacing(), *replacing()["sealing", "0001_tables_and_rules"]])
    left = applied(server)
    answer = migrate(server)
    assert answer.returncode != 0
    said = json.loads(answer.stdout)
    assert said["error"] == "tables-too-old"
    assert "docs/operate/install.md" in said["message"]
    assert applied(server) == left

    note(server, before - left)


def test_each_older_step_has_one_that_replaces_it():
    named = [name for steps in replacing().values() for name in steps]
    assert len(named) == len(set(named))
    assert {app for app, _ in named} == {
        app.label for app in ours() if list(app.get_models())
    }


@pytest.mark.django_db
def test_the_tables_are_those_of_the_models():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    models = [model for app in ours() for model in app.get_models()]
    with connection.cursor() as cursor:
        described = {
            model: {
                column.name: column.null_ok
                for column in connection.introspection.get_table_description(
                    cursor, model._meta.db_table
                )
            }
            for model in models
        }
    assert described == {
        model: {
            # PostgreSQL takes a generated column for one that may be empty.
            field.column: field.null or field.generated
            for field in model._meta.concrete_fields
        }
        for model in models
    }
