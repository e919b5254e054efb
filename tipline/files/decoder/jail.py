"""Walls around code that reads hostile bytes, in two rings.

The zygote lives in the outer ring for as long as the worker does: namespaces of its
own, an empty root directory, an unprivileged user, no capabilities. Each child adds the
inner ring before it reads a byte: limits, no new privileges, Landlock, seccomp, and no
descriptor but its socket. Layers that this machine lacks are left out, except that one
of Landlock and seccomp must hold (`protocol.JailReport.works`).
"""

import contextlib
import errno
import os
import resource
import signal
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tipline.files.decoder import kernel, landlock, limits, seccomp
from tipline.files.decoder.protocol import JailReport

NOBODY = 65534

_NAMESPACES = {
    "mount": kernel.CLONE_NEWNS,
    "pid": kernel.CLONE_NEWPID,
    "network": kernel.CLONE_NEWNET,
    "ipc": kernel.CLONE_NEWIPC,
    "uts": kernel.CLONE_NEWUTS,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """The kernel filters that were seen to work here; every child must apply them."""

    landlock: bool
    seccomp: bool


def enter_namespaces() -> tuple[str, ...]:
    """Move this process into namespaces of its own and name those it got.

    An ordinary user needs a user namespace for it. The process-number namespace takes
    effect for the next child only, which becomes its first process.
    """
    every = 0
    for flag in _NAMESPACES.values():
        every |= flag
    user = 0 if os.geteuid() == 0 else kernel.CLONE_NEWUSER
    try:
        kernel.unshare(user | every)
    except OSError:
        return ()
    return tuple(_NAMESPACES) + (("user",) if user else ())


def enter_empty_root() -> bool:
    """Make a directory that no longer exists the root of everything; say if it did."""
    folder = Path(tempfile.mkdtemp(prefix="tipline-decoder-"))
    above = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # open to all, or the survey could not tell which wall keeps it shut
        folder.chmod(0o555)
        os.chroot(folder)
        os.chdir("/")
    except OSError:
        return False
    else:
        return True
    finally:
        # a root that is gone can hold no file, whoever may write
        os.rmdir(folder.name, dir_fd=above)
        os.close(above)


def drop_privileges() -> bool:
    """Become nobody if this is root, lose all capabilities; say if none are left."""
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
    with contextlib.suppress(OSError):
        kernel.drop_capabilities()
        return os.geteuid() != 0
    return False


def enter_cell(answers: socket.socket, filters: Filters, parent: int) -> None:
    """Raise the inner ring around this freshly forked child, for good.

    Afterwards `seccomp.ANSWER_FD` is the only descriptor and `answers` is used up.

    Args:
        answers: the child's only way to the outside.
        filters: those that must hold.
        parent: the process number of the zygote, with which this child must die.

    Raises:
        OSError: a layer that must hold does not; the child must end at once.
    """
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise OSError(errno.ESRCH, "the zygote died before it could be watched")
    keep_only(answers)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    if filters.landlock:
        landlock.forbid_everything()
    # after Landlock, which needs one more descriptor for a moment
    limit_resources()
    if filters.seccomp:
        seccomp.allow_only_computing()


def keep_only(answers: socket.socket) -> None:
    """Close every descriptor but this one, which becomes number 0."""
    descriptor = answers.detach()
    if descriptor != seccomp.ANSWER_FD:
        os.dup2(descriptor, seccomp.ANSWER_FD, inheritable=False)
    highest = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    os.closerange(seccomp.ANSWER_FD + 1, min(highest, 2**20))


def limit_resources() -> None:
    """Set the limits of `limits`, and zero for all that needs no amount."""
    _limit(resource.RLIMIT_AS, limits.ADDRESS_SPACE_BYTES)
    # the soft limit sends SIGXCPU, on which a willing child still says what it knows
    resource.setrlimit(
        resource.RLIMIT_CPU, (limits.CPU_SECONDS - 1, limits.CPU_SECONDS)
    )
    for nothing in (
        resource.RLIMIT_CORE,
        resource.RLIMIT_FSIZE,
        resource.RLIMIT_MEMLOCK,
        resource.RLIMIT_MSGQUEUE,
        resource.RLIMIT_NOFILE,
        resource.RLIMIT_NPROC,
    ):
        _limit(nothing, 0)


def survey(namespaces: tuple[str, ...], *, empty_root: bool) -> JailReport:
    """Try every layer alone in a child that attempts what the layer forbids.

    Call it inside the outer ring, which must already stand.
    """
    return JailReport(
        landlock=_holds(landlock.forbid_everything, _open_root),
        landlock_abi=landlock.abi_version(),
        seccomp=_holds(seccomp.allow_only_computing, _open_socket),
        rlimits=_holds(limit_resources, _duplicate_descriptor),
        namespaces=namespaces,
        empty_root=empty_root,
        unprivileged=_is_unprivileged(),
    )


def _limit(what: int, amount: int) -> None:
    resource.setrlimit(what, (amount, amount))


def _open_root() -> None:
    os.close(os.open("/", os.O_RDONLY | os.O_DIRECTORY))


def _open_socket() -> None:
    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()


def _duplicate_descriptor() -> None:
    os.close(os.dup(0))


def _is_unprivileged() -> bool:
    return os.geteuid() != 0 and not _succeeds(lambda: os.chroot("."))


def _holds(build: Callable[[], None], attempt: Callable[[], None]) -> bool:
    """Say whether `attempt` works in the open and fails behind the wall."""

    def behind() -> None:
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        build()
        if _fails(attempt):
            return
        raise OSError(0, "the wall did not hold")

    return _succeeds(attempt) and _succeeds(behind)


def _fails(attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except OSError:
        return True
    return False


def _succeeds(attempt: Callable[[], None]) -> bool:
    """Run `attempt` in a child, so that nothing it does to itself remains."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            attempt()
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0
