"""Start a zygote, give it orders, end it."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

import tipline
from tipline.files.decoder.errors import DecoderDiedError, NoWorkingJailError
from tipline.files.decoder.protocol import ORDER, JailReport

ZYGOTE = ("-m", "tipline.files.decoder.zygote")
PREVIEW_ZYGOTE = ("-m", "tipline.files.decoder.preview_zygote")
VIDEO_PREVIEW_ZYGOTE = ("-m", "tipline.files.decoder.video_preview_zygote")
VIDEO_ZYGOTE = ("-m", "tipline.files.decoder.video_zygote")

_START_SECONDS = 30.0
_END_SECONDS = 2.0
_REPORT_BYTES = 4096
_PYTHON = ("-B", "-P", "-s")
"""Write no bytecode, and import nothing from the working folder or the user's home."""
_ALLOCATOR = (
    "glibc.malloc.hugetlb=1"
    f":glibc.malloc.mmap_threshold={1 << 30}"
    f":glibc.malloc.trim_threshold={1 << 30}"
    f":glibc.malloc.top_pad={16 << 20}"
)
"""Take memory in few large pieces and keep it: a new page costs more than its use.

Measured: a 640 x 480 JPEG takes 2.6 instead of 3.3 times as long inside as outside.
"""


@dataclass(frozen=True, slots=True)
class Zygote:
    """A running zygote: its process, the socket to it, and the walls it found."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    report: JailReport

    def order(self, answers: socket.socket, status_fd: int) -> None:
        """Have a child forked that talks over `answers`; its end is told on the other.

        Raises:
            DecoderDiedError: the zygote is gone.
        """
        # the process that was started may be dead while the one behind it still dies
        if self.process.poll() is not None:
            raise DecoderDiedError
        try:
            socket.send_fds(self.control, [ORDER], [answers.fileno(), status_fd])
        except OSError as error:
            raise DecoderDiedError from error

    def end(self) -> None:
        """Ask it to end, then make it; nothing of it remains."""
        self.control.close()
        try:
            self.process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it and every child of its now."""
        self.control.close()
        self.process.kill()
        self.process.wait()


def launch(program: tuple[str, ...] = ZYGOTE) -> Zygote:
    """Start a zygote and wait until it says which walls hold.

    Args:
        program: what Python runs; other than `ZYGOTE` only in tests of the jail.

    Raises:
        NoWorkingJailError: no wall holds, or the zygote did not come up.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs, _Complaints() as complaints:
        process = _spawn(program, theirs, complaints.file)
        theirs.close()
        try:
            zygote = Zygote(process, ours, _report(ours, complaints))
            _insist_on_jail(zygote.report)
        except BaseException:
            ours.close()
            process.kill()
            process.wait()
            raise
    return zygote


class _Complaints:
    """A nameless file for what Python says when the zygote cannot even start."""

    def __init__(self) -> None:
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in exit

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def last_line(self) -> str:
        self.file.seek(0)
        lines = self.file.read().decode(errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "")


def _spawn(
    program: tuple[str, ...],
    control: socket.socket,
    complaints: IO[bytes],
) -> subprocess.Popen[bytes]:
    descriptor = control.fileno()
    return subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
        [sys.executable, *_PYTHON, *program, str(descriptor)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=complaints,
        pass_fds=(descriptor,),
        env=_environment(),
        cwd="/",
        # a Ctrl-C in the terminal is the worker's to handle
        start_new_session=True,
    )


def _environment() -> dict[str, str]:
    """Give Python what it needs to find this package, and nothing that is secret."""
    return {
        "PYTHONPATH": os.fspath(Path(tipline.__file__).resolve().parents[1]),
        "LC_ALL": "C.UTF-8",
        "GLIBC_TUNABLES": _ALLOCATOR,
        # a process that forks must have one thread
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _report(control: socket.socket, complaints: _Complaints) -> JailReport:
    control.settimeout(_START_SECONDS)
    try:
        message = control.recv(_REPORT_BYTES)
        control.settimeout(None)
        return JailReport.parse(message)
    except (OSError, json.JSONDecodeError) as error:
        detail = f"The decoder did not start: {complaints.last_line()}"
        raise NoWorkingJailError(detail=detail) from error


def _insist_on_jail(report: JailReport) -> None:
    if not report.works:
        raise NoWorkingJailError(detail=f"Found: {'; '.join(report.lines())}.")
