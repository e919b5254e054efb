"""Having a database at hand while a command runs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django

from tipline.commandline import migrations
from tipline.commandline.loading import for_good
from tipline.config.environment import Environment
from tipline.foundation.errors import ConflictError
from tipline.foundation.postgres.connection import Role


class NothingHereError(ConflictError):
    """A command needs the tables, and the product was never started on this folder."""

    code = "nothing-here"
    sentence = (
        "There is no Tipline in %(data)s yet. Begin with: tipline start, or name the "
        "folder of another one with --data."
    )


def require_tables(environment: Environment) -> None:
    """Refuse to work on a data folder that no Tipline was started on.

    Raises:
        NothingHereError: the embedded database was never made, or has no tables.
    """
    if not migrations.were_applied(environment):
        raise NothingHereError(data=str(environment.data))


def set_up_django(role: Role) -> None:
    """Load the settings and models, with the database role that this command needs."""
    os.environ["TIPLINE_DATABASE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipline.config.settings")
    with for_good():
        django.setup()


@contextmanager
def started_if_needed(environment: Environment) -> Iterator[None]:
    """Have the database up: somebody else's, the running product's, or for this long.

    Raises:
        PostgresBusyError: another command is just starting or stopping it.
        PostgresMissingError, PostgresFailedError: it cannot be started.
    """
    if environment.database_url is not None or environment.cluster.is_running():
        yield
        return
    with environment.cluster:
        yield
