"""Keeps the product running: PostgreSQL, web server, worker, health checks."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from typing import Self

from tipline.commandline.child import Child, Plan
from tipline.commandline.runfile import ProcessState, RunFile, State
from tipline.config.environment import Environment
from tipline.foundation.errors import UnavailableError
from tipline.foundation.postgres.cluster import Cluster
from tipline.foundation.postgres.errors import PostgresFailedError

_LOOK_EVERY_SECONDS = 0.1
_STOP_SECONDS = 20.0
_READY_SECONDS = 300.0
_MOST_RESTARTS_AT_START = 2


class NotReadyError(UnavailableError):
    """The processes were started, and people still get no answer."""

    code = "not-ready"
    sentence = (
        "Tipline did not become ready. The reason is in %(log)s; it ends: %(end)s"
    )

    @classmethod
    def quoting(cls, log: Path) -> Self:
        """Build the refusal with the log's last line."""
        text = log.read_text(encoding="utf-8", errors="replace").strip()
        return cls(log=str(log), end=text.rpartition("\n")[2] or "(empty)")


class Supervisor:
    """One running product. Use it in one thread; `run` returns when told to stop."""

    def __init__(
        self, environment: Environment, run_file: RunFile, plans: Sequence[Plan]
    ) -> None:
        """Prepare to run the plans beside the database; nothing is started yet."""
        self._environment = environment
        self._run_file = run_file
        self._log_folder = environment.data / "log"
        self._children = [Child(p, log=self._log(p.name)) for p in plans]
        self._database_restarts = 0
        self._ready = False
        self._told_to_stop = False
        self._cluster: Cluster | None = None
        if environment.database_url is None:
            self._cluster = environment.cluster

    def listen_to_signals(self) -> None:
        """Stop cleanly on Ctrl-C and SIGTERM, also while still starting."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_on_signal)

    def start_database(self) -> None:
        """Bring the embedded PostgreSQL up, if it is the one in use."""
        if self._cluster is not None:
            self._cluster.start()

    def wait_for(self, process: subprocess.Popen[bytes]) -> int | None:
        """Wait until a step before the start has ended, however long it takes.

        Returns:
            Its exit status; None when told to stop, and then it is ended, too.
        """
        while process.poll() is None and not self._told_to_stop:
            time.sleep(_LOOK_EVERY_SECONDS)
        if not self._told_to_stop:
            return process.returncode
        process.terminate()
        process.wait()
        return None

    def start_processes(self) -> bool:
        """Start everything else, and wait until people get an answer.

        Returns:
            False when told to stop before that.

        Raises:
            NotReadyError: nobody answered for five minutes, or a process keeps dying.
        """
        for child in self._children:
            child.start()
        self._note()
        deadline = time.monotonic() + _READY_SECONDS
        while not self._told_to_stop and not self._ready:
            time.sleep(_LOOK_EVERY_SECONDS)
            self._heal()
            self._ready = _answers(self._environment)
            self._require_progress(deadline)
        self._note()
        return self._ready

    def _require_progress(self, deadline: float) -> None:
        for child in self._children:
            if child.restarts > _MOST_RESTARTS_AT_START:
                raise NotReadyError.quoting(self._log(child.plan.name))
        if time.monotonic() > deadline:
            raise NotReadyError.quoting(self._log("web"))

    def run(self) -> None:
        """Restart what dies, until told to stop."""
        while not self._told_to_stop:
            self._heal()
            time.sleep(_LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        """Stop everything: what serves first, PostgreSQL last."""
        deadline = time.monotonic() + _STOP_SECONDS
        for child in self._children:
            child.ask_to_stop()
        for child in self._children:
            child.wait_until_stopped(deadline)
        if self._cluster is not None:
            self._cluster.stop()

    def _heal(self) -> None:
        changed = [child.heal() for child in self._children]
        if self._heal_database() or any(changed):
            self._note()

    def _heal_database(self) -> bool:
        if self._cluster is None or not self._cluster.has_died():
            return False
        self._database_restarts += 1
        try:
            self._cluster.start()
        except PostgresFailedError:
            # Tried again at the next look; the reason is in log/postgres.log.
            time.sleep(1)
        return True

    def _note(self) -> None:
        processes = {
            child.plan.name: ProcessState(child.pid, child.restarts)
            for child in self._children
        }
        if self._cluster is not None:
            database = ProcessState(self._cluster.pid, self._database_restarts)
            processes["postgres"] = database
        self._run_file.write(
            State(
                pid=os.getpid(),
                ready=self._ready,
                address=self._environment.public_url,
                inside=self._environment.inside_url,
                processes=processes,
            )
        )

    def _log(self, name: str) -> Path:
        return self._log_folder / f"{name}.log"

    def _stop_on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._told_to_stop = True


def _answers(environment: Environment) -> bool:
    """Tell whether people get an answer, and the health check calls us ready."""
    host = environment.host
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    name = f"[{host}]" if ":" in host else host
    people = _status(f"http://{name}:{environment.port}/")
    health = _status(f"{environment.inside_url}/health/ready")
    return people is not None and health == HTTPStatus.OK


def _status(url: str) -> int | None:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return None
