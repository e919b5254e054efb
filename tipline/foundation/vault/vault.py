"""Put files away encrypted, give them back, and make them unreadable for good."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from types import TracebackType
from typing import Protocol, Self

from cryptography.cobblestone import Cobblestone256Encryptor

from tipline.foundation.vault.errors import (
    ObjectDamagedError,
    ObjectNameError,
    StorageFailedError,
    TooManyOrphansError,
)
from tipline.foundation.vault.reading import ObjectReader, header_of
from tipline.foundation.vault.sealing import (
    FORMAT,
    NotAuthenticError,
    Opener,
    framed,
    sealed_size,
    sealing_context,
)
from tipline.foundation.vault.storage import Incoming, Published, Storage

_OBJECT_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_NAMES_AT_ONCE = 1000
# A restored older database knows none of the newest files: they must survive that.
_ORPHANS_MOST, _ORPHANS_SHARE = 50, 0.01


class KeyCustodian(Protocol):
    """Whoever holds the key-encryption keys; see `keys.KeyRing`."""

    active_id: str

    def wrap(self, key: bytes, bound_to: bytes) -> bytes:
        """Encrypt a file's own key with the active key."""

    def unwrap(self, key_id: str, wrapped: bytes, bound_to: bytes) -> bytes:
        """Decrypt a file's own key, or raise NotAuthenticError."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the caller keeps of a stored file, in one row, to get it back.

    All of it is bound together: a row whose object, context, size or digest was
    exchanged no longer opens. Without `wrapped_key` the file is noise.
    """

    object_id: str
    context: str
    key_id: str
    wrapped_key: bytes
    size_bytes: int
    sha256: str

    @property
    def sealed_bytes(self) -> int:
        """How much room the sealed file takes."""
        return sealed_size(self.size_bytes)

    def bound_to(self) -> bytes:
        """Return what the wrapped key is bound to, beside the key that wraps it."""
        size = self.size_bytes.to_bytes(8, "big")
        digest = bytes.fromhex(self.sha256)
        return framed(
            FORMAT, self.object_id.encode(), self.context.encode(), size, digest
        )


class Vault:
    """Keep files in a storage under the keys of a custodian."""

    def __init__(self, storage: Storage, keys: KeyCustodian) -> None:
        """Use a storage (`LocalFolder`, `InMemory`) and keys (`KeyRing`)."""
        self._storage = storage
        self._keys = keys

    def begin(self, object_id: str, context: str) -> "ObjectWriter":
        """Begin to store a file under a name that was never used.

        Args:
            object_id: 1 to 100 letters, digits, - and _; a random UUID is best.
            context: whose file it is, such as "report:4711"; needed to read it.

        Raises:
            ObjectNameError: the name does not fit.
            StorageFailedError: the storage cannot take anything now.
        """
        if not _OBJECT_ID.fullmatch(object_id):
            raise ObjectNameError
        return ObjectWriter(
            self._storage.create(), self._keys, object_id=object_id, context=context
        )

    def open(self, stored: StoredObject, offset: int = 0) -> ObjectReader:
        """Return a reader at a byte of the plaintext, its length already proved.

        Raises:
            ObjectMissingError: the file is not in the storage.
            ObjectDamagedError: the file or the row is not what was stored.
            KeyUnknownError: the key it is wrapped with is not here.
        """
        published = self._storage.open(stored.object_id)
        try:
            reader = self._reader(stored, published)
            reader.authenticate_end()
        except BaseException:
            published.close()
            raise
        reader.seek(offset)
        return reader

    def shred(self, stored: StoredObject) -> None:
        """Remove the file; harmless if it is gone.

        The caller destroys its row with `wrapped_key`, which is what makes every other
        copy of the sealed bytes, in backups too, unreadable.
        """
        self._storage.delete(stored.object_id)

    def rewrap(self, stored: StoredObject) -> StoredObject:
        """Return the row with its key wrapped by the active key; no file is touched.

        Raises:
            ObjectDamagedError: the row is not what was stored.
            KeyUnknownError: the key it is wrapped with is not here.
        """
        key = self._unwrapped(stored)
        wrapped_key = self._keys.wrap(key, stored.bound_to())
        return replace(stored, key_id=self._keys.active_id, wrapped_key=wrapped_key)

    def reap_incoming(self, older_than: datetime) -> int:
        """Remove what writers left behind that died; return how many.

        Args:
            older_than: longer ago than any upload may pause.
        """
        return self._storage.reap_incoming(older_than)

    def reap_orphans(
        self, is_known: Callable[[Iterable[str]], set[str]], *, older_than: datetime
    ) -> int:
        """Remove files whose transaction never came; return how many.

        Args:
            is_known: takes object ids, returns those that the database has a row for.
            older_than: longer ago than any caller takes from `commit` to the end of
                its transaction: younger files are left alone.

        Raises:
            TooManyOrphansError: more files are unknown than uploads can have left; the
                database is probably an older one than the files. Nothing was removed.
        """
        old = (
            name.object_id
            for name in self._storage.names()
            if name.modified_at < older_than
        )
        looked_at, orphans = 0, []
        for object_ids in _batched(old):
            looked_at += len(object_ids)
            orphans += sorted(set(object_ids) - is_known(object_ids))
        if len(orphans) > max(_ORPHANS_MOST, looked_at * _ORPHANS_SHARE):
            raise TooManyOrphansError(orphans=len(orphans), files=looked_at)
        for object_id in orphans:
            self._storage.delete(object_id)
        return len(orphans)

    def _reader(self, stored: StoredObject, published: Published) -> ObjectReader:
        key = self._unwrapped(stored)
        context = sealing_context(stored.object_id, stored.context)
        try:
            opener = Opener.for_file(key, context, header_of(published))
        except NotAuthenticError:
            raise ObjectDamagedError(
                object_id=stored.object_id, reason="its header is not its own"
            ) from None
        return ObjectReader(
            published,
            opener,
            object_id=stored.object_id,
            size_bytes=stored.size_bytes,
        )

    def _unwrapped(self, stored: StoredObject) -> bytes:
        try:
            return self._keys.unwrap(
                stored.key_id, stored.wrapped_key, stored.bound_to()
            )
        except (NotAuthenticError, ValueError, OverflowError):
            raise ObjectDamagedError(
                object_id=stored.object_id, reason="what is known of it was altered"
            ) from None


class ObjectWriter:
    """Take a file as it arrives. As a context, gives up unless it was committed."""

    def __init__(
        self, incoming: Incoming, keys: KeyCustodian, *, object_id: str, context: str
    ) -> None:
        """Write to `incoming`; callers use `Vault.begin`."""
        self._incoming = incoming
        self._keys = keys
        self._object_id = object_id
        self._context = context
        self._key = Cobblestone256Encryptor.generate_key()
        self._sealing = Cobblestone256Encryptor(
            self._key, sealing_context(object_id, context)
        )
        self._digest = hashlib.sha256()
        self._size_bytes = 0
        self._is_done = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abort()

    def write(self, piece: bytes | bytearray | memoryview) -> int:
        """Seal the next bytes and pass them on; return how many were taken.

        Raises:
            StorageFailedError: the storage refused; the file is given up.
        """
        self._refuse_done()
        self._digest.update(piece)
        taken = memoryview(piece).nbytes
        self._size_bytes += taken
        self._pass_on(self._sealing.update(piece))
        return taken

    def commit(self) -> StoredObject:
        """Make the file durable under its name and return what to keep of it.

        Call it before the transaction that stores the row. If that one fails, the file
        is an orphan, which `Vault.reap_orphans` removes.

        Raises:
            ObjectExistsError: the name is in use; the file is given up.
            StorageFailedError: the storage refused; the file is given up.
        """
        self._refuse_done()
        stored = StoredObject(
            object_id=self._object_id,
            context=self._context,
            key_id=self._keys.active_id,
            wrapped_key=b"",
            size_bytes=self._size_bytes,
            sha256=self._digest.hexdigest(),
        )
        try:
            wrapped_key = self._keys.wrap(self._key, stored.bound_to())
            self._pass_on(self._sealing.finalize())
            self._incoming.publish(self._object_id)
        finally:
            self.abort()
        return replace(stored, wrapped_key=wrapped_key)

    def abort(self) -> None:
        """Give the file up, if it was not committed; harmless when repeated."""
        self._is_done = True
        self._key = b""
        self._incoming.discard()

    def _pass_on(self, sealed: bytes) -> None:
        try:
            if sealed:
                self._incoming.write(sealed)
        except StorageFailedError:
            self.abort()
            raise

    def _refuse_done(self) -> None:
        if self._is_done:
            raise StorageFailedError(
                action="write", reason="the file was committed or given up"
            )


def _batched(object_ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(object_ids)
    while batch := list(islice(rest, _NAMES_AT_ONCE)):
        yield batch
