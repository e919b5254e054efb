"""Files that are there whole or not at all, whenever the machine stops."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tipline.foundation.vault.folder import sync_folder


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write, which takes its name when it is on the disk, and no sooner.

    An earlier file of that name stays as it is for those who have it open. Who writes
    at the same time has a file of their own, and the last to end stays. One who is
    killed leaves a file that ends in `.unfinished`.
    """
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}.unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
