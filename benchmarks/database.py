"""A database of its own for a measurement, in a process that knows no other."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def measured(code: str, *, role: str = "tipline_web") -> str:
    """Run Python code in a process and an empty folder of its own; give what it prints.

    Django is set up there as the role. The folder is removed afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="tipline-benchmark-") as folder:
        # PostgreSQL, as another user, passes through.
        Path(folder).chmod(0o711)
        data = Path(folder) / "data"
        (data / "static").mkdir(parents=True)
        environment = {
            **os.environ,
            "TIPLINE_DATA": str(data),
            "TIPLINE_DATABASE_ROLE": role,
            "TIPLINE_PUBLIC_URL": "https://tipline.example.org",
            "DJANGO_SETTINGS_MODULE": "tipline.config.settings",
        }
        done = subprocess.run(
            [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
            check=True,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
    return done.stdout


@contextmanager
def tables() -> Iterator[None]:
    """Run PostgreSQL with the product's tables, empty, in this process's folder."""
    from django.db import connection  # noqa: PLC0415 - needs the settings

    from tipline.foundation.postgres.cluster import Cluster  # noqa: PLC0415

    with Cluster(Path(os.environ["TIPLINE_DATA"]), throwaway=True):
        migrate = [sys.executable, "-m", "tipline.commandline", "migrate"]
        subprocess.run(migrate, check=True, capture_output=True)
        try:
            yield
        finally:
            connection.close()
