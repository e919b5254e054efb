"""A keyed digest of an identifier, for who may not say which one they ask about.

docs/api/deconfliction.md describes it for other programs.
"""

import hmac

from tipline.linking.identifiers import Identifier, Kind
from tipline.linking.phone_numbers import E164

DIGEST_BYTES = 32
_LABEL = b"tipline-identifier-1"
# What is somebody's for long. Addresses of the network are passed on, names are shared,
# and files are asked about on hash lists.
DIGESTED = frozenset(
    {
        Kind.EMAIL,
        Kind.PHONE,
        Kind.PLATFORM_USER,
        Kind.HANDLE,
        Kind.DEVICE,
        Kind.URL,
        Kind.COIN_ADDRESS,
        Kind.BANK_ACCOUNT,
    }
)


def digest_of(identifier: Identifier, *, key: bytes) -> bytes | None:
    """Give HMAC-SHA-256 over label, kind, scope and value, a line each; 32 bytes.

    None for what has no digest: kinds that are not DIGESTED, national phone numbers.
    """
    is_national = identifier.kind is Kind.PHONE and identifier.scope != E164
    if identifier.kind not in DIGESTED or is_national:
        return None
    parts = (identifier.kind.value, identifier.scope, identifier.value)
    message = b"\n".join((_LABEL, *(part.encode() for part in parts)))
    return hmac.digest(key, message, "sha256")
