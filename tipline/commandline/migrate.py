"""`tipline migrate`: bring the tables up to date."""

import argparse
import gc
from contextlib import nullcontext

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tipline.commandline import external_database, first_start, migrations, options
from tipline.config.environment import Environment
from tipline.foundation.errors import ConflictError

# Any constant will do: two machines that start together take turns.
_LOCK = 7_461_700_001


class TablesTooOldError(ConflictError):
    """The tables are of a version that this one cannot go on from."""

    code = "tables-too-old"
    sentence = (
        "The tables are too old: of the %(steps)s steps that this version takes as "
        "done %(applied)s were done. Nothing was changed. docs/operate/install.md says "
        "under Update which version to start first."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline migrate`."""
    options.add_data(parser)
    options.add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Apply the migrations that are missing, as the role that owns the tables."""
    environment: Environment = arguments.environment
    if environment.database_url is not None:
        external_database.prepare(environment)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        # Django makes each table's model many times over, and drops it.
        gc.set_threshold(gc.get_threshold()[0], 10, 100)
        is_first = not _has_tables()
        # By itself: it adds values to types and uses them, each committed before.
        call_command("migrate", "procrastinate", interactive=False, verbosity=0)
        # A first start that is cut off leaves nothing behind that the next one meets.
        with transaction.atomic() if is_first else nullcontext():
            call_command("migrate", interactive=False, verbosity=0)
        first_start.prepare(environment)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    migrations.note_applied(environment)
    text = "The tables are up to date."
    options.answer(arguments, {"up_to_date": True}, text)
    return 0


def _has_tables() -> bool:
    """Tell whether there are tables of ours, which this version can go on from.

    A migration that replaces older ones counts as applied when all of those were.
    Django asks this of each alone, and would go on where only some count.

    Raises:
        TablesTooOldError: only some of the older migrations were applied.
    """
    applied = set(MigrationRecorder(connection).applied_migrations())
    older = {
        name
        for own, migration in MigrationLoader(None).disk_migrations.items()
        if own not in applied
        for name in migration.replaces
    }
    done = len(older & applied)
    if 0 < done < len(older):
        raise TablesTooOldError(applied=done, steps=len(older))
    return any(app == "accounts" for app, _ in applied)
