"""A product small enough to start in a second: the real supervisor, trivial parts.

Run as a program by test_supervisor.py, in processes of its own.
"""

import sys
import time
from pathlib import Path

from tipline.commandline import inside, web
from tipline.commandline.child import Plan
from tipline.commandline.runfile import RunFile
from tipline.commandline.supervisor import Supervisor
from tipline.config import environment


def application(environ, start_response):
    del environ
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]


def supervise():
    settings = environment.load()
    run_file = RunFile(settings.data)
    run_file.claim()
    (settings.data / "log").mkdir(exist_ok=True)
    parts = ("web", "inside", "worker")
    plans = [Plan(part, [sys.executable, __file__, part]) for part in parts]
    supervisor = Supervisor(settings, run_file, plans)
    supervisor.listen_to_signals()
    try:
        supervisor.start_database()
        supervisor.start_processes()
        supervisor.run()
    finally:
        supervisor.stop()
        run_file.release()


def work():
    while True:
        time.sleep(1)


PARTS = {
    "supervise": supervise,
    "web": lambda: web.serve(environment.load(), "stand_in:application"),
    "inside": lambda: inside.serve(environment.load(), "stand_in"),
    "worker": work,
}

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    PARTS[sys.argv[1]]()
