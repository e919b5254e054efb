"""Refusals of hash lists."""

from tipline.foundation.errors import InvalidRequestError


class MalformedHashListError(InvalidRequestError):
    """A line of a list is no hash; nothing of the list was added."""

    code = "malformed-hash-list"
    sentence = "Line %(line)s of the list cannot be read: %(problem)s"
