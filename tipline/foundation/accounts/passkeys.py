"""WebAuthn ceremonies: challenges out, signed answers in. Knows no tables.

The protocol itself (CBOR, COSE keys, signatures) is the library fido2's. The device
verifies its user (PIN or biometry) in every ceremony, and keeps the passkey under the
person's name, so that nobody types who they are.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from struct import error as StructError  # noqa: N812 - an exception, named as one
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from django.conf import settings
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tipline.foundation.accounts.errors import (
    AttemptExpiredError,
    PasskeyNotRegisteredError,
    PasskeyRefusedError,
)

Json = dict[str, Any]

ATTEMPT_SECONDS = 300  # the longest time WebAuthn recommends for a ceremony
ALGORITHMS = (-8, -7, -257)  # COSE: EdDSA, ES256, RS256; every device speaks one

_FIELDS = ("clientDataJSON", "attestationObject", "authenticatorData", "signature")

# What fido2 raises on bytes that a hostile client made up.
_MALFORMED = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    OverflowError,
    RecursionError,
    StructError,
    UnsupportedAlgorithm,
    NotImplementedError,
)


class Purpose(StrEnum):
    """What a challenge was made for; it serves nothing else."""

    REGISTER = "register"
    SIGN_IN = "sign-in"
    CONFIRM = "confirm"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A challenge that was sent to a browser and waits in its session.

    `challenge` is base64url, `issued_at` in epoch seconds; `subject` ties the attempt
    to an invitation or a person ("" for signing in, when nobody is known yet).
    """

    purpose: str
    subject: str
    challenge: str
    issued_at: float

    def as_json(self) -> Json:
        """Give the attempt as a session keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class NewPasskey:
    """The public half of a passkey that a device just made."""

    credential_id: bytes
    public_data: bytes
    sign_count: int


@dataclass(frozen=True)
class StoredPasskey:
    """What the database knows of a passkey, as far as a ceremony needs it."""

    public_data: bytes
    sign_count: int
    last_used: float


def begin_registration(
    *, handle: bytes, email: str, name: str, subject: str, at: datetime
) -> tuple[Json, Attempt]:
    """Give the options for the browser and the attempt to keep.

    `handle` (32 bytes) is the account's opaque key on the device: the same handle
    replaces an earlier passkey instead of adding a second one to the device's list.
    """
    user = PublicKeyCredentialUserEntity(id=handle, name=email, display_name=name)
    options, state = _server().register_begin(
        user,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), _attempt(Purpose.REGISTER, subject, state, at=at)


def finish_registration(
    kept: Mapping[str, Any] | None, subject: str, response: object, *, at: datetime
) -> NewPasskey:
    """Give the new passkey's public half, or refuse the device's answer.

    Raises:
        AttemptExpiredError: no attempt for this subject in the last five minutes.
        PasskeyNotRegisteredError: the answer is malformed, for another place or
            challenge, without user verification, or with an unusual algorithm.
    """
    attempt = _open(kept, Purpose.REGISTER, subject, at=at)
    try:
        data = _server().register_complete(_state(attempt), _texts(response))
        made = data.credential_data
        usable = made is not None and made.public_key[3] in ALGORITHMS
    except _MALFORMED as error:
        raise PasskeyNotRegisteredError from error
    if made is None or not usable:
        raise PasskeyNotRegisteredError
    return NewPasskey(made.credential_id, bytes(made), data.counter)


def begin_assertion(
    purpose: Purpose, subject: str, *, at: datetime
) -> tuple[Json, Attempt]:
    """Give the options for the browser and the attempt to keep; any passkey may answer.

    No credential ids go out, so that nothing tells a stranger who has an account.
    """
    options, state = _server().authenticate_begin(
        user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), _attempt(purpose, subject, state, at=at)


def open_assertion(
    kept: Mapping[str, Any] | None, purpose: Purpose, subject: str, *, at: datetime
) -> Attempt:
    """Give the attempt a session kept, or raise AttemptExpiredError."""
    return _open(kept, purpose, subject, at=at)


def credential_id(response: object) -> bytes:
    """Give the id of the passkey that answered, or raise PasskeyRefusedError."""
    try:
        return bytes(AuthenticationResponse.from_dict(_texts(response)).raw_id)
    except _MALFORMED as error:
        raise PasskeyRefusedError from error


def finish_assertion(
    attempt: Attempt, stored: StoredPasskey, response: object
) -> int | None:
    """Give the passkey's new counter, or None if the answer must not be believed.

    Believed is an answer signed by this passkey over this challenge, newer than the
    passkey's last use, whose counter does not betray a copy.
    """
    if attempt.issued_at <= stored.last_used:
        return None  # answered before: each challenge lets in once, also concurrently
    try:
        known = AttestedCredentialData(stored.public_data)
        _server().authenticate_complete(_state(attempt), [known], _texts(response))
        answer = AuthenticationResponse.from_dict(_texts(response)).response
    except _MALFORMED:
        return None
    counter = int(answer.authenticator_data.counter)
    return None if betrays_a_copy(stored.sign_count, counter) else counter


def betrays_a_copy(stored_count: int, received_count: int) -> bool:
    """Tell whether a counter shows that two devices hold the same passkey.

    Passkeys that are synchronized between devices always say 0, which proves nothing.

    Source: Web Authentication Level 3, section 7.2, step 22.
    """
    return (stored_count, received_count) != (0, 0) and received_count <= stored_count


def _server() -> Fido2Server:
    origins = frozenset(settings.PASSKEY_ORIGINS)
    server = Fido2Server(
        PublicKeyCredentialRpEntity(id=settings.PASSKEY_RP_ID, name="Tipline"),
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=origins.__contains__,
    )
    # fido2 declares the field by its default alone, which is None.
    server.timeout = ATTEMPT_SECONDS * 1000  # type: ignore[assignment]
    server.allowed_algorithms = [
        PublicKeyCredentialParameters(type=PublicKeyCredentialType.PUBLIC_KEY, alg=alg)
        for alg in ALGORITHMS
    ]
    return server


def _attempt(
    purpose: Purpose, subject: str, state: Mapping[str, Any], *, at: datetime
) -> Attempt:
    return Attempt(
        purpose=purpose.value,
        subject=subject,
        challenge=state["challenge"],
        issued_at=at.timestamp(),
    )


def _open(
    kept: Mapping[str, Any] | None, purpose: Purpose, subject: str, *, at: datetime
) -> Attempt:
    if kept is None:
        raise AttemptExpiredError
    attempt = Attempt(**kept)
    fits = (attempt.purpose, attempt.subject) == (purpose.value, subject)
    if not fits or at.timestamp() - attempt.issued_at > ATTEMPT_SECONDS:
        raise AttemptExpiredError
    return attempt


def _state(attempt: Attempt) -> Json:
    return {
        "challenge": attempt.challenge,
        "user_verification": UserVerificationRequirement.REQUIRED,
    }


def _texts(response: object) -> Json:
    """Keep the texts that a ceremony needs, and nothing else a client may send.

    Where a text should be, fido2 takes a number for a count of bytes to allocate.
    """
    match response:
        case {"id": str(key), "rawId": str(raw), "response": dict(given)}:
            kept = {
                name: text
                for name in _FIELDS
                if isinstance(text := given.get(name), str)
            }
            return {"id": key, "rawId": raw, "type": "public-key", "response": kept}
    raise TypeError(type(response))
