"""Names of people, in one alphabet: weak evidence, since many people share one."""

import re

from anyascii import anyascii

from tipline.linking.text_folding import folded
from tipline.linking.unreadable import Why

NAME_MAX = 256
_APOSTROPHES = re.compile(r"['`\u02bc\u2019]")
# Syllables of scripts without letter case come out with a capital each.
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def normalize_name(raw: str) -> str | Why:
    """Give the parts of a name in Latin letters, in the order of the alphabet.

    The order is dropped because forms and countries disagree on it. One part alone,
    such as a first name, is no identifier.
    """
    text = folded(raw)
    if not text:
        return Why.EMPTY
    if len(text) > NAME_MAX:
        return Why.TOO_LONG
    latin = _APOSTROPHES.sub("", anyascii(text))
    parts = [part.lower() for part in _PART.findall(latin) if len(part) > 1]
    if len(parts) < 2:  # noqa: PLR2004 - a first and a last one
        return Why.SINGLE_NAME
    name = " ".join(sorted(parts))
    return name if len(name) <= NAME_MAX else Why.TOO_LONG
