"""Rules about one value by itself: its length, its form, its range."""

import math
import re
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from lxml import etree

from tipline.intake.breach import quoted
from tipline.intake.field_rules_said import Said, is_true, text_of, warned
from tipline.intake.warning_sentences import WARNINGS

# The most characters each text may have, by its name or by its parent's and its own.
MAX_LENGTHS: dict[str, int] = {
    "platform": 256,
    "escalateToHighPriority": 3000,
    "incidentDateTimeDescription": 3000,
    "url": 2083,
    "name": 255,
    "nameValuePair/name": 64,
    "chatClient": 255,
    "chatRoomName": 255,
    "gameName": 255,
    "console": 255,
    "locationName": 255,
    "client": 255,
    "agencyName": 255,
    "caseNumber": 100,
    "legalURL": 2083,
    "vehicleDescription": 300,
    "espIdentifier": 255,
    "espService": 100,
    "screenName": 256,
    "displayName": 255,
    "profileUrl": 2083,
    "groupIdentifier": 255,
    "schoolName": 255,
    "firstName": 100,
    "lastName": 100,
    "phone": 50,
    "phoneNumber": 50,
    "email": 255,
    "emailAddress": 255,
    "address": 255,
    "city": 100,
    "zipCode": 20,
    "nonUsaState": 100,
    "region": 255,
    "estimatedLocation/city": 255,
    "idType": 255,
    "idValue": 2083,
    "associatedAccount/firstName": 256,
    "associatedAccount/middleName": 256,
    "associatedAccount/lastName": 256,
    "associatedAccount/espService": 256,
    "associatedAccount/espIdentifier": 256,
    "associatedAccount/groupIdentifier": 256,
    "originalFileName": 2056,
    "locationOfFile": 2083,
    "supplement/reason": 3000,
    "reportedInError": 3000,
    "field": 64,
    "oldValue": 3000,
    "newValue": 3000,
}
MAX_HASH_TYPE_LENGTH = 64
MAX_EMAIL_LOCAL_LENGTH = 64
MAX_EXTENSION_LENGTH = 10
MAX_AGE = 150
MAX_PORT = 65535

_SPACE_OR_CONTROL = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_CALLING_CODE = re.compile(r"\+[0-9]{1,3}")
_EXTENSION = re.compile(r"[0-9]+")
_EMAIL_LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"]+|\"[^\"\\\r\n]+\"")
_EMAIL_LABEL = re.compile(r"[^\W_]([\w-]*[^\W_])?", re.UNICODE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def value_breaches(element: etree._Element) -> Iterator[Said]:
    """Say what is wrong with this element's own text and attributes."""
    name = str(element.tag)
    if element.text is not None and len(element.text) > _SHORTEST_LIMIT:
        yield from _length(element, name)
    for rule in _RULES.get(name, ()):
        yield from rule(element)


_SHORTEST_LIMIT = min(MAX_LENGTHS.values())


def _length(element: etree._Element, name: str) -> Iterator[Said]:
    parent = element.getparent()
    parent_name = "" if parent is None else str(parent.tag)
    limit = MAX_LENGTHS.get(f"{parent_name}/{name}", MAX_LENGTHS.get(name))
    length = len(element.text or "")
    if limit is not None and length > limit and len(element) == 0:
        yield warned(element, "text.too-long", name=name, length=length, most=limit)


def _not_blank(element: etree._Element) -> Iterator[Said]:
    if not text_of(element):
        yield warned(element, "text.blank", name=element.tag)


def _reason_not_blank(element: etree._Element) -> Iterator[Said]:
    if not text_of(element):
        yield warned(element, "text.blank", "of an escalation")


def _url(element: etree._Element) -> Iterator[Said]:
    text = element.text or ""
    if _SPACE_OR_CONTROL.search(text):
        sentence = (
            f"'{element.tag}' has white space or a control character in it; write them"
            " percent-encoded, or take them out."
        )
        yield Said(element, "url.whitespace", sentence)
    elif not _is_url(text):
        sent = {"name": element.tag, "value": quoted(text)}
        yield warned(element, "url.malformed", **sent)


def _is_url(text: str) -> bool:
    if not _SCHEME.match(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    if parts.scheme in {"http", "https", "ftp"}:
        return bool(parts.hostname)
    return bool(parts.netloc or parts.path)


def _email(element: etree._Element) -> Iterator[Said]:
    text = text_of(element)
    local, _, _ = text.rpartition("@")
    if len(local) > MAX_EMAIL_LOCAL_LENGTH:
        sent = {"name": element.tag, "most": str(MAX_EMAIL_LOCAL_LENGTH)}
        yield warned(element, "email.malformed", "before the @", **sent)
    elif not is_email(text):
        sent = {"name": element.tag, "value": quoted(text)}
        yield warned(element, "email.malformed", **sent)


def is_email(text: str) -> bool:
    """Tell whether a text has the form of an e-mail address."""
    local, at, domain = text.rpartition("@")
    labels = domain.split(".")
    return (
        bool(at)
        and _EMAIL_LOCAL.fullmatch(local) is not None
        and len(labels) > 1
        and all(_EMAIL_LABEL.fullmatch(label) for label in labels)
    )


def _ip(element: etree._Element) -> Iterator[Said]:
    text = text_of(element)
    if not text:
        yield warned(element, "text.blank", "of an IP address")
        return
    try:
        ip_address(text)
    except ValueError:
        yield warned(element, "ip.malformed", value=quoted(text))


def _port(element: etree._Element) -> Iterator[Said]:
    yield from _range(element, "port.range", (1, MAX_PORT))


def _age(element: etree._Element) -> Iterator[Said]:
    yield from _range(element, "age.range", (0, MAX_AGE))


def _range(
    element: etree._Element, rule_id: str, bounds: tuple[int, int]
) -> Iterator[Said]:
    low, high = bounds
    value = _number(element)
    if value is not None and not low <= value <= high:
        said = {"name": element.tag, "low": low, "high": high}
        yield Said(element, rule_id, WARNINGS["range"] % said)


def _number(element: etree._Element) -> float | None:
    try:
        return float(text_of(element).replace("INF", "inf"))
    except ValueError:
        return None  # the schema says so


def _latitude(element: etree._Element) -> Iterator[Said]:
    yield from _coordinate(element, 90)


def _longitude(element: etree._Element) -> Iterator[Said]:
    yield from _coordinate(element, 180)


def _coordinate(element: etree._Element, limit: int) -> Iterator[Said]:
    value = _number(element)
    if value is not None and not math.isfinite(value):
        sentence = f"'{element.tag}' must be a finite number."
        yield Said(element, "number.not-finite", sentence)
    else:
        yield from _range(element, "coordinate.range", (-limit, limit))


def _phone(element: etree._Element) -> Iterator[Said]:
    code = element.get("countryCallingCode")
    if code is not None and not _CALLING_CODE.fullmatch(code):
        yield warned(element, "phone.calling-code", value=quoted(code))
    elif code and text_of(element).startswith((code, "+", f"00{code[1:]}")):
        sent = {"name": element.tag, "calling_code": code}
        yield warned(element, "phone.repeats-calling-code", **sent)
    yield from _extension(element)


def _extension(element: etree._Element) -> Iterator[Said]:
    extension = element.get("extension")
    if extension is None or (
        _EXTENSION.fullmatch(extension) and len(extension) <= MAX_EXTENSION_LENGTH
    ):
        return
    sent = {"value": quoted(extension), "most": str(MAX_EXTENSION_LENGTH)}
    yield warned(element, "phone.extension", **sent)


def _verified(element: etree._Element) -> Iterator[Said]:
    if element.get("verificationDate") and not is_true(element.get("verified")):
        yield warned(element, "verified.date-without-true", name=element.tag)


def _hash_type(element: etree._Element) -> Iterator[Said]:
    if len(element.get("hashType") or "") > MAX_HASH_TYPE_LENGTH:
        most = MAX_HASH_TYPE_LENGTH
        yield warned(element, "text.too-long", "of a hash type", most=most)


_RULES: dict[str, tuple[Callable[[etree._Element], Iterator[Said]], ...]] = {
    "escalateToHighPriority": (_reason_not_blank,),
    "idType": (_not_blank,),
    "idValue": (_not_blank,),
    "url": (_url,),
    "profileUrl": (_url,),
    "legalURL": (_url,),
    "locationOfFile": (_url,),
    "email": (_email, _verified),
    "emailAddress": (_email, _verified),
    "phone": (_phone, _verified),
    "phoneNumber": (_phone, _verified),
    "ipAddress": (_ip,),
    "port": (_port,),
    "age": (_age,),
    "approximateAge": (_age,),
    "latitude": (_latitude,),
    "longitude": (_longitude,),
    "originalFileHash": (_hash_type,),
}
