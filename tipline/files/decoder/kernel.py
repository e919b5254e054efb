"""The few kernel calls that Python does not wrap."""

import ctypes
import os
import platform

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def prctl(option: int, argument: int | ctypes.c_void_p = 0, last: object = 0) -> None:
    """Change a property of this process.

    Raises:
        OSError: the kernel refuses.
    """
    zero = ctypes.c_ulong(0)
    first = ctypes.c_ulong(argument) if isinstance(argument, int) else argument
    second = ctypes.c_ulong(last) if isinstance(last, int) else last
    _check(_libc.prctl(option, first, second, zero, zero))


def unshare(flags: int) -> None:
    """Leave the namespaces named by `flags` for new ones.

    Raises:
        OSError: the kernel refuses.
    """
    _check(_libc.unshare(ctypes.c_int(flags)))


def syscall(number: int, *arguments: object) -> int:
    """Call the kernel by number; integers are widened to registers.

    Raises:
        OSError: the kernel refuses.
    """
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _check(_libc.syscall(ctypes.c_long(number), *wide))


def drop_capabilities() -> None:
    """Give up every capability that this process holds or could pass on.

    Raises:
        OSError: the kernel refuses, or its call number is unknown on this processor.
    """
    number = _CAPSET.get(platform.machine())
    if number is None:
        raise OSError(0, "unknown processor")
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    syscall(number, ctypes.byref(header), ctypes.byref(nothing))


def give_back_freed_memory() -> None:
    """Return what the allocator keeps for later; where it cannot, do nothing."""
    trim = getattr(_libc, "malloc_trim", None)
    if trim is not None:
        trim(ctypes.c_size_t(0))


def _check(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return int(result)
