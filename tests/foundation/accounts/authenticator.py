"""A passkey in software: what a phone or a security key does, for tests."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData
from fido2.webauthn import AuthenticatorData as Data

ORIGIN = "http://localhost:8080"
VERIFIED = Data.FLAG.UP | Data.FLAG.UV


class Authenticator:
    """Holds one passkey and answers challenges with it."""

    def __init__(self, *, origin=ORIGIN, rp_id="localhost"):
        self.origin = origin
        self.rp_hash = hashlib.sha256(rp_id.encode()).digest()
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(16)
        self.counter = 0

    def make(self, options, *, flags=VERIFIED):
        """Answer the options of a registration."""
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public)
        data = Data.create(self.rp_hash, flags | Data.FLAG.AT, self.counter, made)
        attestation = AttestationObject.create("none", data, {})
        client = self._client("webauthn.create", options)
        return self._answer(client, attestationObject=websafe_encode(attestation))

    def sign(self, options, *, flags=VERIFIED, count=1):
        """Answer the options of an assertion, its counter `count` further on."""
        self.counter += count
        data = Data.create(self.rp_hash, flags, self.counter)
        client = self._client("webauthn.get", options)
        signed = bytes(data) + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            client,
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(signature),
        )

    def _client(self, kind, options):
        challenge = options["publicKey"]["challenge"]
        client = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(client).encode()

    def _answer(self, client, **response):
        key = websafe_encode(self.credential_id)
        response["clientDataJSON"] = websafe_encode(client)
        return {
            "id": key,
            "rawId": key,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": response,
        }
