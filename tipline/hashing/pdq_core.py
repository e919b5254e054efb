"""Which core the PDQ index uses here: the fastest that was built and that runs."""

import os
from functools import cache
from typing import Final

import structlog

from tipline.hashing.pdq_native import native_cores
from tipline.hashing.pdq_numpy import NumpyCore
from tipline.hashing.pdq_tables import Core

# For tests and comparisons: numpy, plain, avx2 or avx512.
CHOICE: Final = "PDQ_INDEX_CORE"


@cache
def default_core() -> Core:
    """Return the fastest core, or the one that `PDQ_INDEX_CORE` names.

    Without a native core this says so in the log, once in a process.

    Raises:
        LookupError: `PDQ_INDEX_CORE` names a core that is not there.
    """
    cores = available_cores()
    name = os.environ.get(CHOICE) or next(reversed(cores))
    if name not in cores:
        raise LookupError(f"{CHOICE}={name}: there is only {', '.join(cores)}")
    if name == NumpyCore.name:
        structlog.get_logger().warning("hashing.native_core_missing")
    return cores[name]


def available_cores() -> dict[str, Core]:
    """Return every core that works here by its name, the fastest last."""
    cores: list[Core] = [NumpyCore(), *native_cores()]
    return {core.name: core for core in cores}
