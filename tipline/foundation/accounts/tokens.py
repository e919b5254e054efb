"""Random secrets that travel in links and headers; only their hashes are kept."""

import hashlib
import re
import secrets

SECRET_BYTES = 32  # 256 bits: a plain SHA-256 is enough to keep them safe at rest
PREFIX = "ct_"  # lets secret scanners find a credential that leaked into a repository
_SLUG_LENGTH = 16


def new_token() -> str:
    """Make a secret of 256 bits as 43 characters that a URL can carry."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_password() -> str:
    """Make an API password: `ct_` and 256 random bits."""
    return PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def new_agency_secret() -> str:
    """Make the secret of an agency's token: `ct_agency_` and 256 random bits."""
    return f"{PREFIX}agency_{secrets.token_urlsafe(SECRET_BYTES)}"


def new_username(organization_name: str) -> str:
    """Make an API user name such as `ct_example-photos_4f9a1c07` (64 at most)."""
    return f"{PREFIX}{slug(organization_name)}_{secrets.token_hex(4)}"


def slug(name: str) -> str:
    """Give `name` in lower-case ASCII letters, digits and hyphens, 1 to 16 of them."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    return "-".join(words)[:_SLUG_LENGTH].strip("-") or "platform"


def digest(secret: str) -> bytes:
    """Give the SHA-256 (32 bytes) under which a secret is kept."""
    return hashlib.sha256(secret.encode()).digest()
