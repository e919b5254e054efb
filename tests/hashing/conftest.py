import pytest

from tests.leaving_out import left_out
from tipline.hashing.pdq_core import available_cores

CORES = ("numpy", "plain", "avx2", "avx512")


def core_named(name):
    cores = available_cores()
    if name in cores:
        return cores[name]
    if name == "plain":
        left_out("the native core was not built: tools/setup test says why")
    return pytest.skip(f"no {name} here: another processor has it")


@pytest.fixture(params=CORES)
def core(request):
    """Every way to search that this machine has."""
    return core_named(request.param)


@pytest.fixture(params=CORES[1:])
def native(request):
    """Every way of the native core that this machine has."""
    return core_named(request.param)
