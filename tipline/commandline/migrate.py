"""`tipline migrate`: bring the tables up to date."""

import argparse
import gc

from django.core.management import call_command
from django.db import connection

from tipline.commandline import external_database, first_start, migrations, options
from tipline.config.environment import Environment

# Any constant will do: two machines that start together take turns.
_LOCK = 7_461_700_001


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
        # Django makes each table's model hundreds of times over, and drops it.
        gc.set_threshold(gc.get_threshold()[0], 10, 100)
        call_command("migrate", interactive=False, verbosity=0)
        first_start.prepare(environment)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    migrations.note_applied(environment)
    text = "The tables are up to date."
    options.answer(arguments, {"up_to_date": True}, text)
    return 0
