"""What `pip install .` puts in place: all that the product reads, and its catalogs."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.leaving_out import left_out

ROOT = Path(__file__).parents[2]
BUILT_HERE = {".mo", ".so"}  # by tools/setup, for this folder
READ = {".html", ".css", ".js", ".svg", ".sql", ".csv", ".toml", ".po", ".xsd", ".c"}


def files_of(folder: Path) -> set[Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {p.relative_to(folder) for p in found if p.parent.name != "__pycache__"}


def test_nothing_that_the_product_reads_is_left_out(tmp_path):
    if not find_spec("setuptools"):
        left_out("needs setuptools, to build the package by")
    built = tmp_path / "built"
    command = [sys.executable, "setup.py", "-q", "egg_info", "--egg-base", tmp_path]
    command += ["build", "--build-base", tmp_path / "base", "--build-lib", built]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    here, there = (files_of(folder / "tipline") for folder in (ROOT, built))
    wanted = {path for path in here if path.suffix not in BUILT_HERE}
    assert {path.suffix for path in wanted} >= READ
    assert wanted - there == set()
    catalogs = {path.with_suffix(".mo") for path in wanted if path.suffix == ".po"}
    assert catalogs <= there
