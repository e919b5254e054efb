"""The format of stored files, checked by a second reader that shares no code with it.

tests/vectors/vault.json was made once. A file in it, and so any file of an
installation, is opened by what stands here: AES-256-GCM of `cryptography` and the
standard library.
"""

import base64
import hashlib
import hmac
import json
from pathlib import Path

import pytest
from cryptography.cobblestone import Cobblestone256Decryptor
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tipline.foundation.vault.keys import KeyRing
from tipline.foundation.vault.memory import InMemory
from tipline.foundation.vault.vault import StoredObject, Vault

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "vault.json").read_text(encoding="ascii")
)
SEALED_CHUNK = 16 * 1024 + 16

each_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["object_id"])


def plaintext(vector):
    return bytes(position % 251 for position in range(vector["size_bytes"]))


def sealed(vector):
    return base64.b64decode(vector["sealed_base64"])


def lengths_and(*parts):
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def sealing_context(vector):
    names = vector["object_id"].encode(), vector["context"].encode()
    return lengths_and(b"tipline-vault-1", *names)


def unwrapped_key(vector):
    wrapped = bytes.fromhex(vector["wrapped_key"])
    assert wrapped[0] == 1
    bound = lengths_and(
        b"tipline-vault-1",
        vector["object_id"].encode(),
        vector["context"].encode(),
        vector["size_bytes"].to_bytes(8, "big"),
        bytes.fromhex(vector["sha256"]),
    )
    bound = b"\x01" + vector["key_id"].encode() + b"\0" + bound
    cipher = AESGCM(bytes.fromhex(vector["key_encryption_key"]))
    return cipher.decrypt(wrapped[1:13], wrapped[13:], bound)


def expanded(key, info):
    """HKDF-Expand of RFC 5869 with SHA-512, for 76 bytes."""
    first = hmac.digest(key, info + b"\x01", "sha512")
    return (first + hmac.digest(key, first + info + b"\x02", "sha512"))[:76]


def opened_by_hand(vector):
    content = sealed(vector)
    salt, commitment, chunks = content[:24], content[24:56], content[56:]
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"
    derived = expanded(unwrapped_key(vector), info + salt + sealing_context(vector))
    assert commitment == derived[44:]
    cipher, nonce = AESGCM(derived[:32]), int.from_bytes(derived[32:44], "big")
    plain = []
    for number in range(len(chunks) // SEALED_CHUNK + 1):
        chunk = chunks[number * SEALED_CHUNK : (number + 1) * SEALED_CHUNK]
        plain.append(cipher.decrypt((nonce ^ number).to_bytes(12, "big"), chunk, None))
    assert len(chunk) < SEALED_CHUNK
    return b"".join(plain)


def stored_in(storage, vector):
    storage.add(vector["object_id"], sealed(vector))
    return StoredObject(
        object_id=vector["object_id"],
        context=vector["context"],
        key_id=vector["key_id"],
        wrapped_key=bytes.fromhex(vector["wrapped_key"]),
        size_bytes=vector["size_bytes"],
        sha256=vector["sha256"],
    )


@each_vector
def test_a_stored_file_opens_by_hand(vector):
    assert opened_by_hand(vector) == plaintext(vector)


@each_vector
def test_a_stored_file_opens_with_the_published_recipe(vector):
    decryptor = Cobblestone256Decryptor(unwrapped_key(vector), sealing_context(vector))
    opened = decryptor.update(sealed(vector)) + decryptor.finalize()
    assert opened == plaintext(vector)


@each_vector
def test_a_stored_file_opens_in_every_later_version(vector):
    storage = InMemory()
    key = bytes.fromhex(vector["key_encryption_key"])
    vault = Vault(storage, KeyRing({vector["key_id"]: key}, vector["key_id"]))
    stored = stored_in(storage, vector)
    assert vault.open(stored).readall() == plaintext(vector)
    assert stored.sealed_bytes == len(sealed(vector))


@each_vector
def test_the_row_of_a_vector_tells_the_truth(vector):
    assert hashlib.sha256(plaintext(vector)).hexdigest() == vector["sha256"]


def test_a_file_stored_today_opens_by_hand():
    storage = InMemory()
    ring = KeyRing({"today": b"t" * 32}, "today")
    with Vault(storage, ring).begin("new", "report:1") as writer:
        writer.write(bytes(position % 251 for position in range(40_000)))
        stored = writer.commit()
    vector = {
        "object_id": "new",
        "context": "report:1",
        "key_id": "today",
        "key_encryption_key": (b"t" * 32).hex(),
        "wrapped_key": stored.wrapped_key.hex(),
        "size_bytes": 40_000,
        "sha256": stored.sha256,
        "sealed_base64": base64.b64encode(storage.open("new").read_at(0, 10**6)),
    }
    assert opened_by_hand(vector) == plaintext(vector)


def test_a_thousand_files_have_a_thousand_salts_and_wrapped_keys():
    storage = InMemory()
    vault = Vault(storage, KeyRing.generate())
    headers, wrapped = set(), set()
    for number in range(1000):
        with vault.begin(f"n{number}", "report:1") as writer:
            wrapped.add(writer.commit().wrapped_key)
        headers.add(storage.open(f"n{number}").read_at(0, 56))
    assert len(headers) == len(wrapped) == 1000
