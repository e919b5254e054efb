"""Read another server of the hash sharing protocol, version 2, as its member.

Only addresses that an operator wrote down are asked: over https, or on this machine;
no redirect is followed, no answer is read beyond a limit, no document with a DOCTYPE.
"""

import base64
import http.client
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from lxml import etree

from tipline.hashing.errors import MalformedHashError
from tipline.hashing.values import (
    LONGEST_TEXT,
    canonical_algorithm,
    canonical_value,
)
from tipline.hashlist.errors import SourceAddressError, SourceFailedError
from tipline.hashlist.importing import Record, key_of

BYTES_MAX: Final = 64 * 1024 * 1024
PAGES_MAX: Final = 100_000
_SECONDS: Final = 60
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_NEXT: Final = "/v2/entries?"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a list is, and who we are there; `base` is without `/v2`."""

    base: str
    username: str
    password: str

    def clock(self) -> datetime | None:
        """Give the source's own time, if its status tells.

        Raises:
            SourceFailedError: the server answered otherwise than the protocol says.
        """
        _, date = _ask(self, "/v2/status")
        try:
            at = parsedate_to_datetime(date)
        except ValueError:
            return None
        return at if at.tzinfo else at.replace(tzinfo=UTC)

    def changes(
        self, since: datetime | None, until: datetime, *, page: str = ""
    ) -> Iterator["Page"]:
        """Give the pages of (since, until]; the checkpoint moves after the last one.

        Args:
            since: exclusive; None for the beginning.
            until: inclusive.
            page: where to go on instead, from `Page.following` of this range.

        Raises:
            SourceFailedError: the server answered otherwise than the protocol says.
        """
        query = {"from": _moment(since or datetime(1970, 1, 1, tzinfo=UTC))}
        query["to"] = _moment(until)
        path = page or f"{_NEXT}{urlencode(query, quote_via=quote, safe=':')}"
        for _ in range(PAGES_MAX):
            root = _read_xml(_ask(self, path)[0])
            path = (root.findtext("{*}paging/{*}next") or "").strip()
            if path and not path.startswith(_NEXT):
                raise SourceFailedError(problem="its next page is not one of entries")
            entries = (each for block in root for each in block if _is_entry(each))
            yield Page(records=[_record(each) for each in entries], following=path)
            if not path:
                return
        raise SourceFailedError(problem="it has no last page")


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some records of a source, and the address of its next page, or nothing."""

    records: list[Record]
    following: str


def check_address(base: str) -> None:
    """Refuse an address that must not be asked.

    Raises:
        SourceAddressError: not https, or with anything but host, port and path.
    """
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise SourceAddressError from error
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    extras = (parts.username, parts.password, parts.query, parts.fragment)
    if not (is_safe and host) or any(extras) or not base.isascii() or " " in base:
        raise SourceAddressError


def _ask(source: Source, path: str) -> tuple[bytes, str]:
    """Give an answer's body and its date, as the server wrote it."""
    check_address(source.base)
    if not path.isascii() or any(ord(letter) <= 32 for letter in path):  # noqa: PLR2004 - controls and the space
        raise SourceFailedError(problem="its next page has characters of no address")
    parts = urlsplit(source.base)
    pair = f"{source.username}:{source.password}".encode()
    headers = {
        "Authorization": f"Basic {base64.b64encode(pair).decode()}",
        "Accept": "application/xml",
    }
    connection = _connect(parts.scheme, str(parts.hostname), parts.port)
    try:
        connection.request("GET", f"{parts.path.rstrip('/')}{path}", headers=headers)
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            raise SourceFailedError(problem=f"it answered {answer.status}")
        body, date = answer.read(BYTES_MAX + 1), answer.getheader("Date", "")
    except (OSError, http.client.HTTPException) as error:
        raise SourceFailedError(problem=type(error).__name__) from error
    finally:
        connection.close()
    if len(body) > BYTES_MAX:
        raise SourceFailedError(problem="a page is larger than 64 MiB")
    return body, date


def _connect(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(
            host, port, timeout=_SECONDS, context=context
        )
    return http.client.HTTPConnection(host, port, timeout=_SECONDS)


def _read_xml(body: bytes) -> etree._Element:
    # As UTF-8 whatever it declares, a DOCTYPE cannot hide in another encoding.
    if b"<!DOCTYPE" in body:
        raise SourceFailedError(problem="its answer has a DOCTYPE")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceFailedError(problem="its answer is not XML") from error
    if etree.QName(root).localname != "queryResult":
        raise SourceFailedError(problem="its answer holds no entries")
    return root


def _is_entry(element: etree._Element) -> bool:
    return _name(element) in {"image", "video", "deletedImage", "deletedVideo"}


def _record(entry: etree._Element) -> Record:
    name = _name(entry)
    member, entry_id = entry.find("{*}member"), entry.findtext("{*}id")
    try:
        number = int("" if member is None else member.get("id", ""))
    except ValueError as error:
        raise SourceFailedError(problem="an entry has no member") from error
    if not entry_id:
        raise SourceFailedError(problem="an entry has no id")
    prints = entry.find("{*}fingerprints")
    values = [] if prints is None else [_value(each) for each in prints]
    return Record(
        key=key_of(number, entry_id),
        media=name.removeprefix("deleted").lower(),
        classification=(entry.findtext("{*}classification") or "").strip(),
        values=tuple(sorted({each for each in values if each})),
        is_deleted=name.startswith("deleted"),
    )


def _value(given: etree._Element) -> tuple[str, str] | None:
    """Give a fingerprint, or None for what cannot be stored: links and broken ones.

    One broken value of a source must not stop all that comes after it.
    """
    name = _name(given).replace("-", "_")
    text = (given.text or "").strip()
    if not text or len(text) > LONGEST_TEXT:
        return None
    try:
        algorithm = canonical_algorithm(name)
        return algorithm, canonical_value(algorithm, text)
    except MalformedHashError:
        return None


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
