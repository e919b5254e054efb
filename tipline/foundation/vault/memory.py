"""Keep sealed bytes in memory: for tests that are not about disks."""

from collections.abc import Iterator
from datetime import UTC, datetime

from tipline.foundation.vault.errors import ObjectExistsError, ObjectMissingError
from tipline.foundation.vault.storage import StoredName


class InMemory:
    """A storage that forgets everything when the process ends."""

    def __init__(self) -> None:
        self._published: dict[str, bytes] = {}
        self._modified_at: dict[str, datetime] = {}
        self._incoming: dict[int, _Incoming] = {}

    def create(self) -> "_Incoming":
        """Begin to write something."""
        return _Incoming(self._incoming, self)

    def add(self, object_id: str, sealed: bytes) -> None:
        """Publish bytes under a name, unless it is in use."""
        if object_id in self._published:
            raise ObjectExistsError(object_id=object_id)
        self._published[object_id] = sealed
        self._modified_at[object_id] = datetime.now(UTC)

    def open(self, object_id: str) -> "_Published":
        """Begin to read."""
        if object_id not in self._published:
            raise ObjectMissingError(object_id=object_id)
        return _Published(self._published[object_id])

    def delete(self, object_id: str) -> None:
        """Remove, if it is there."""
        self._published.pop(object_id, None)
        self._modified_at.pop(object_id, None)

    def names(self) -> Iterator[StoredName]:
        """Yield everything that is published."""
        for object_id, modified_at in list(self._modified_at.items()):
            yield StoredName(object_id, modified_at)

    def reap_incoming(self, older_than: datetime) -> int:
        """Remove what was begun and not touched since; return how many."""
        old = [i for i in self._incoming.values() if i.modified_at < older_than]
        for incoming in old:
            incoming.discard()
        return len(old)


class _Incoming:
    def __init__(self, begun: dict[int, "_Incoming"], storage: InMemory) -> None:
        self._storage = storage
        self._begun = begun
        self._sealed = bytearray()
        self.modified_at = datetime.now(UTC)
        begun[id(self)] = self

    def write(self, sealed: bytes) -> None:
        self._sealed += sealed
        self.modified_at = datetime.now(UTC)

    def publish(self, object_id: str) -> None:
        try:
            self._storage.add(object_id, bytes(self._sealed))
        finally:
            self.discard()

    def discard(self) -> None:
        self._begun.pop(id(self), None)


class _Published:
    def __init__(self, sealed: bytes) -> None:
        self._sealed = sealed
        self.size = len(sealed)

    def read_at(self, offset: int, length: int) -> bytes:
        return self._sealed[offset : offset + length]

    def close(self) -> None:
        self._sealed = b""
