"""HTTP Basic, as platforms' programs send it."""

import base64

from tipline.intake.errors import AuthenticationRequiredError


def basic_credential(header: str) -> tuple[str, str]:
    """Give the user name and password of an Authorization header.

    Raises:
        AuthenticationRequiredError: there is none, or it cannot be read.
    """
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        raise AuthenticationRequiredError
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except ValueError as error:
        raise AuthenticationRequiredError from error
    username, colon, password = text.partition(":")
    if not colon or "\x00" in text:
        raise AuthenticationRequiredError
    return username, password
