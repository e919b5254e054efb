"""Knowing without Django whether the tables are up to date."""

import hashlib
from importlib import metadata
from pathlib import Path

import tipline
from tipline.config.environment import Environment

# Installed packages that bring tables of their own.
_PACKAGES = ("Django", "procrastinate")
_FILES = (
    "config/settings.py",
    "commandline/first_start.py",
    "**/migrations/*.py",
    "**/sql/*.sql",
    "**/data/*.csv",
)


def fingerprint(environment: Environment) -> str:
    """Hash all that decides what tables and first rows look like, as 64 hex digits."""
    root = Path(tipline.__file__).parent
    parts = [f"{name}=={metadata.version(name)}".encode() for name in _PACKAGES]
    for path in sorted(path for pattern in _FILES for path in root.glob(pattern)):
        parts += [path.relative_to(root).as_posix().encode(), path.read_bytes()]
    own = (
        environment.agencies_file,
        environment.routing_rules_file,
        environment.national_law_file,
    )
    parts += [path.read_bytes() for path in own if path is not None]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_up_to_date(environment: Environment) -> bool:
    """Tell whether these very migrations were applied to the embedded database.

    A database of somebody else's may be restored at any time, so it is asked each time.
    """
    if environment.database_url is not None:
        return False
    try:
        return _note(environment).read_text(encoding="ascii") == fingerprint(
            environment
        )
    except FileNotFoundError:
        return False


def were_applied(environment: Environment) -> bool:
    """Tell whether there are tables, of this version or an older one."""
    return environment.database_url is not None or _note(environment).is_file()


def note_applied(environment: Environment) -> None:
    """Remember that the embedded database's tables are up to date."""
    if environment.database_url is None:
        _note(environment).write_text(fingerprint(environment), encoding="ascii")


def _note(environment: Environment) -> Path:
    # Beside the cluster, so that a new or replaced one begins without it.
    return environment.cluster.home / "migrated"
