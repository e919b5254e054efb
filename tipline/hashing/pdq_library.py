"""The native core, as `tools/setup` or the package's installation has built it."""

import ctypes
import sys
from functools import cache
from pathlib import Path
from typing import Final

_ABI: Final = 5
_POINTER, _NUMBER, _INT = ctypes.c_void_p, ctypes.c_uint64, ctypes.c_int


@cache
def library() -> ctypes.CDLL | None:
    """Load it, once in a process; None where it was not built.

    Its calls let other threads run.
    """
    # The tables are little-endian, and so are the words that it sees.
    if sys.byteorder != "little":
        return None
    for file in sorted((Path(__file__).parent / "native").glob("pdq*.so")):
        try:
            found = ctypes.CDLL(str(file))
        except OSError:
            continue
        # One that an older source was built to is of no use.
        if getattr(found, "pdq_abi", int)() == _ABI:
            _declare(found)
            return found
    return None


def _declare(found: ctypes.CDLL) -> None:
    found.pdq_rearrange.argtypes = [_POINTER, _POINTER, _NUMBER]
    found.pdq_rearrange.restype = None
    found.pdq_sort_chunk.argtypes = [_POINTER, _NUMBER, _INT, *[_POINTER] * 4]
    found.pdq_sort_chunk.restype = None
    found.pdq_search.argtypes = [
        *(_POINTER, _POINTER, _NUMBER, ctypes.c_uint32),
        *(_POINTER, _INT, _INT, _POINTER),
    ]
    found.pdq_take.argtypes = [_POINTER, _POINTER, _POINTER, _POINTER]
    found.pdq_take.restype = None
    found.pdq_hash.argtypes = [
        *[_POINTER] * 4,
        ctypes.c_float,
        _POINTER,
        ctypes.c_int64,
        *[_POINTER] * 2,
        _INT,
    ]
    found.pdq_hash.restype = None
