"""One process that is kept running."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_LARGEST_LOG_BYTES = 50_000_000
_CALM_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends, even by `kill -9`."""
    _libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


@dataclass(frozen=True)
class Plan:
    """What to run: a name for people, the command line, and added variables."""

    name: str
    command: Sequence[str]
    variables: Mapping[str, str] = field(default_factory=dict)


class Child:
    """A process run by plan; started again whenever it ends by itself.

    It leads a process group of its own, so that its descendants can be ended with it,
    and so that Ctrl-C in the terminal reaches the supervisor alone.
    """

    def __init__(self, plan: Plan, *, log: Path) -> None:
        """Prepare to run `plan`, with its output appended to `log`."""
        self.plan = plan
        self.restarts = 0
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._pause_seconds = 0.0
        self._next_start_at = 0.0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        running = self._process is not None and self._process.poll() is None
        return self._process.pid if self._process and running else None

    def start(self) -> None:
        """Start the process."""
        if self._log.exists() and self._log.stat().st_size > _LARGEST_LOG_BYTES:
            self._log.rename(self._log.with_suffix(".log.1"))
        with self._log.open("ab") as log:
            self._log.chmod(0o600)
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                list(self.plan.command),
                preexec_fn=die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.plan.variables},
                process_group=0,
            )
        self._started_at = time.monotonic()

    def heal(self) -> bool:
        """Start the process again if it has ended, and tell whether anything changed.

        At once the first time; a process that keeps ending is started after pauses that
        grow to five seconds, and its descendants are ended first.
        """
        if self._process is None or self._process.poll() is None:
            return False
        now = time.monotonic()
        if self._next_start_at == 0.0:
            self._signal_group(signal.SIGKILL)
            calm = now - self._started_at > _CALM_SECONDS
            longer = min(_LONGEST_PAUSE_SECONDS, self._pause_seconds * 2 + 0.25)
            self._pause_seconds = 0.0 if calm else longer
            self._next_start_at = now + self._pause_seconds
        if now < self._next_start_at:
            return False
        self._next_start_at = 0.0
        self.restarts += 1
        self.start()
        return True

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process itself; it ends its descendants."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait_until_stopped(self, deadline: float) -> None:
        """Wait until the `time.monotonic()` deadline, then kill the whole group."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        self._signal_group(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _signal_group(self, number: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
