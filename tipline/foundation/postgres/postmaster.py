"""A running PostgreSQL, found through the pid file that it writes."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

_STATUS_LINE = 7  # the eighth; pg_ctl reads the same one
_GENTLE_SECONDS = 30.0
_FIRM_SECONDS = 10.0


@dataclass(frozen=True)
class Postmaster:
    """One server process that is alive; `ready` once it accepts connections."""

    pid: int
    ready: bool


def find(cluster: Path) -> Postmaster | None:
    """Return the server that runs on this cluster, if there is one.

    The pid alone proves nothing: after a crash it may belong to another program. So the
    process's own command line must name the cluster.
    """
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    if not _runs_on(pid, cluster):
        return None
    ready = len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"
    return Postmaster(pid, ready)


def stop(cluster: Path) -> None:
    """End the server that runs on this cluster, if any, and wait until it is gone.

    Asks for a fast shutdown, which rolls back what is open and writes a checkpoint.
    Only a server that does not listen is killed; the next start then recovers.
    """
    steps = (
        (signal.SIGINT, _GENTLE_SECONDS),
        (signal.SIGQUIT, _FIRM_SECONDS),
        (signal.SIGKILL, _FIRM_SECONDS),
    )
    for number, patience_seconds in steps:
        server = find(cluster)
        if server is None:
            return
        os.kill(server.pid, number)
        if _gone(server.pid, cluster, patience_seconds):
            return


def _gone(pid: int, cluster: Path, patience_seconds: float) -> bool:
    deadline = time.monotonic() + patience_seconds
    while time.monotonic() < deadline:
        if not _runs_on(pid, cluster):
            return True
        time.sleep(0.02)
    return False


def _runs_on(pid: int, cluster: Path) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    # A process that ended and was not yet waited for has an empty command line.
    return os.fsencode(cluster) in command
