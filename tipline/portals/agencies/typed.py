"""What an officer typed to find reports, as an address holds it: sealed.

Addresses stay in a browser's history and in the logs of what stands before the product.
The same text of the same officer is sealed alike each time, so that paging, going back
and saved filters lead to one page; nobody else opens it. It tells how long the text is.
"""

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.utils.crypto import salted_hmac

from tipline.foundation.errors import NotFoundError


def sealed(text: str, *, by: int) -> str:
    """Give what was typed as letters and digits that only the same officer opens."""
    if not text:
        return ""
    kept = _cipher().encrypt(text.encode("utf-8", "replace"), [_whose(by)])
    return base64.urlsafe_b64encode(kept).decode().rstrip("=")


def opened(kept: str, *, by: int) -> str:
    """Give what the officer typed.

    Raises:
        NotFoundError: another officer typed it, or it is nothing of ours.
    """
    if not kept:
        return ""
    try:
        content = base64.urlsafe_b64decode(kept.encode() + b"=" * (-len(kept) % 4))
        return _cipher().decrypt(content, [_whose(by)]).decode()
    except (InvalidTag, ValueError) as error:
        raise NotFoundError from error


def _whose(officer_id: int) -> bytes:
    return f"person:{officer_id}".encode()


def _cipher() -> AESSIV:
    key = salted_hmac("tipline.portals.agencies.typed", "", algorithm="sha512")
    return AESSIV(key.digest())
