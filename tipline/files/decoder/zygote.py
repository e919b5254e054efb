"""The process that forks a jailed child for every file.

Started by `launch.launch` as `python -m tipline.files.decoder.zygote DESCRIPTOR`, with
an empty environment and one socket. It never reads a byte of any file, decodes nothing
but its own samples, and ends when the socket closes.
"""

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tipline.files.decoder import inmate, jail, kernel, limits, seccomp
from tipline.files.decoder.protocol import ORDER, Cause, Ending

Act = Callable[[], None]
"""What a child does once it is jailed."""


@dataclass(frozen=True, slots=True)
class _Child:
    pid: int
    status_fd: int
    deadline: float


class _Nursery:
    """The children at work, and how they end."""

    def __init__(self, filters: jail.Filters, act: Act) -> None:
        self._filters = filters
        self._act = act
        self._children: dict[int, _Child] = {}

    def serve(self, control: socket.socket) -> None:
        """Fork for every order until the other end closes."""
        while True:
            watched = select.poll()
            for descriptor in (control.fileno(), *self._children):
                watched.register(descriptor, select.POLLIN)
            ready = {fd for fd, _ in watched.poll(self._milliseconds_left())}
            self._bury(ready)
            if control.fileno() in ready and not self._take_order(control):
                break
        for child in self._children.values():
            os.kill(child.pid, signal.SIGKILL)

    def _milliseconds_left(self) -> float | None:
        deadlines = [child.deadline for child in self._children.values()]
        if not deadlines:
            return None
        return max(0.0, min(deadlines) - time.monotonic()) * 1000 + 1

    def _take_order(self, control: socket.socket) -> bool:
        message, descriptors, _, _ = socket.recv_fds(control, len(ORDER), 2)
        if message != ORDER:
            return False
        answers, status_fd = socket.socket(fileno=descriptors[0]), descriptors[1]
        parent = os.getpid()
        with answers:
            pid = os.fork()
            if pid == 0:
                self._be_the_child(answers, parent)
        deadline = time.monotonic() + limits.WALL_SECONDS
        self._children[os.pidfd_open(pid)] = _Child(pid, status_fd, deadline)
        return True

    def _be_the_child(self, answers: socket.socket, parent: int) -> None:
        status = 1
        try:
            jail.enter_cell(answers, self._filters, parent)
            self._act()
            status = 0
        finally:
            # never back into the loop, whatever was raised
            os._exit(status)

    def _bury(self, ready: set[int]) -> None:
        """Report children that ended, and end those whose time is over."""
        now = time.monotonic()
        for pidfd, child in list(self._children.items()):
            is_late = pidfd not in ready and child.deadline <= now
            if is_late:
                os.kill(child.pid, signal.SIGKILL)
            if is_late or pidfd in ready:
                _report(child, is_late=is_late)
                os.close(pidfd)
                del self._children[pidfd]


def main(act: Act = inmate.answer_one_file, *, prepare: Act = inmate.prepare) -> None:
    """Prepare, build the outer ring, say what holds, and serve until the end."""
    control = socket.socket(fileno=int(sys.argv[-1]))
    os.environ.clear()
    prepare()
    with contextlib.suppress(OSError):
        seccomp.compiled()
    namespaces = jail.enter_namespaces()
    if "pid" in namespaces:
        _go_on_as_first_process(control)
    _offer_to_die_first()
    empty_root = jail.enter_empty_root()
    jail.drop_privileges()
    # only now: the kernel forgets it when the user changes
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL if namespaces else 0)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    report = jail.survey(namespaces, empty_root=empty_root)
    control.send(report.encode())
    if not report.works:
        return
    _silence()
    gc.freeze()
    gc.disable()
    # a child would copy freed memory page by page instead of getting it fresh
    kernel.give_back_freed_memory()
    filters = jail.Filters(landlock=report.landlock, seccomp=report.seccomp)
    _Nursery(filters, act).serve(control)


def _go_on_as_first_process(control: socket.socket) -> None:
    """Fork into the new process-number namespace; the old process only waits.

    When the first process of a namespace dies, the kernel kills all others in it.
    """
    pid = os.fork()
    if pid:
        control.close()
        os.waitpid(pid, 0)
        os._exit(0)


def _offer_to_die_first() -> None:
    """Tell the kernel whom to kill when the machine runs out of memory."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _silence() -> None:
    """Let go of the file that start-up problems were written to."""
    os.dup2(sys.stdin.fileno(), sys.stderr.fileno())


def _report(child: _Child, *, is_late: bool) -> None:
    _, status, used = os.wait4(child.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if is_late or (code == -signal.SIGKILL and _used_up(used)):
        ending = Ending(Cause.CLOCK, 0)
    elif code < 0:
        ending = Ending(Cause.SIGNAL, -code)
    else:
        ending = Ending(Cause.EXIT, code)
    with contextlib.suppress(BrokenPipeError):
        os.write(child.status_fd, ending.encode())
    os.close(child.status_fd)


def _used_up(used: resource.struct_rusage) -> bool:
    # from the soft limit on: the kernel's two ways of counting differ by some tenths
    return used.ru_utime + used.ru_stime >= limits.CPU_SECONDS - 1


if __name__ == "__main__":
    main()
