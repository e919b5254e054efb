"""The keys that files' own keys are wrapped with, and where they are kept.

A folder of mode 0700 with one file of mode 0400 for each key, named `<key id>.key` and
holding 64 hexadecimal digits, so that a copy can be kept on paper. The file `active`
names the one that new files are wrapped with; the others only unwrap.

Another custodian (an HSM, a key server) replaces `KeyRing`: the vault asks for
`active_id`, `wrap` and `unwrap`, and never sees a key-encryption key.
"""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tipline.foundation.vault.errors import (
    KeysExistError,
    KeysExposedError,
    KeysMissingError,
    KeyUnknownError,
)
from tipline.foundation.vault.folder import sync_folder
from tipline.foundation.vault.sealing import KEY_BYTES, NotAuthenticError

_VERSION = b"\x01"
_NONCE_BYTES = 12
_SUFFIX = ".key"
_ACTIVE = "active"
_KEY_ID = re.compile(r"[a-z0-9-]{1,40}")
_KEY_TEXT = re.compile(rf"[0-9a-f]{{{2 * KEY_BYTES}}}\n?")
_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o400
_OTHERS = 0o077


class KeyRing:
    """Wrap and unwrap files' own keys with AES-256-GCM.

    Nonces are random, which bounds one key to 2**32 wraps: 40 years of 100 million
    files each. Rotate earlier with `add_key` and `Vault.rewrap`.
    """

    def __init__(self, keys: Mapping[str, bytes], active_id: str) -> None:
        """Take 32-byte keys by id; `active_id` must be one of them."""
        self._ciphers = MappingProxyType({i: AESGCM(key) for i, key in keys.items()})
        if active_id not in self._ciphers:
            raise KeyUnknownError(key_id=active_id)
        self.active_id = active_id

    @classmethod
    def generate(cls) -> Self:
        """Return a ring with one fresh key that lives as long as the process."""
        return cls({"in-memory": secrets.token_bytes(KEY_BYTES)}, "in-memory")

    def __repr__(self) -> str:
        return f"<KeyRing {', '.join(self._ciphers)}; active {self.active_id}>"

    def wrap(self, key: bytes, bound_to: bytes) -> bytes:
        """Encrypt a file's own key with the active key, bound to what it opens.

        Returns:
            61 bytes: version 1, nonce of 12, the key of 32, tag of 16.
        """
        nonce = secrets.token_bytes(_NONCE_BYTES)
        bound = _VERSION + self.active_id.encode() + b"\0" + bound_to
        cipher = self._ciphers[self.active_id]
        return _VERSION + nonce + cipher.encrypt(nonce, key, bound)

    def unwrap(self, key_id: str, wrapped: bytes, bound_to: bytes) -> bytes:
        """Return the file's own key.

        Raises:
            KeyUnknownError: there is no key of that id here.
            NotAuthenticError: wrapped by another key, or bound to something else.
        """
        if key_id not in self._ciphers:
            raise KeyUnknownError(key_id=key_id)
        version, nonce = wrapped[:1], wrapped[1 : 1 + _NONCE_BYTES]
        if version != _VERSION or len(nonce) != _NONCE_BYTES:
            raise NotAuthenticError
        bound = _VERSION + key_id.encode() + b"\0" + bound_to
        try:
            sealed = wrapped[1 + _NONCE_BYTES :]
            return self._ciphers[key_id].decrypt(nonce, sealed, bound)
        except InvalidTag:
            raise NotAuthenticError from None


def load_keys(folder: Path) -> KeyRing:
    """Read the key ring of a folder that `create_keys` made.

    Raises:
        KeysMissingError: no folder, no key, no active key, or a file that is not a key.
        KeysExposedError: the folder or a file in it can be read by others.
    """
    if not folder.is_dir():
        raise KeysMissingError(folder=folder, reason="the folder is not there")
    _refuse_exposed(folder, _FOLDER_MODE)
    keys = {path.stem: _read_key(path) for path in folder.glob(f"*{_SUFFIX}")}
    if not keys:
        raise KeysMissingError(folder=folder, reason="it holds no key")
    active_id = _read_text(folder / _ACTIVE)
    if active_id not in keys:
        reason = "the file 'active' names no key that is there"
        raise KeysMissingError(folder=folder, reason=reason)
    return KeyRing(keys, active_id)


def create_keys(folder: Path) -> KeyRing:
    """Make the first key, at the first start of an installation.

    Raises:
        KeysExistError: the folder holds keys already.
    """
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    _refuse_exposed(folder, _FOLDER_MODE)
    if any(folder.glob(f"*{_SUFFIX}")):
        raise KeysExistError(folder=folder)
    return add_key(folder, "1")


def add_key(folder: Path, key_id: str) -> KeyRing:
    """Add a fresh key and make it the one that new files are wrapped with.

    Raises:
        KeysExistError: a key of that id is there.
        KeyUnknownError: the id is not 1 to 40 of a-z, 0-9 and -.
    """
    if not _KEY_ID.fullmatch(key_id):
        raise KeyUnknownError(key_id=key_id)
    _write_new(folder / f"{key_id}{_SUFFIX}", secrets.token_hex(KEY_BYTES))
    # Written beside and renamed: a crash leaves the old choice or the new one.
    choice = folder / f".{_ACTIVE}-{secrets.token_hex(4)}"
    _write_new(choice, key_id)
    choice.rename(folder / _ACTIVE)
    sync_folder(folder)
    return load_keys(folder)


def _write_new(path: Path, text: str) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        descriptor = os.open(path, flags, _FILE_MODE)
    except FileExistsError:
        raise KeysExistError(folder=path.parent) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{text}\n")
        file.flush()
        os.fsync(descriptor)
    sync_folder(path.parent)


def _read_key(path: Path) -> bytes:
    text = _read_text(path)
    if not _KEY_ID.fullmatch(path.stem) or not _KEY_TEXT.fullmatch(text):
        reason = f"{path.name} is not a key of 64 hexadecimal digits"
        raise KeysMissingError(folder=path.parent, reason=reason)
    return bytes.fromhex(text)


def _read_text(path: Path) -> str:
    try:
        _refuse_exposed(path, _FILE_MODE)
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = f"{path.name} cannot be read ({type(error).__name__})"
        raise KeysMissingError(folder=path.parent, reason=reason) from error


def _refuse_exposed(path: Path, wanted: int) -> None:
    mode = path.stat().st_mode & 0o777
    if mode & _OTHERS:
        raise KeysExposedError(path=path, mode=f"{mode:04o}", wanted=f"{wanted:04o}")
