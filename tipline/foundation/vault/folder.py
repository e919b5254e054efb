"""Keep sealed bytes in a folder of the local disk, durably.

`incoming/` holds what is being written, `objects/<3 digits>/<name>` what is published.
The digits come from a hash of the name, since names that begin with the time would
fill one folder after the other: 4,096 folders, 25,000 files in each for every 100
million.
"""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tipline.foundation.vault.errors import (
    ObjectExistsError,
    ObjectMissingError,
    StorageFailedError,
)
from tipline.foundation.vault.storage import StoredName

_FOLDER_MODE = 0o700
_FILE_MODE = 0o600


# 100 million files a year make 24,000 a folder.
_DIGITS = 3
_FOLDERS = 16**_DIGITS


class LocalFolder:
    """A storage on a local file system with hard links and a working fsync."""

    def __init__(self, root: Path) -> None:
        """Use the folder, made if it is not there; both parts on one file system."""
        self._incoming = root / "incoming"
        self._objects = root / "objects"
        for folder in (self._incoming, self._objects):
            folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        sync_folder(root)
        self._prepared: set[Path] = set()

    def create(self) -> "_Incoming":
        """Begin to write something."""
        path = self._incoming / secrets.token_hex(16)
        with _failing_to("begin to write"):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            return _Incoming(self, path, os.open(path, flags, _FILE_MODE))

    def open(self, object_id: str) -> "_Published":
        """Begin to read."""
        with _failing_to("read"):
            try:
                descriptor = os.open(
                    self.path_of(object_id), os.O_RDONLY | os.O_CLOEXEC
                )
            except FileNotFoundError:
                raise ObjectMissingError(object_id=object_id) from None
        return _Published(descriptor)

    def delete(self, object_id: str) -> None:
        """Remove durably, if it is there."""
        path = self.path_of(object_id)
        with _failing_to("delete"):
            try:
                path.unlink()
            except FileNotFoundError:
                return
            sync_folder(path.parent)

    def names(self) -> Iterator[StoredName]:
        """Yield everything that is published, without listing it all in memory."""
        for fan in os.scandir(self._objects):
            for entry in os.scandir(fan):
                with contextlib.suppress(FileNotFoundError):
                    written = entry.stat().st_mtime
                    yield StoredName(entry.name, datetime.fromtimestamp(written, UTC))

    def reap_incoming(self, older_than: datetime) -> int:
        """Remove what was begun and not touched since; return how many."""
        reaped = 0
        for entry in os.scandir(self._incoming):
            with contextlib.suppress(FileNotFoundError):
                if entry.stat().st_mtime < older_than.timestamp():
                    Path(entry).unlink()
                    reaped += 1
        return reaped

    def path_of(self, object_id: str) -> Path:
        """Return where a published object is kept."""
        digits = hashlib.sha256(object_id.encode()).hexdigest()[:_DIGITS]
        return self._objects / digits / object_id

    def prepare_all(self) -> None:
        """Make all folders of objects durable at once.

        For a server's start: four thousand folders and one fsync take some hundredths
        of a second, and save every upload one of its three.
        """
        folders = [self._objects / f"{number:03x}" for number in range(_FOLDERS)]
        present = set(self._objects.iterdir())
        for folder in folders:
            if folder not in present:
                folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
        sync_folder(self._objects)
        self._prepared.update(folders)

    def prepare(self, folder: Path) -> None:
        """Make a folder of objects durable before anything is named in it.

        Once for each process, also if the folder is there: the process that made it may
        not have come to its fsync yet.
        """
        if folder not in self._prepared:
            folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
            sync_folder(self._objects)
            self._prepared.add(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _failing_to(action: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageFailedError(action=action, reason=reason) from error


class _Incoming:
    def __init__(self, folder: LocalFolder, path: Path, descriptor: int) -> None:
        self._folder = folder
        self._path = path
        self._descriptor: int | None = descriptor

    def write(self, sealed: bytes) -> None:
        with _failing_to("write"):
            rest = memoryview(sealed)
            while rest:
                rest = rest[os.write(self._open_descriptor(), rest) :]

    def publish(self, object_id: str) -> None:
        target = self._folder.path_of(object_id)
        try:
            with _failing_to("keep the file"):
                os.fsync(self._open_descriptor())
                self._link(target, object_id)
                self._settle(target)
        finally:
            self.discard()

    def discard(self) -> None:
        if self._descriptor is not None:
            # What cannot be removed now is reaped later; the outcome stands.
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _open_descriptor(self) -> int:
        if self._descriptor is None:
            raise StorageFailedError(action="write", reason="the file is closed")
        return self._descriptor

    def _link(self, target: Path, object_id: str) -> None:
        """Give the file its name: by a link, since a rename would replace another."""
        self._folder.prepare(target.parent)
        try:
            os.link(self._path, target)
        except FileExistsError:
            raise ObjectExistsError(object_id=object_id) from None

    def _settle(self, target: Path) -> None:
        try:
            sync_folder(target.parent)
        except OSError:
            # It may or may not survive a crash; the caller hears that it did not.
            with contextlib.suppress(OSError):
                target.unlink()
            raise


class _Published:
    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor
        self.size = os.fstat(descriptor).st_size

    def read_at(self, offset: int, length: int) -> bytes:
        with _failing_to("read"):
            pieces = []
            while length and (
                piece := os.pread(self._open_descriptor(), length, offset)
            ):
                pieces.append(piece)
                offset += len(piece)
                length -= len(piece)
            return b"".join(pieces)

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _open_descriptor(self) -> int:
        if self._descriptor is None:
            raise StorageFailedError(action="read", reason="the file is closed")
        return self._descriptor
