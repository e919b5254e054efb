"""Landlock: a process forbids itself files, TCP and signals for ever.

Source: Documentation/userspace-api/landlock.rst and include/uapi/linux/landlock.h.
The three call numbers are the same on every processor.
"""

import ctypes
import os

from tipline.files.decoder import kernel

_CREATE_RULESET = 444
_RESTRICT_SELF = 446
_ASK_VERSION = 1

_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""ABI version -> how many file system rights it knows; bits from 0 upward."""
_NET_ABI, _NET_RIGHTS = 4, 0b11
_SCOPE_ABI, _SCOPES = 6, 0b11


class _RulesetAttributes(ctypes.Structure):
    """`struct landlock_ruleset_attr`, which grew with the ABI."""

    _fields_ = [
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    ]


def abi_version() -> int:
    """Ask the kernel which Landlock it has; 0 means none."""
    try:
        return kernel.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)
    except OSError:
        return 0


def forbid_everything() -> None:
    """Handle every right this kernel knows and grant none of them.

    Needs no-new-privileges to be set before.

    Raises:
        OSError: Landlock is absent or switched off.
    """
    attributes, size = _attributes(abi_version())
    ruleset = kernel.syscall(_CREATE_RULESET, ctypes.byref(attributes), size, 0)
    try:
        kernel.syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _attributes(abi: int) -> tuple[_RulesetAttributes, int]:
    """Fill in what `abi` understands, and say how much of the struct it may see."""
    rights = _FILE_RIGHTS[min(abi, max(_FILE_RIGHTS))] if abi else 0
    net = _NET_RIGHTS if abi >= _NET_ABI else 0
    scopes = _SCOPES if abi >= _SCOPE_ABI else 0
    known_fields = 1 + (abi >= _NET_ABI) + (abi >= _SCOPE_ABI)
    return _RulesetAttributes((1 << rights) - 1, net, scopes), 8 * known_fields
