"""seccomp: allow the few system calls that computing needs, refuse all others.

The filter is classic BPF, written by hand so that nothing has to be installed. Refused
calls answer EPERM: image libraries probe for files and threads and carry on without,
and a file must not be lost over that. A foreign instruction set (32-bit, x32), in which
the numbers mean something else, kills.

Source: Documentation/userspace-api/seccomp_filter.rst; numbers from
arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
"""

import ctypes
import errno
import functools
import platform
from dataclasses import dataclass

from tipline.files.decoder import kernel

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
_KILL = 0x80000000
_MODE_FILTER = 2

# offsets in `struct seccomp_data`; both processors are little-endian
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _THIRD_ARGUMENT = 0, 4, 16, 32
_X32_BIT = 0x40000000
_PROT_EXEC = 4

ANSWER_FD = 0
"""The only descriptor a jailed process may read from and write to."""


@dataclass(frozen=True, slots=True)
class _Processor:
    """The call numbers of one instruction set."""

    audit_arch: int
    free: tuple[int, ...]
    """Calls allowed with any arguments."""
    one_descriptor: tuple[int, ...]
    """read and write: allowed on `ANSWER_FD` alone."""
    not_executable: tuple[int, ...]
    """mmap and mprotect: allowed unless they ask for executable memory."""


# In this order: close, munmap, brk, rt_sigaction, rt_sigprocmask, rt_sigreturn,
# mremap, madvise, sched_yield, getpid, gettid, exit, exit_group, futex,
# sched_getaffinity, clock_gettime, clock_getres, gettimeofday, restart_syscall,
# getrandom, sysinfo, membarrier.
_PROCESSORS = {
    "x86_64": _Processor(
        audit_arch=0xC000003E,
        free=(
            *(3, 11, 12, 13, 14, 15, 25, 28, 24, 39, 186, 60, 231, 202),
            *(204, 228, 229, 96, 219, 318, 99, 324),
        ),
        one_descriptor=(0, 1),
        not_executable=(9, 10),
    ),
    "aarch64": _Processor(
        audit_arch=0xC00000B7,
        free=(
            *(57, 215, 214, 134, 135, 139, 216, 233, 124, 172, 178, 93, 94, 98),
            *(123, 113, 114, 169, 128, 278, 179, 283),
        ),
        one_descriptor=(63, 64),
        not_executable=(222, 226),
    ),
}

_Instruction = tuple[int, int, int, int]


class _Statement(ctypes.Structure):
    """`struct sock_filter`."""

    _fields_ = [
        ("code", ctypes.c_uint16),
        ("jump_true", ctypes.c_uint8),
        ("jump_false", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    ]


class _Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = [
        ("length", ctypes.c_ushort),
        ("statements", ctypes.POINTER(_Statement)),
    ]


def allow_only_computing() -> None:
    """Forbid this process every call but computing and its one descriptor.

    Needs no-new-privileges to be set before.

    Raises:
        OSError: seccomp is absent, or this processor is not known here.
    """
    kernel.prctl(kernel.PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(compiled()))


@functools.cache
def compiled() -> _Program:
    """Return the filter for this processor, as the kernel wants it.

    Call it once before forking, so that children find it made.

    Raises:
        OSError: this processor is not known here.
    """
    processor = _PROCESSORS.get(platform.machine())
    if processor is None:
        raise OSError(errno.ENOSYS, "no seccomp filter for this processor")
    rules = [_Statement(*rule) for rule in filter_for(processor)]
    return _Program(len(rules), (_Statement * len(rules))(*rules))


def filter_for(processor: _Processor) -> list[_Instruction]:
    """Write the filter as (operation, jump if true, jump if false, value) rows."""
    rules: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, processor.audit_arch),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_AT_LEAST, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _KILL),
    ]
    for number in processor.free:
        rules += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    for number in processor.one_descriptor:
        rules += _allow_if(number, _FIRST_ARGUMENT, (_JUMP_EQUAL, 0, 1, ANSWER_FD))
    for number in processor.not_executable:
        rules += _allow_if(number, _THIRD_ARGUMENT, (_JUMP_BITS, 1, 0, _PROT_EXEC))
    return [*rules, (_RETURN, 0, 0, _REFUSE)]


def _allow_if(number: int, offset: int, test: _Instruction) -> list[_Instruction]:
    """Allow call `number` when `test` holds for the argument at `offset`."""
    return [
        (_JUMP_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, offset),
        test,
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
