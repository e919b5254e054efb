"""One data folder's PostgreSQL: initialized, started, stopped, and started again."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from tipline.foundation.postgres import (
    binaries,
    configuration,
    postmaster,
    privileges,
    provision,
    socketfolder,
)
from tipline.foundation.postgres.binaries import Binaries, Choice
from tipline.foundation.postgres.connection import (
    SOCKET_PORT,
    SUPERUSER,
    Connection,
    Role,
)
from tipline.foundation.postgres.errors import (
    PostgresBusyError,
    PostgresFailedError,
    PostgresFolderError,
    PostgresVersionError,
)
from tipline.foundation.postgres.privileges import Identity
from tipline.foundation.postgres.secretfile import read_or_generate

_READY_SECONDS = 120.0  # recovery after a crash replays up to max_wal_size
_LARGEST_LOG_BYTES = 20_000_000
_LAST_WORDS_BYTES = 600
# Nothing of our own environment: it may hold the secrets of other parts.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


@dataclass(frozen=True)
class _Tools:
    """Which programs run, and as whom."""

    binaries: Binaries
    identity: Identity


class Cluster:
    """The PostgreSQL of one data folder.

    Files: `postgres/cluster` (PostgreSQL's own), `postgres/socket`,
    `postgres/tuning.conf` (the operator's), `secrets/database_*`, `log/postgres.log`.

    A lock file makes sure that one process at a time is in charge. When that process
    dies, the kernel asks PostgreSQL to shut down; whoever is next waits for it.
    """

    def __init__(
        self,
        data: Path,
        *,
        choice: Choice = "auto",
        throwaway: bool = False,
        patience_seconds: float = 15.0,
    ) -> None:
        """Describe the cluster below `data`; nothing is touched yet.

        A `throwaway` cluster flushes nothing to disk; its owner may create databases.
        `patience_seconds` is how long to wait for another process to give up charge.
        """
        self.data = data.absolute()
        self.home = self.data / "postgres"
        self.folder = self.home / "cluster"
        self.log = self.data / "log" / "postgres.log"
        self._choice = choice
        self._throwaway = throwaway
        self._patience_seconds = patience_seconds
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The server's process id while one runs, whoever started it."""
        server = postmaster.find(self.folder)
        return server.pid if server else None

    def is_initialized(self) -> bool:
        """Tell whether the cluster's files exist."""
        return self.folder.exists()

    def is_running(self) -> bool:
        """Tell whether a server runs on the files and accepts connections."""
        server = postmaster.find(self.folder)
        return server is not None and server.ready

    def connection(self, role: Role) -> Connection:
        """Say how the role connects; its password is made if it is new."""
        password = read_or_generate(self.data / "secrets", f"database_{role}")
        return Connection(str(self._socket()), SOCKET_PORT, role, password)

    def binaries(self) -> Binaries:
        """Choose the programs that this cluster runs, or would run, with.

        Raises:
            PostgresMissingError, PostgresVersionError: see `binaries.find`.
        """
        made_by = self._made_by()
        try:
            return binaries.find(self._choice, made_by=made_by)
        except PostgresVersionError as error:
            fields = {**error.fields, "folder": str(self.folder)}
            raise PostgresVersionError(**fields) from error

    def ensure(self) -> None:
        """Initialize the cluster unless it exists: files, roles, database, passwords.

        Works on a folder beside the final one and renames it at the end, so that an
        interrupted first start leaves nothing half-made.
        """
        self._take_charge()
        if not self.is_initialized():
            self._initialize()
        elif self._missing_passwords():
            self._renew_passwords()

    def start(self) -> None:
        """Bring the server up and wait until it accepts connections.

        A server left behind by a killed process is shut down first. Starting a cluster
        that this object has already started does nothing.

        Raises:
            PostgresBusyError: another process is in charge and stays so.
            PostgresFailedError: the server did not come up.
        """
        if self._process is not None and self._process.poll() is None:
            return
        self._take_charge()
        postmaster.stop(self.folder)
        self.ensure()
        tools = self._existing_tools()
        self._prepare(tools)
        self._launch(tools)

    def stop(self) -> None:
        """Shut the server down, wait for it, and give up charge of the cluster."""
        if self._lock is None:
            return
        self._end_server()
        self._process = None
        self._lock.close()
        self._lock = None

    def has_died(self) -> bool:
        """Tell whether the server that this object started has ended.

        Also when it was ended because it did not become ready in time; not by `stop`.
        """
        return self._process is not None and self._process.poll() is not None

    def _end_server(self) -> None:
        postmaster.stop(self.folder)
        if self._process is not None:
            self._process.kill()  # one that wrote no pid file yet is not found by it
            self._process.wait()

    def _socket(self) -> Path:
        self._make_home()
        return socketfolder.locate(self.home)

    def _make_home(self) -> None:
        # Another account must pass through to its cluster, and see nothing on the way.
        mode = 0o711 if os.geteuid() == 0 else 0o700
        for folder in (self.data, self.home):
            if not folder.exists():
                folder.mkdir(parents=True)
                folder.chmod(mode)
        self.log.parent.mkdir(mode=0o700, exist_ok=True)

    def _take_charge(self) -> None:
        if self._lock is not None:
            return
        try:
            self._make_home()
            lock = (self.home / "lock").open("w", encoding="ascii")
        except PermissionError as error:
            why = "it belongs to another user"
            raise PostgresFolderError(folder=str(self.data), why=why) from error
        deadline = time.monotonic() + self._patience_seconds
        while not _locked(lock):
            if time.monotonic() > deadline:
                lock.close()
                raise PostgresBusyError(folder=str(self.home))
            time.sleep(0.05)
        self._lock = lock

    def _made_by(self) -> int | None:
        if not self.is_initialized():
            return None
        try:
            return int((self.folder / "PG_VERSION").read_text(encoding="ascii"))
        except PermissionError as error:
            why = "its database belongs to another user"
            raise PostgresFolderError(folder=str(self.data), why=why) from error

    def _existing_tools(self) -> _Tools:
        chosen = self.binaries()
        return _Tools(chosen, privileges.owner_of(self.folder, chosen.postgres))

    def _initialize(self) -> None:
        chosen = self.binaries()
        tools = _Tools(chosen, privileges.choose(self.home, chosen.postgres))
        unfinished = self.home / "cluster.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        tools.identity.own(unfinished)
        arguments: list[str | Path] = [
            chosen.initdb,
            "--pgdata",
            unfinished,
            "--username",
            SUPERUSER,
        ]
        arguments += ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]
        # Nobody can enter before configuration.write replaces this.
        arguments += ["--auth=reject", *(["--no-sync"] if self._throwaway else [])]
        self._run(tools, arguments, step="initialize its files")
        passwords = {role: self.connection(role).password for role in provision.ROLES}
        script = provision.statements(passwords, throwaway=self._throwaway)
        self._execute(tools, unfinished, script)
        unfinished.rename(self.folder)

    def _missing_passwords(self) -> list[Role]:
        kept = self.data / "secrets"
        return [r for r in provision.ROLES if not (kept / f"database_{r}").exists()]

    def _renew_passwords(self) -> None:
        script = [
            provision.set_password(role, self.connection(role).password)
            for role in self._missing_passwords()
        ]
        self._execute(self._existing_tools(), self.folder, script)

    def _execute(self, tools: _Tools, cluster: Path, script: list[str]) -> None:
        # Single-user mode needs no server, no password and no client program.
        arguments: list[str | Path] = [tools.binaries.postgres, "--single"]
        arguments += ["-D", cluster]
        options = ["exit_on_error=on", "log_min_error_statement=panic"]
        for option in [*options, *(["fsync=off"] if self._throwaway else [])]:
            arguments += ["-c", option]
        step = "create its roles"
        text = "\n".join(script) + "\n"
        self._run(tools, [*arguments, "template1"], step=step, text=text)

    def _run(
        self, tools: _Tools, arguments: list[str | Path], *, step: str, text: str = ""
    ) -> None:
        answer = subprocess.run(  # noqa: S603 - an absolute path and our own arguments
            tools.identity.command(arguments),
            preexec_fn=tools.identity.at_exec(signal.SIGINT),
            input=text.encode(),
            capture_output=True,
            check=False,
            env=_ENVIRONMENT,
            cwd="/",
        )
        if answer.returncode != 0:
            words = answer.stderr[-_LAST_WORDS_BYTES:].decode(errors="replace")
            raise PostgresFailedError(step=step, words=words.strip())

    def _prepare(self, tools: _Tools) -> None:
        socket = self._socket()
        owner = tools.identity.uid if tools.identity.uid is not None else os.geteuid()
        socketfolder.prepare(socket, owner=owner)
        durable = not self._throwaway
        configuration.write(self.folder, socket_folder=socket, durable=durable)
        if postmaster.find(self.folder) is None:
            # Left by a crash. PostgreSQL would refuse if the pid in it is taken again.
            (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def _launch(self, tools: _Tools) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while True:
            self._spawn(tools)
            if self._becomes_ready(deadline):
                return
            words = self._last_words()
            # Processes of a killed server may hold its shared memory for a moment.
            if "shared memory" not in words or time.monotonic() > deadline:
                raise PostgresFailedError(step="start", words=words)
            time.sleep(0.1)

    def _spawn(self, tools: _Tools) -> None:
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG_BYTES:
            self.log.rename(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.log.chmod(0o600)
            self._process = subprocess.Popen(  # noqa: S603 - an absolute path
                tools.identity.command([tools.binaries.postgres, "-D", self.folder]),
                preexec_fn=tools.identity.at_exec(signal.SIGINT),  # noqa: PLW1509 - one thread at start
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_ENVIRONMENT,
                cwd="/",
                # Ctrl-C goes to the whole terminal; only the supervisor may act on it.
                process_group=0,
            )

    def _becomes_ready(self, deadline: float) -> bool:
        while time.monotonic() < deadline:
            if self.has_died():
                return False
            if self.is_running():
                return True
            time.sleep(0.01)
        self._end_server()
        return False

    def _last_words(self) -> str:
        words = self.log.read_bytes()[-_LAST_WORDS_BYTES:]
        return words.decode(errors="replace").strip()


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
