"""One process that is kept running."""

import os
import signal
import sys
import time
from pathlib import Path

from tipline.commandline.child import Child, Plan

FOREVER = "import time\nwhile True: time.sleep(1)"


def heal_until(child: Child, is_so) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        child.heal()
        time.sleep(0.01)


def test_a_process_that_runs_is_left_alone(tmp_path):
    child = Child(
        Plan("sleeper", [sys.executable, "-c", FOREVER]), log=tmp_path / "log"
    )
    child.start()
    pid = child.pid
    assert child.heal() is False
    assert (child.pid, child.restarts) == (pid, 0)
    child.wait_until_stopped(time.monotonic())
    assert child.pid is None


def test_a_process_that_keeps_ending_is_started_again_and_again(tmp_path):
    plan = Plan("mayfly", [sys.executable, "-c", "print('so short')"])
    child = Child(plan, log=tmp_path / "log")
    child.start()
    heal_until(child, lambda: child.restarts == 2)
    child.wait_until_stopped(time.monotonic() + 10)
    assert (tmp_path / "log").read_text().count("so short") == 3


def test_what_a_killed_process_started_ends_with_it(tmp_path):
    note = tmp_path / "pid"
    code = (
        "import subprocess, sys, time, pathlib\n"
        f"other = subprocess.Popen([sys.executable, '-c', {FOREVER!r}])\n"
        f"pathlib.Path({str(note)!r}).write_text(str(other.pid))\n"
        "time.sleep(1000)"
    )
    child = Child(Plan("parent", [sys.executable, "-c", code]), log=tmp_path / "log")
    child.start()
    heal_until(child, lambda: note.exists() and note.read_text())
    descendant = int(note.read_text())
    assert os.getpgid(descendant) == child.pid
    note.unlink()
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    heal_until(child, lambda: child.restarts == 1)
    heal_until(child, lambda: not Path(f"/proc/{descendant}/exe").exists())
    child.wait_until_stopped(time.monotonic())


def test_the_plans_variables_reach_the_process(tmp_path):
    code = "import os; print(os.environ['TIPLINE_DATABASE_ROLE'])"
    plan = Plan("asker", [sys.executable, "-c", code], {"TIPLINE_DATABASE_ROLE": "me"})
    child = Child(plan, log=tmp_path / "log")
    child.start()
    child.wait_until_stopped(time.monotonic() + 30)
    assert (tmp_path / "log").read_text() == "me\n"
