"""Secrets kept one to a file that only their owner can read."""

import os
import secrets
from pathlib import Path


def read_or_generate(folder: Path, name: str) -> str:
    """Return the secret of that name, made from 384 random bits when it is new.

    The folder gets mode 0700 and the file 0600. The file is linked into place whole:
    of two processes that start together, both return the value that won.
    """
    path = folder / name
    if not path.exists():
        _generate(folder, name)
    return path.read_text(encoding="ascii").strip()


def _generate(folder: Path, name: str) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{name}.{secrets.token_hex(8)}"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        (folder / name).hardlink_to(unfinished)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()
