"""A decoder that was taken over: what the file says is what the child tries to do.

Run like the real zygote, by `Decoder(program=…)`, with the real jail around it. The
file holds the name of an act below; the child tries it and tells whether it worked.
"""

import ctypes
import errno
import json
import os
import platform
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tipline.files.decoder import jail, landlock, limits, zygote

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
libc.mmap.restype = ctypes.c_void_p

PAGE = 4096
PARENT = os.getppid()
"""The worker, whose process number an attacker may well guess."""

# call numbers that glibc has no function for, as (x86_64, aarch64)
NUMBERS = {
    "add_key": (248, 217),
    "bpf": (321, 280),
    "clone3": (435, 435),
    "fsopen": (430, 430),
    "io_uring_setup": (425, 425),
    "kcmp": (312, 272),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "memfd_secret": (447, 447),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "openat2": (437, 437),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "request_key": (249, 218),
    "seccomp": (317, 277),
    "userfaultfd": (323, 282),
}
COLUMN = 1 if platform.machine() == "aarch64" else 0

PATH = b"/"
ACCESS_CREATE = os.O_CREAT | os.O_WRONLY
BUFFER = ctypes.create_string_buffer(PAGE)
EVENT = struct.pack("<III", 0, 120, 0).ljust(128, b"\0")


def by_name(name: str, *arguments: object) -> Callable[[], bool]:
    """Call a function of the C library that answers -1 when it is refused."""

    def attempt() -> bool:
        return getattr(libc, name)(*arguments) != -1

    return attempt


def by_number(name: str, *arguments: object) -> Callable[[], bool]:
    def attempt() -> bool:
        return libc.syscall(ctypes.c_long(NUMBERS[name][COLUMN]), *arguments) != -1

    return attempt


def fork() -> bool:
    pid = libc.fork()
    if pid == 0:
        os._exit(0)
    return pid > 0


def start_thread() -> bool:
    threading.Thread(target=print).start()
    return True


def execute() -> bool:
    os.execv(sys.executable, [sys.executable, "-c", "pass"])  # noqa: S606 - the point
    return True


def run_shell() -> bool:
    return subprocess.run(["/bin/sh", "-c", "true"], check=False).returncode == 0


def read_environment_of_parent() -> bool:
    return bool(Path(f"/proc/{PARENT}/environ").read_bytes())


def write_own_memory() -> bool:
    with Path("/proc/self/mem").open("r+b") as memory:
        return bool(memory)


def list_files() -> bool:
    return bool(list(Path("/").iterdir()))


def connect_inside() -> bool:
    with socket.socket(socket.AF_INET) as away:
        away.connect(("127.0.0.1", 8080))
    return True


def connect_abstract() -> bool:
    with socket.socket(socket.AF_UNIX) as near:
        near.connect("\0tipline")
    return True


def write_to_inherited() -> bool:
    return any(writes(descriptor) for descriptor in range(1, 1024))


def writes(descriptor: int) -> bool:
    return libc.write(descriptor, b"x", 1) != -1


def read_from_inherited() -> bool:
    return any(libc.read(fd, BUFFER, 1) != -1 for fd in range(1, 1024))


def send_a_descriptor() -> bool:
    channel = socket.socket(fileno=0)
    return socket.send_fds(channel, [b"x"], [0]) > 0


def take_a_gigabyte() -> bool:
    return bool(bytearray(1 << 30))


def map_executable() -> bool:
    address = libc.mmap(None, PAGE, 7, 0x22, -1, 0)
    return address not in (None, ctypes.c_void_p(-1).value)


def make_executable() -> bool:
    address = libc.mmap(None, PAGE, 3, 0x22, -1, 0)
    return libc.mprotect(ctypes.c_void_p(address), PAGE, 5) != -1


def raise_limits() -> bool:
    return libc.setrlimit(9, struct.pack("<QQ", 2**40, 2**40)) != -1


def map_shared_file() -> bool:
    address = libc.mmap(None, PAGE, 3, 0x01, 0, 0)
    return address not in (None, ctypes.c_void_p(-1).value)


ESCAPES: dict[str, Callable[[], bool]] = {
    # files
    "open": by_name("open", PATH, os.O_RDONLY),
    "openat": by_name("openat", -100, PATH, os.O_RDONLY),
    "openat2": by_number("openat2", -100, PATH, BUFFER, 24),
    "create": by_name("open", b"/tmp/escaped", ACCESS_CREATE, 0o600),
    "stat": by_name("stat", PATH, BUFFER),
    "lstat": by_name("lstat", b"/proc/self", BUFFER),
    "statx": by_name("statx", -100, PATH, 0, 0xFFF, BUFFER),
    "access": by_name("access", PATH, 0),
    "readlink": by_name("readlink", b"/proc/self/exe", BUFFER, PAGE),
    "list": list_files,
    "mkdir": by_name("mkdir", b"/escaped", 0o700),
    "unlink": by_name("unlink", b"/etc/passwd"),
    "rename": by_name("rename", b"/a", b"/b"),
    "symlink": by_name("symlink", b"/etc", b"/link"),
    "mknod": by_name("mknod", b"/pipe", 0o10600, 0),
    "chmod": by_name("chmod", PATH, 0o777),
    "truncate": by_name("truncate", b"/etc/passwd", 0),
    "chdir": by_name("chdir", PATH),
    "chroot": by_name("chroot", PATH),
    "environment-of-parent": read_environment_of_parent,
    "own-memory-file": write_own_memory,
    "watch-files": by_name("inotify_init1", 0),
    "watch-machine": by_name("fanotify_init", 0, 0),
    "file-by-handle": by_name("open_by_handle_at", -100, BUFFER, 0),
    # programs
    "execute": execute,
    "shell": run_shell,
    "execve": by_name("execve", b"/bin/true", None, None),
    "fork": fork,
    "clone3": by_number("clone3", BUFFER, 88),
    "thread": start_thread,
    "memory-file": by_name("memfd_create", b"x", 0),
    "secret-memory": by_number("memfd_secret", 0),
    "map-executable": map_executable,
    "make-executable": make_executable,
    "map-shared-file": map_shared_file,
    # networks
    "socket-internet": by_name("socket", socket.AF_INET, socket.SOCK_STREAM, 0),
    "socket-internet-6": by_name("socket", socket.AF_INET6, socket.SOCK_DGRAM, 0),
    "socket-local": by_name("socket", socket.AF_UNIX, socket.SOCK_STREAM, 0),
    "socket-kernel": by_name("socket", 16, socket.SOCK_RAW, 0),
    "socket-raw": by_name("socket", socket.AF_PACKET, socket.SOCK_RAW, 0),
    "socket-pair": by_name("socketpair", socket.AF_UNIX, 1, 0, BUFFER),
    "connect-inside": connect_inside,
    "connect-abstract": connect_abstract,
    "reuse-descriptor": by_name("connect", 0, BUFFER, 16),
    "listen": by_name("listen", 0, 1),
    "send-descriptor": send_a_descriptor,
    # other processes
    "trace-parent": by_name("ptrace", 16, PARENT, None, None),
    "be-traced": by_name("ptrace", 0, 0, None, None),
    "read-parent": by_name("process_vm_readv", PARENT, BUFFER, 1, BUFFER, 1, 0),
    "write-parent": by_name("process_vm_writev", PARENT, BUFFER, 1, BUFFER, 1, 0),
    "signal-zygote": lambda: libc.kill(os.getppid(), signal.SIGSTOP) != -1,
    "signal-first-process": by_name("kill", 1, signal.SIGKILL),
    "signal-worker": by_name("kill", PARENT, signal.SIGSTOP),
    "signal-everybody": by_name("kill", -1, signal.SIGSTOP),
    "signal-thread": by_name("tgkill", 1, 1, signal.SIGSTOP),
    "signal-queue": by_name("sigqueue", 1, signal.SIGSTOP, None),
    "process-descriptor": by_name("pidfd_open", 1, 0),
    "steal-descriptor": by_number("pidfd_getfd", 0, 0, 0),
    "compare-processes": by_number("kcmp", 1, 1, 0, 0, 0),
    "priority-of-others": by_name("setpriority", 0, 1, 19),
    "affinity-of-others": by_name("sched_setaffinity", 1, 8, BUFFER),
    # shared memory and messages
    "shared-memory": by_name("shmget", 0, PAGE, 0o1600),
    "shared-memory-file": by_name("shm_open", b"/escaped", 0o102, 0o600),
    "message-queue": by_name("msgget", 0, 0o1600),
    "posix-queue": by_name("mq_open", b"/escaped", 0o102, 0o600, None),
    "semaphores": by_name("semget", 0, 1, 0o1600),
    "event-descriptor": by_name("eventfd", 0, 0),
    "poll-descriptor": by_name("epoll_create1", 0),
    "timer-descriptor": by_name("timerfd_create", 0, 0),
    "pipe": by_name("pipe", BUFFER),
    "duplicate": by_name("dup", 0),
    "control-terminal": by_name("ioctl", 0, 0x5412, BUFFER),
    "write-to-inherited": write_to_inherited,
    "read-from-inherited": read_from_inherited,
    # the kernel
    "user-namespace": by_name("unshare", 0x10000000),
    "network-namespace": by_name("unshare", 0x40000000),
    "enter-namespace": by_name("setns", 0, 0),
    "mount": by_name("mount", b"none", PATH, b"tmpfs", 0, None),
    "unmount": by_name("umount2", b"/proc", 2),
    "new-mount": by_number("fsopen", b"tmpfs", 0),
    "clone-mount": by_number("open_tree", -100, PATH, 1),
    "move-mount": by_number("move_mount", -100, PATH, -100, PATH, 0),
    "pivot": by_name("pivot_root", PATH, PATH),
    "bpf": by_number("bpf", 0, BUFFER, 120),
    "io-uring": by_number("io_uring_setup", 8, BUFFER),
    "key": by_number("add_key", b"user", b"x", b"y", 1, -3),
    "key-of-others": by_number("keyctl", 0, -3, 0),
    "key-request": by_number("request_key", b"user", b"x", None, 0),
    "performance-counter": by_number("perf_event_open", EVENT, 0, -1, -1, 0),
    "page-faults": by_number("userfaultfd", 1),
    "new-kernel": by_number("kexec_load", 0, 0, None, 0),
    "module": by_name("init_module", BUFFER, 8, b""),
    "another-filter": by_number("seccomp", 1, 0, BUFFER),
    "swap": by_name("swapon", PATH, 0),
    "accounting": by_name("acct", None),
    "restart-machine": by_name("reboot", 0x1234),
    "host-name": by_name("sethostname", b"escaped", 7),
    "set-clock": by_name("clock_settime", 0, BUFFER),
    "kernel-log": by_name("klogctl", 3, BUFFER, 100),
    "quota": by_name("quotactl", 0x80000700, b"/", 0, BUFFER),
    "become-root": by_name("setresuid", 0, 0, 0),
    "become-group": by_name("setgroups", 0, None),
    "dumpable": by_name("prctl", 4, 1, 0, 0, 0),
    "outlive-parent": by_name("prctl", 1, 0, 0, 0, 0),
    "executable-reads": by_name("personality", 0x0400000),
    "raise-limits": raise_limits,
    "memory": take_a_gigabyte,
}


def burn_processor() -> None:
    while True:
        try:
            while True:
                pass
        # a program that was taken over does not care about a polite signal
        except BaseException:  # noqa: BLE001, S112
            continue


def wait_for_ever() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def flood() -> None:
    while True:
        os.write(0, b"x" * 65_536)


def crash() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(7)


OTHER_ACTS = {
    "burn-processor": burn_processor,
    "wait-for-ever": wait_for_ever,
    "flood": flood,
    "crash": crash,
    "leave": leave,
}


def act() -> None:
    """Read an order from the file, and follow it."""
    (size,) = struct.unpack("!Q", os.read(0, 8))
    order = os.read(0, size).decode()
    if order in ESCAPES:
        os.write(0, json.dumps({"escaped": tried(ESCAPES[order])}).encode())
    elif order in OTHER_ACTS:
        OTHER_ACTS[order]()
    else:
        os.write(0, order.encode())


def tried(escape: Callable[[], bool]) -> bool:
    try:
        return bool(escape())
    except (OSError, RuntimeError, MemoryError):
        return False


HARMLESS = (
    *("open", "openat", "stat", "lstat", "statx", "access", "readlink", "list"),
    *("chdir", "watch-files", "fork", "thread", "shell", "memory-file"),
    *("map-executable", "make-executable", "pipe", "duplicate", "executable-reads"),
    *("socket-internet", "socket-local", "socket-pair", "connect-abstract"),
    *("event-descriptor", "poll-descriptor", "timer-descriptor", "dumpable"),
    *("process-descriptor", "environment-of-parent", "own-memory-file"),
)
"""Acts that leave nothing behind when they work, so that tests may let them work."""


def act_in_the_open() -> None:
    """Tell which harmless acts work where nothing forbids them."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("\0tipline")
        listener.listen()
        worked = {name: tried(ESCAPES[name]) for name in HARMLESS}
    sys.stdout.write(json.dumps(worked))


def pull_down_all_walls_but_one() -> None:
    """Be on a machine with an old kernel in a container that allows nothing."""

    def absent() -> None:
        raise OSError(errno.ENOSYS, "not here")

    jail.enter_namespaces = tuple
    jail.enter_empty_root = bool
    landlock.forbid_everything = absent


def main() -> None:
    # short, so that tests of patience are short as well
    limits.WALL_SECONDS = 2.0
    limits.CPU_SECONDS = 2
    if "--in-the-open" in sys.argv:
        act_in_the_open()
        return
    if "--seccomp-alone" in sys.argv:
        pull_down_all_walls_but_one()
    zygote.main(act)


if __name__ == "__main__":
    main()
