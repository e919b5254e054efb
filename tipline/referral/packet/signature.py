"""The clearinghouse signs each packet, so that anybody can tell whose it is."""

import hashlib
import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True)
class Signer:
    """Signs with the Ed25519 key that follows from an installation's secret."""

    secret: str

    @property
    def public_key(self) -> str:
        """Give the public key, 64 hexadecimal digits; publish it."""
        return self._key.public_key().public_bytes_raw().hex()

    def signature_of(self, manifest: bytes) -> bytes:
        """Give the signature of a packet's list of hashes, as JSON."""
        said = {
            "algorithm": "ed25519",
            "publicKey": self.public_key,
            "signed": "SHA256SUMS",
            "signature": self._key.sign(manifest).hex(),
        }
        return json.dumps(said, indent=2, sort_keys=True).encode() + b"\n"

    @property
    def _key(self) -> Ed25519PrivateKey:
        seed = hashlib.sha256(b"tipline packet signature\x00" + self.secret.encode())
        return Ed25519PrivateKey.from_private_bytes(seed.digest())
