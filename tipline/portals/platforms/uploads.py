"""Take a file from a form as it arrives: digested, encrypted and written in one go."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Self

from tipline.files import keeping
from tipline.foundation.vault.errors import StorageFailedError
from tipline.foundation.vault.vault import ObjectWriter, StoredObject
from tipline.hashing.digests import Digests, DigestStream
from tipline.intake.errors import MalformedFileError, UploadFailedError
from tipline.portals.platforms.multipart import (
    CHUNK_BYTES,
    BrokenFormError,
    PartHead,
    Readable,
    read_parts,
)

_FIELD_BYTES_MAX = 1000
FILE = "file"


class ReceivedFile:
    """The file of one upload: what is known of it, and its bytes in the vault.

    As a context, gives up unless it was committed.
    """

    def __init__(self, context: str) -> None:
        self._context = context
        self._digests = DigestStream()
        self._writer: ObjectWriter | None = None
        self.file_name = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.abort()

    @property
    def has_begun(self) -> bool:
        return self._writer is not None

    def begin(self, file_name: str) -> None:
        """Begin to take the file.

        Raises:
            MalformedFileError: there was one before, and only one is answered for.
        """
        if self._writer is not None:
            raise MalformedFileError
        self.file_name = file_name
        object_id = secrets.token_hex(16)
        self._writer = keeping.vault().begin(object_id, self._context)

    def take(self, piece: bytes) -> None:
        """Take the next bytes."""
        self._digests.update(piece)
        self._begun().write(piece)

    def commit(self) -> tuple[Digests, StoredObject]:
        """Make the bytes durable; the row that makes them visible comes after.

        Raises:
            UploadFailedError: the storage refused; nothing is kept.
        """
        try:
            return self._digests.result(), self._begun().commit()
        except StorageFailedError as error:
            raise UploadFailedError from error

    def _begun(self) -> ObjectWriter:
        if self._writer is None:
            raise MalformedFileError
        return self._writer


def receive_form(
    environ: Mapping[str, Any], received: ReceivedFile
) -> Mapping[str, str]:
    """Read an upload's form into `received`; give its other fields.

    Raises:
        MalformedFileError: not a multipart form, not one part `file`, or it broke off.
        UploadFailedError: the storage refused; nothing is kept.
    """
    body: Readable = environ["wsgi.input"]
    content_type = environ.get("CONTENT_TYPE", "")
    try:
        fields = _received(read_parts(body, content_type), received)
        while body.read(CHUNK_BYTES):
            pass  # what follows the form belongs to the request: read, never kept
    except (BrokenFormError, OSError) as error:
        raise MalformedFileError from error
    except StorageFailedError as error:
        raise UploadFailedError from error
    return fields


def _received(
    parts: Iterable[PartHead | bytes], received: ReceivedFile
) -> Mapping[str, str]:
    fields: dict[str, bytes] = {}
    name = ""
    for part in parts:
        if isinstance(part, PartHead):
            name = part.name
            if name == FILE:
                received.begin(part.file_name)
        elif name == FILE:
            received.take(part)
        else:
            fields[name] = (fields.get(name, b"") + part)[:_FIELD_BYTES_MAX]
    if not received.has_begun:
        raise MalformedFileError
    return {key: value.decode(errors="replace") for key, value in fields.items()}
