"""Refusals of keys."""

from tipline.foundation.errors import InvalidRequestError


class KeyRefusedError(InvalidRequestError):
    """A key is no public age key, or its fingerprint is another one."""

    code = "agency-key-refused"
    sentence = "%(problem)s"
