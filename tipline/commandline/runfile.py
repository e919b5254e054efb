"""The note that a running `tipline start` leaves for `stop` and `status`."""

import fcntl
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from tipline.foundation.errors import ConflictError

_START_TIME_FIELD = 19  # starttime, counted after the command's closing parenthesis


class AlreadyRunningError(ConflictError):
    """Another `tipline start` is in charge of the same data folder."""

    code = "already-running"
    sentence = "Tipline already runs on %(data)s. Stop it with: tipline stop."


@dataclass(frozen=True)
class ProcessState:
    """One supervised process: its id, if it runs, and how often it was restarted."""

    pid: int | None
    restarts: int


@dataclass(frozen=True)
class State:
    """What `tipline status` tells: `ready` once people can use the product."""

    pid: int
    ready: bool
    address: str
    inside: str
    processes: Mapping[str, ProcessState] = field(default_factory=dict)


class RunFile:
    """`run/supervisor.pid` and `run/state.json` in the data folder."""

    def __init__(self, data: Path) -> None:
        """Describe the files; nothing is touched yet."""
        self._data = data
        self._pid_file = data / "run" / "supervisor.pid"
        self._state_file = data / "run" / "state.json"
        self._lock: IO[str] | None = None

    def claim(self) -> bool:
        """Take charge of the folder, and tell whether the last owner was killed.

        The lock is the kernel's, so it ends with the process however that ends.

        Raises:
            AlreadyRunningError: somebody else is in charge.
        """
        self._pid_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = self._pid_file.open("a+", encoding="ascii")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise AlreadyRunningError(data=str(self._data)) from error
        lock.seek(0)
        was_killed = bool(lock.read().strip())
        lock.seek(0)
        lock.truncate()
        lock.write(f"{os.getpid()} {_started_at(os.getpid())}\n")
        lock.flush()
        self._lock = lock
        return was_killed

    def release(self) -> None:
        """Give up charge and leave nothing behind that looks like a running product."""
        self._state_file.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.truncate(0)
            self._lock.close()
            self._lock = None

    def write(self, state: State) -> None:
        """Replace what `status` tells, whole."""
        unfinished = self._state_file.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(asdict(state)), encoding="utf-8")
        unfinished.replace(self._state_file)

    def owner(self) -> int | None:
        """Return the process id in charge, or None.

        A number alone may by now belong to another program, so the process's start time
        must be the noted one.
        """
        try:
            pid, started_at = map(int, self._pid_file.read_text("ascii").split())
        except (FileNotFoundError, ValueError):
            return None
        return pid if _started_at(pid) == started_at else None

    def state(self) -> State | None:
        """Return what the process in charge has written, or None without one."""
        owner = self.owner()
        try:
            facts = json.loads(self._state_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        if owner is None or facts["pid"] != owner:
            return None  # left by one that was killed
        processes = {n: ProcessState(**p) for n, p in facts.pop("processes").items()}
        return State(**facts, processes=processes)


def _started_at(pid: int) -> int | None:
    """Return when the process began, in clock ticks since boot; None if it is gone.

    Source: proc(5), field 22 of /proc/PID/stat.
    """
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = text.rpartition(")")[2].split()
    is_over = fields[0] in {"Z", "X"}
    return None if is_over else int(fields[_START_TIME_FIELD])
