"""Refusals of the vault.

UnavailableError
├── KeysMissingError       the key folder holds no usable set of keys
├── KeysExposedError       others than the owner may read a key
├── KeyUnknownError        the key that a file's key is wrapped with is not here
├── ObjectMissingError     a file that was stored is not there
├── ObjectDamagedError     a file, or what is known of it, is not what was stored
└── StorageFailedError     the disk or the store refused; nothing was kept
ConflictError
├── KeysExistError         keys are never made over existing ones
├── ObjectExistsError      a name is used once
└── TooManyOrphansError    more files are unknown than uploads can have left
InvalidRequestError
└── ObjectNameError        a name that the store does not take
"""

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    UnavailableError,
)


class KeysMissingError(UnavailableError):
    """The key folder holds no usable set of keys."""

    code = "vault-keys-missing"
    sentence = "There are no usable file keys in %(folder)s: %(reason)s."


class KeysExposedError(UnavailableError):
    """Others than the owner may read a key, so it cannot be trusted any more."""

    code = "vault-keys-exposed"
    sentence = (
        "%(path)s has mode %(mode)s, so that others than its owner may read it. "
        "Set it to %(wanted)s, and consider the keys known to whoever could."
    )


class KeyUnknownError(UnavailableError):
    """The key that a file's own key is wrapped with is not in the key ring."""

    code = "vault-key-unknown"
    sentence = "The key %(key_id)s, which this file needs, is not among the keys."


class ObjectMissingError(UnavailableError):
    """A file that was stored is not in the store."""

    code = "vault-object-missing"
    sentence = "The stored file %(object_id)s is missing."


class ObjectDamagedError(UnavailableError):
    """A file, or what the database knows of it, is not what was stored."""

    code = "vault-object-damaged"
    sentence = "The stored file %(object_id)s was refused: %(reason)s."


class StorageFailedError(UnavailableError):
    """The store refused to keep or to give; nothing of the write remains."""

    code = "vault-storage-failed"
    sentence = "The store could not %(action)s: %(reason)s."


class KeysExistError(ConflictError):
    """Keys are never made over existing ones: that would lose every file."""

    code = "vault-keys-exist"
    sentence = "There are file keys in %(folder)s already; they were left alone."


class ObjectExistsError(ConflictError):
    """The name is in use: a stored file is never written over."""

    code = "vault-object-exists"
    sentence = "A file with the name %(object_id)s is stored already."


class TooManyOrphansError(ConflictError):
    """More files are unknown than uploads can have left; none was removed."""

    code = "vault-too-many-orphans"
    sentence = (
        "%(orphans)s of %(files)s stored files are unknown to the database, which is "
        "more than broken uploads leave. Is the database older than the files?"
    )


class ObjectNameError(InvalidRequestError):
    """A name that the store does not take."""

    code = "vault-object-name"
    sentence = "A stored file's name is 1 to 100 letters, digits, - and _."
