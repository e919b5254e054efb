"""What dies is started again, and what is stopped is gone."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import pytest

from tests.processes import is_alive
from tipline.commandline.child import Plan
from tipline.commandline.main import main
from tipline.commandline.runfile import RunFile
from tipline.commandline.supervisor import NotReadyError, Supervisor
from tipline.config import environment

STAND_IN = Path(__file__).parent / "stand_in.py"
ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_so: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, f"gave up waiting until {what}"
        time.sleep(0.05)


@dataclass
class Product:
    data: Path
    port: int
    inside_port: int
    process: subprocess.Popen[bytes]

    def answers(self) -> bool:
        return all(says_hello(port) for port in (self.port, self.inside_port))

    def pids(self) -> dict[str, int]:
        state = RunFile(self.data).state()
        if state is None or not state.ready:
            return {}
        parts = state.processes.items()
        return {name: part.pid for name, part in parts if part.pid is not None}


def says_hello(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return bool(answer.read() == b"hello")
    except OSError:
        return False


def start(data: Path, **settings: str) -> Product:
    port, inside_port = free_port(), free_port()
    process = subprocess.Popen(
        [sys.executable, STAND_IN, "supervise"],
        env={
            **os.environ,
            "TIPLINE_PORT": str(port),
            "TIPLINE_INSIDE_PORT": str(inside_port),
            "TIPLINE_DATA": str(data),
            "PYTHONPATH": str(ROOT),
            **settings,
        },
    )
    product = Product(data, port, inside_port, process)
    wait_until(lambda: len(product.pids()) == 4, "everything has started")
    return product


def end(product: Product) -> None:
    product.process.terminate()
    product.process.wait(PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    """One product for all tests that it survives."""
    product = start(tmp_path_factory.mktemp("product") / "data")
    yield product
    end(product)


@pytest.fixture
def own_product(tmp_path):
    product = start(tmp_path / "data")
    yield product
    end(product)


@pytest.mark.crash
@pytest.mark.parametrize("part", ["web", "inside", "worker", "postgres"])
def test_a_killed_part_comes_back(product, part):
    before = product.pids()
    os.kill(before[part], signal.SIGKILL)
    wait_until(
        lambda: product.pids().get(part) not in {before[part], None}, "it is new"
    )
    wait_until(product.answers, "it answers")
    others = {name for name in before if name != part}
    assert {name: product.pids()[name] for name in others} == {
        name: before[name] for name in others
    }


@pytest.mark.crash
def test_a_killed_web_process_is_replaced_by_the_web_server(product):
    web = product.pids()["web"]

    def processes() -> set[str]:
        children = Path(f"/proc/{web}/task/{web}/children")
        return set(children.read_text().split())

    wait_until(processes, "the web server has processes")
    before = processes()
    os.kill(int(min(before)), signal.SIGKILL)
    wait_until(lambda: processes() not in (before, before - {min(before)}), "it is new")
    wait_until(product.answers, "it answers")
    assert product.pids()["web"] == web


@pytest.mark.crash
def test_a_killed_supervisor_takes_everything_with_it(own_product):
    before = own_product.pids()
    own_product.process.kill()
    own_product.process.wait()
    wait_until(lambda: not any(map(is_alive, before.values())), "all have ended")
    assert RunFile(own_product.data).owner() is None


@pytest.mark.crash
def test_a_start_right_after_a_kill_works(own_product):
    own_product.process.kill()
    own_product.process.wait()
    again = start(own_product.data)
    try:
        assert again.answers()
    finally:
        assert main(["stop", "--data", str(again.data)]) == 0
        assert again.process.wait() == 0


def test_stop_ends_everything(own_product, capsys):
    before = own_product.pids()
    assert main(["stop", "--json", "--data", str(own_product.data)]) == 0
    assert json.loads(capsys.readouterr().out) == {"stopped": own_product.process.pid}
    assert own_product.process.wait() == 0
    assert not any(map(is_alive, before.values()))
    assert main(["stop", "--data", str(own_product.data)]) == 0
    assert "not running" in capsys.readouterr().out


def test_status_tells_what_runs(product, capsys):
    assert main(["status", "--json", "--data", str(product.data)]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["pid"] == product.process.pid
    assert set(facts["processes"]) == {"web", "inside", "worker", "postgres"}
    assert main(["status", "--data", str(product.data)]) == 0
    assert f"(process {product.process.pid})" in capsys.readouterr().out


def test_health_and_metrics_are_for_this_machine_though_all_may_come(tmp_path, capsys):
    product = start(tmp_path / "data", TIPLINE_HOST="0.0.0.0")  # noqa: S104
    try:
        assert product.answers()
        main(["status", "--json", "--data", str(product.data)])
        told = json.loads(capsys.readouterr().out)
        assert told["inside"] == f"http://127.0.0.1:{product.inside_port}"
        assert listens_elsewhere(product.port)
        assert not listens_elsewhere(product.inside_port)
    finally:
        end(product)


def listens_elsewhere(port: int) -> bool:
    """Tell whether a port is taken on another address of this machine too."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.2", port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def test_a_second_start_on_the_same_folder_is_refused(product, capsys):
    assert main(["start", "--port", str(free_port()), "--data", str(product.data)]) == 1
    assert "already runs" in capsys.readouterr().err
    assert product.answers()


@pytest.mark.crash
def test_a_database_that_was_too_slow_is_tried_again(tmp_path, monkeypatch):
    monkeypatch.setenv("TIPLINE_DATA", str(tmp_path))
    run_file = RunFile(tmp_path)
    run_file.claim()
    settings = environment.load()
    supervisor = Supervisor(settings, run_file, [])
    supervisor.start_database()
    try:
        os.kill(settings.cluster.pid, signal.SIGKILL)
        with monkeypatch.context() as hurry:
            hurry.setattr("tipline.foundation.postgres.cluster._READY_SECONDS", 0)
            wait_until(lambda: restarts(supervisor, tmp_path) > 1, "it failed twice")
        wait_until(lambda: restarts(supervisor, tmp_path) > 2, "it is tried again")
        assert settings.cluster.is_running()
    finally:
        supervisor.stop()
        run_file.release()


def restarts(supervisor: Supervisor, data: Path) -> int:
    """Let the supervisor look once, and tell how often it started the database anew."""
    supervisor._heal()
    state = RunFile(data).state()
    return state.processes["postgres"].restarts if state else 0


@pytest.fixture
def supervisor(tmp_path, monkeypatch):
    """One that has started nothing."""
    monkeypatch.setenv("TIPLINE_DATA", str(tmp_path))
    return Supervisor(environment.load(), RunFile(tmp_path), [])


@pytest.mark.parametrize(("code", "status"), [("pass", 0), ("raise SystemExit(3)", 3)])
def test_a_step_before_the_start_is_waited_for(supervisor, code, status):
    process = subprocess.Popen([sys.executable, "-c", code])
    assert supervisor.wait_for(process) == status


def test_a_step_before_the_start_ends_when_told_to_stop(supervisor):
    sleeps = [sys.executable, "-c", "import time; time.sleep(600)"]
    with subprocess.Popen(sleeps) as process:
        Timer(0.3, supervisor._stop_on_signal, (signal.SIGTERM, None)).start()
        assert supervisor.wait_for(process) is None
    assert process.returncode == -signal.SIGTERM


def test_a_part_that_cannot_start_is_quoted(tmp_path, monkeypatch):
    monkeypatch.setenv("TIPLINE_DATA", str(tmp_path))
    monkeypatch.setenv("TIPLINE_PORT", str(free_port()))
    monkeypatch.setenv("TIPLINE_DATABASE_URL", "postgresql://ana@localhost/tips")
    (tmp_path / "log").mkdir()
    run_file = RunFile(tmp_path)
    run_file.claim()
    plan = Plan("web", [sys.executable, "-c", "raise SystemExit('no such module')"])
    supervisor = Supervisor(environment.load(), run_file, [plan])
    with pytest.raises(NotReadyError, match=r"web\.log.*no such module"):
        supervisor.start_processes()
    supervisor.stop()
    run_file.release()
    assert run_file.owner() is None
