"""`tipline worker`: what happens to reports after they are received."""

import argparse
import os

from tipline import past_reports, pipeline
from tipline.commandline import options
from tipline.files.decoder.import_guard import forbid_decoders
from tipline.foundation.jobs import worker
from tipline.foundation.policy.principal import system
from tipline.foundation.web.health import require_safe_role
from tipline.matching.index_keeper import IndexKeeper

_DESCRIPTION = """\
Run a worker alone: it takes jobs from the database. Any number may run, on any number
of machines. The database must be up; `tipline start` starts both.
"""


_NICENESS = 10
_LONGEST_BUILD_SECONDS = 1800
_STOP_SECONDS = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline worker`."""
    parser.description = _DESCRIPTION
    options.add_data(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop."""
    del arguments
    # In a rush, taking reports in comes first; the queue is worked off afterwards.
    os.nice(_NICENESS)
    forbid_decoders()
    require_safe_role()
    pipeline.require_tables()
    keeper = IndexKeeper(system("index"), told=past_reports.look_back_soon)
    keeper.start()
    # Reports that come before there is an index would only be put off.
    keeper.is_ready.wait(_LONGEST_BUILD_SECONDS)
    worker.run()
    keeper.stop()
    keeper.join(_STOP_SECONDS)
    return 0
