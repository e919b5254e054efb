"""A private folder for the unix socket, short enough for the kernel."""

import os
import secrets
import stat
from pathlib import Path

from tipline.foundation.postgres.connection import SOCKET_PORT
from tipline.foundation.postgres.errors import PostgresFolderError

# sun_path holds 108 bytes with the closing zero (unix(7)).
LONGEST_SOCKET_PATH_BYTES = 107
_NOTE = "socket-folder"


def locate(home: Path) -> Path:
    """Say where the socket of the database in `home` is; creates nothing but a note.

    Inside the data folder when the path is short enough. Otherwise in the user's
    run-time folder or /tmp, under a random name that is noted in `home`.
    """
    if _fits(home / "socket"):
        return home / "socket"
    note = home / _NOTE
    if not note.exists():
        note.write_text(str(_short_folder(home)), encoding="utf-8")
    return Path(note.read_text(encoding="utf-8"))


def prepare(folder: Path, *, owner: int) -> None:
    """Create the folder with mode 0700 for the user id `owner`.

    Raises:
        PostgresFolderError: it exists and belongs to somebody else.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {os.geteuid(), owner}:
        raise PostgresFolderError(folder=str(folder), why="somebody else owns it")
    if status.st_uid != owner:
        os.chown(folder, owner, -1)
    folder.chmod(0o700)


def _short_folder(home: Path) -> Path:
    name = f"tipline-{secrets.token_hex(8)}"
    # Root's database runs as another account, which root's own folder keeps out.
    run_time = os.environ.get("XDG_RUNTIME_DIR") if os.geteuid() != 0 else None
    for parent in (run_time, "/tmp"):  # noqa: S108 - mode 0700, owner checked
        if parent and Path(parent).is_dir() and _fits(Path(parent) / name):
            return Path(parent) / name
    why = "its path is too long for a unix socket, and there is no /tmp"
    raise PostgresFolderError(folder=str(home), why=why)


def _fits(folder: Path) -> bool:
    path = folder / f".s.PGSQL.{SOCKET_PORT}.lock"
    return len(os.fsencode(path)) <= LONGEST_SOCKET_PATH_BYTES
