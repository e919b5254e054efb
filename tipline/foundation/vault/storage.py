"""What the vault asks of a place that keeps sealed bytes under names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoredName:
    """Name something that is published, and when it was last written (UTC)."""

    object_id: str
    modified_at: datetime


class Incoming(Protocol):
    """Sealed bytes that nobody can see yet."""

    def write(self, sealed: bytes) -> None:
        """Append."""

    def publish(self, object_id: str) -> None:
        """Make everything durable, then visible under a name, all or nothing.

        Raises:
            ObjectExistsError: the name is in use; what it names is untouched.
            StorageFailedError: nothing is visible.
        """

    def discard(self) -> None:
        """Forget everything; harmless after `publish` and when repeated."""


class Published(Protocol):
    """Sealed bytes that were published."""

    size: int

    def read_at(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes; fewer only at the end."""

    def close(self) -> None:
        """Let go of the file."""


class Storage(Protocol):
    """A place that keeps sealed bytes under names: a folder, memory, a bucket."""

    def create(self) -> Incoming:
        """Begin to write something."""

    def open(self, object_id: str) -> Published:
        """Begin to read.

        Raises:
            ObjectMissingError: nothing was published under that name.
        """

    def delete(self, object_id: str) -> None:
        """Remove durably; harmless if there is nothing."""

    def names(self) -> Iterator[StoredName]:
        """Yield everything that is published, in no order."""

    def reap_incoming(self, older_than: datetime) -> int:
        """Remove what was begun and not touched since; return how many."""
