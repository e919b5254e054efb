"""A data folder whose tables are made once in a run of the tests, and copied then.

Making them takes more than ten seconds of a processor. It is done as in the database of
an operator, so that each run shows that, too; the product's own database is made for a
first start in tests/stories/test_sources_of_postgresql.py.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests import settle
from tipline.commandline import migrations
from tipline.foundation.postgres.cluster import Cluster


def folder(name: str) -> Path:
    """Give a data folder that is ready for a start in demonstration mode."""
    # Not in pytest's own folder, which PostgreSQL's account may not enter.
    data = Path(settle.DATA) / name / "data"
    data.mkdir(parents=True)
    (data / "demo").touch()  # as a first start does
    fill(data)
    return data


def fill(data: Path) -> None:
    """Put tables and secrets into a data folder in which no PostgreSQL was yet."""
    template = Path(settle.PREPARED)
    template.parent.mkdir(exist_ok=True)
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the workers of pytest-xdist take turns
        if not template.exists():
            _make(template)
    copy = ["cp", "--archive", "--no-clobber", f"{template}/.", str(data)]
    subprocess.run(copy, check=True)  # keeps whose PostgreSQL's files are


def _make(template: Path) -> None:
    template.mkdir(mode=0o711)
    # The settings of the tests were read with these secrets.
    (template / "secrets").symlink_to(settle.SECRETS)
    with Cluster(template, throwaway=True) as elsewhere:
        url = elsewhere.connection("tipline_owner").url()
        said = {"TIPLINE_DATA": str(template), "TIPLINE_DATABASE_URL": url}
        done = subprocess.run(
            [sys.executable, "-m", "tipline.commandline", "migrate"],
            env={**os.environ, **said},
            check=False,
            capture_output=True,
        )
    assert done.returncode == 0, done.stderr.decode()
    # A start on a copy has it as its own database, and need not look.
    own = settings.ENVIRONMENT.model_copy(update={"data": template})
    migrations.note_applied(own)
