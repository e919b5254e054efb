"""The running product, started and stopped as an operator would."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx

from tests.terminal import COMMANDS, Terminal

START_SECONDS = 120


@dataclass(frozen=True)
class Credential:
    """A platform's user name and password, as `tipline platform add` printed them."""

    username: str
    password: str

    @property
    def pair(self) -> tuple[str, str]:
        return self.username, self.password


class Product:
    """`tipline start` in a process of its own, on a free port of this machine."""

    def __init__(self, data: Path, *, demo: bool = True, **settings: str) -> None:
        self.data = data
        self.port = _free_port()
        self.demo = demo
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("TIPLINE_")},
            "TIPLINE_INSIDE_PORT": str(_free_port()),
            "TIPLINE_EVIDENCE_PORT": str(_free_port()),
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self._terminal: Terminal | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def inside(self) -> str:
        return f"http://127.0.0.1:{self.environment['TIPLINE_INSIDE_PORT']}"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()  # one that is too slow to start must not run on
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        flags = ["--port", str(self.port), "--data", str(self.data)]
        flags += ["--demo"] if self.demo else []
        with (self.data.parent / "start.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tipline.commandline", "start", *flags],
                env=self.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._is_ready():
                return
            if self.process is not None and self.process.poll() is not None:
                break
            time.sleep(0.1)
        log = (self.data.parent / "start.log").read_text()
        raise AssertionError(f"the product did not start:\n{log}")

    def _is_ready(self) -> bool:
        # Plain HTTP: to read all certificates of this machine first takes longer.
        with httpx.Client(verify=False) as client:  # noqa: S501
            try:
                answers = client.get(f"{self.inside}/health/ready").status_code
                return answers == 200 and client.get(self.url).status_code == 200
            except httpx.TransportError:
                return False

    def stop(self) -> None:
        if self._terminal is not None:
            self._terminal.close()
            self._terminal = None
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        self.process = None

    def log(self, name: str, *, most: int = 4000) -> str:
        """Give the end of what one of its processes has written down."""
        written = (self.data / "log" / f"{name}.log").read_text(errors="replace")
        return written[-most:]

    def tipline(self, *arguments: str, check: bool = True) -> Any:
        """Run a command with --json, and give what it answered."""
        words = [*arguments, "--data", str(self.data), "--json"]
        done = self._run(words)
        if check and done.returncode != 0:
            raise AssertionError(done.stderr + done.stdout)
        return json.loads(done.stdout) if done.stdout else None

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        environment = {**self.environment, "TIPLINE_DEMO": str(self.demo).lower()}
        if self.process is not None and words[0] in COMMANDS:
            self._terminal = self._terminal or Terminal(environment)
            return self._terminal.run(words)
        return subprocess.run(
            [sys.executable, "-m", "tipline.commandline", *words],
            env=environment,
            capture_output=True,
            check=False,
            text=True,
        )

    def add_platform(
        self, name: str, *, test: bool = False, hash_lists: bool = False
    ) -> Credential:
        flags = ["--test"] if test else []
        flags += ["--hash-lists"] if hash_lists else []
        added = self.tipline("platform", "add", name, *flags)
        return Credential(added["username"], added["password"])

    def reporter(self, credential: Credential) -> httpx.Client:
        """A client of the reporting interface."""
        return httpx.Client(
            base_url=f"{self.url}/ispws", auth=credential.pair, timeout=30
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
