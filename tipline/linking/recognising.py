"""What somebody pasted: every identifier that it could be, as it is compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tipline.linking.file_hashes import HEX_DIGITS
from tipline.linking.identifiers import RAW_MAX, Kind, normalize

# Names of their own services are not asked for: these are looked for in every scope.
_ANY_SCOPE = frozenset({Kind.PLATFORM_USER, Kind.HANDLE, Kind.DEVICE})
_ANYWHERE = "x"  # stands for the scope that is not asked for
_HEX = re.compile(r"(?:0x)?[0-9a-fA-F:\s-]{32,}")
_LIKE_A_PAGE = re.compile(
    r"[a-z][a-z0-9+.-]*://|[^/\s@]+\.[^/\s@]{2,}(?:[:/?#]|$)", re.IGNORECASE
)
# Nobody there writes the calling code; its numbers are told by their ten digits.
NORTH_AMERICA = "1"
_SPACES = re.compile(r"\s")


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One identifier that a text could be; `scope` is None if any will do."""

    kind: Kind
    value: str
    scope: str | None


def recognise(text: str) -> tuple[Candidate, ...]:
    """Give all that a pasted text could be, each once, the surest first.

    Nothing is guessed away: digits can be a telephone number, a device and an account.
    """
    text = text.strip()
    if not text or len(text) > RAW_MAX:
        return ()
    return tuple(dict.fromkeys(_candidates(text)))


def _candidates(text: str) -> Iterator[Candidate]:
    yield from _as(Kind.COIN_ADDRESS, text)
    yield from _as(Kind.BANK_ACCOUNT, text)
    yield from _as(Kind.EMAIL, text)
    for kind in (Kind.IP_PORT, Kind.IP, Kind.IP_PREFIX):
        yield from _as(kind, text)
    yield from _phones(text)
    if _HEX.fullmatch(text):
        for algorithm in HEX_DIGITS:
            yield from _as(Kind.FILE_HASH, text, algorithm)
        yield from _as(Kind.NEAR_FILE, text)
    if _LIKE_A_PAGE.match(text):
        yield from _as(Kind.URL, text)
    yield from _as(Kind.DEVICE, text, "imei")
    if not _SPACES.search(text):
        yield from _as(Kind.PLATFORM_USER, text, _ANYWHERE)
        yield from _as(Kind.HANDLE, text, _ANYWHERE)
    yield from _as(Kind.DEVICE, text, _ANYWHERE)
    yield from _as(Kind.NAME, text)


def _phones(text: str) -> Iterator[Candidate]:
    yield from _as(Kind.PHONE, text)
    yield from _as(Kind.PHONE, text, NORTH_AMERICA)
    if not text.startswith(("+", "0")):  # people leave the plus out
        yield from _as(Kind.PHONE, f"+{text}")


def _as(kind: Kind, text: str, context: str = "") -> Iterator[Candidate]:
    found = normalize(kind, text, context=context).identifier
    if found:
        is_any = kind in _ANY_SCOPE and context == _ANYWHERE
        scope = None if is_any else found.scope
        yield Candidate(kind=kind, value=found.value, scope=scope)
