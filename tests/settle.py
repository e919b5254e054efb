"""The tests' own data folder, chosen before Django's settings are read.

Loaded by pytest as a plugin (`-p tests.settle`), earlier than any conftest.
"""

import atexit
import gc
import os
import shutil
import tempfile

for name in [name for name in os.environ if name.startswith("TIPLINE_")]:
    del os.environ[name]

DATA = tempfile.mkdtemp(prefix="tipline-tests-")
os.chmod(DATA, 0o711)  # noqa: S103, PTH101 - PostgreSQL, as another user, passes through
os.environ["TIPLINE_DATA"] = DATA
# The worker's role: bound by row-level security like the web server's, and allowed to
# be the system, so that a test can run the pipeline beside the pages.
os.environ["TIPLINE_DATABASE_ROLE"] = "tipline_worker"
# Pages show files at any hour of the day that tests run at.
os.environ["TIPLINE_EXPOSURE_LIMITS"] = '{"opening_hour": 0, "cut_off_hour": 24}'
# One for all workers of pytest-xdist, in the folder of the process that started them.
PREPARED = os.environ.setdefault("TESTS_PREPARED_DATA", f"{DATA}/prepared")
SECRETS = os.environ.setdefault("TESTS_SECRETS", f"{DATA}/secrets")
if f"{DATA}/secrets" == SECRETS:
    os.mkdir(SECRETS, mode=0o700)  # noqa: PTH102
else:
    os.symlink(SECRETS, f"{DATA}/secrets")  # noqa: PTH211
os.mkdir(f"{DATA}/static")  # noqa: PTH102 - as the first start makes it
# Small matrices in one thread each: the workers of pytest-xdist take the processors.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
gc.disable()  # until all tests are collected
atexit.register(shutil.rmtree, DATA, ignore_errors=True)


def pytest_collection_finish() -> None:
    """Leave what was loaded out of each search for garbage: there is none in it."""
    gc.collect()
    gc.freeze()
    # Tests make little garbage that only a search finds.
    gc.set_threshold(100_000, 20, 100)
    gc.enable()
