"""`tipline evidence`: the gateway that shows previews of files, on its own origin."""

import argparse
from importlib import import_module

from tipline.commandline import options, web
from tipline.commandline.database import set_up_django
from tipline.commandline.loading import for_good
from tipline.foundation.postgres.connection import WEB

_DESCRIPTION = """\
Serve previews of reported files on the evidence port, and nothing else. The database
must be up; `tipline start` starts both.
"""
_TARGET = "tipline.config.evidence_wsgi:application"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline evidence`."""
    parser.description = _DESCRIPTION
    options.add_data(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    set_up_django(WEB)
    with for_good():
        import_module("tipline.viewing.gateway")
    environment = arguments.environment
    web.serve(environment, _TARGET, port=environment.evidence_port, workers=1)
    return 0
