"""An operator's terminal that stays open: one `tipline` command after another.

Each line of the input is a JSON list of a command's words; each line of the output says
how the command ended and what it wrote. A process for each command would spend two
seconds of a processor on imports before it asked the database anything.
"""

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Self

from tipline.commandline.main import main

# Commands that run with the same role of the database, and end by themselves.
COMMANDS = frozenset(
    {"agency", "audit", "demo", "hashlist", "person", "platform", "report", "steps"}
)


class Terminal:
    """A process that runs `tipline` commands for a test, in one data folder."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.terminal"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(list(words)) + "\n")
        self._process.stdin.flush()
        code, written, complaints = json.loads(self._process.stdout.readline())
        return subprocess.CompletedProcess(words, code, written, complaints)

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def answer(words: Sequence[str]) -> tuple[int, str, str]:
    """Run one command here; give its exit code and what it wrote."""
    written, complaints = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(written),
        contextlib.redirect_stderr(complaints),
    ):
        try:
            code = main(words)
        except SystemExit as end:  # argparse's way of refusing
            code = int(end.code or 0)
    _hang_up()
    return code, written.getvalue(), complaints.getvalue()


def _hang_up() -> None:
    """Close connections, as a test may end the database between two commands."""
    from django.db import connections  # noqa: PLC0415 - the command chose the settings

    connections.close_all()


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)  # noqa: T201
