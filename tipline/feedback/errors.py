"""Refusals of answers."""

from tipline.foundation.errors import InvalidRequestError


class AnswerIncompleteError(InvalidRequestError):
    """An answer lacks its status or reason, or parts of it do not go together."""

    code = "answer-incomplete"
    sentence = "%(problem)s"
