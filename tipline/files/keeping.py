"""Where the bytes of files are kept: one vault per process."""

import base64
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tipline.files.models import ReportedFile
from tipline.foundation.vault.folder import LocalFolder
from tipline.foundation.vault.keys import load_keys
from tipline.foundation.vault.vault import StoredObject, Vault


@cache
def vault() -> Vault:
    """Give the vault of this installation: a folder and a key ring of its data."""
    data: Path = settings.ENVIRONMENT.data
    folder = LocalFolder(data / "files")
    folder.prepare_all()
    return Vault(folder, load_keys(data / "keys"))


def to_row(stored: StoredObject) -> dict[str, Any]:
    """Give what a row keeps of a stored object."""
    return {
        "object_id": stored.object_id,
        "context": stored.context,
        "key_id": stored.key_id,
        "wrapped_key": base64.b64encode(stored.wrapped_key).decode(),
        "size_bytes": stored.size_bytes,
        "sha256": stored.sha256,
    }


def from_row(row: dict[str, Any]) -> StoredObject:
    """Give the stored object that a row keeps."""
    wrapped_key = base64.b64decode(row["wrapped_key"])
    return StoredObject(**{**row, "wrapped_key": wrapped_key})


def pieces_of(file: ReportedFile) -> Iterator[bytes]:
    """Give a file's bytes, piece by piece, each proved to be what was received.

    Raises:
        ObjectMissingError: the vault does not have it.
        ObjectDamagedError: it is not what was received.
    """
    with vault().open(from_row(file.stored)) as reader:
        yield from reader.pieces()
