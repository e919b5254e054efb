"""What members send: votes, and items of their own."""

import re
from typing import Final, NoReturn

from lxml import etree

from tipline.hashlist import feedback_reasons
from tipline.hashlist.errors import UnknownFeedbackReasonError
from tipline.hashlist.sharing import Contribution
from tipline.hashlist.states import Media
from tipline.intake.errors import Problem, ValidationFailedError
from tipline.intake.xml_front import parse_xml
from tipline.portals.platforms.hashsharing.answers import NAMESPACE
from tipline.portals.platforms.hashsharing.fingerprint_types import (
    BY_ELEMENT,
    FingerprintType,
)
from tipline.portals.platforms.hashsharing.wire import UnreadableParameterError

MAX_FINGERPRINTS: Final = 50
MAX_REASONS: Final = 20
_VALUE_CHARACTERS_MAX = 512
_ENTRY_ID = re.compile(r"[A-Za-z0-9._~-]{1,64}")
_NAMES = frozenset(
    {
        "xmlns",
        "feedbackSubmission",
        "affirmative",
        "negative",
        "reasonIds",
        "guid",
        "entrySubmission",
        "accessSubmission",
        "member",
        "id",
        "classification",
        "fingerprints",
        *Media.values,
        *BY_ELEMENT,
    }
)


def read_vote(
    body: bytes, *, content_type: str, slug: str, kind: FingerprintType
) -> list[str]:
    """Give the codes of a vote's reasons; none is an affirmative vote.

    Raises:
        MalformedXmlError: it is no harmless XML.
        ValidationFailedError: it is no `feedbackSubmission`.
        UnknownFeedbackReasonError: a negative vote without one of the list's reasons.
    """
    root = _document(body, content_type, "feedbackSubmission")
    choice = _only_child(root, {"affirmative", "negative"})
    if _name(choice) == "affirmative":
        return []
    guids = [
        (each.text or "").strip().lower()
        for each in choice.iter(f"{{{NAMESPACE}}}guid", "guid")
    ]
    known = {
        reason.guid: reason.code
        for reason in feedback_reasons.reasons(slug, kind.algorithm)
    }
    if not guids or len(guids) > MAX_REASONS or not known.keys() >= set(guids):
        raise UnknownFeedbackReasonError
    return [known[guid] for guid in guids]


def read_entry(body: bytes, *, content_type: str) -> Contribution:
    """Give an item as its member describes it.

    Raises:
        MalformedXmlError: it is no harmless XML.
        ValidationFailedError: it is no `entrySubmission`.
    """
    root = _document(body, content_type, "entrySubmission")
    entry = _only_child(root, set(Media.values))
    classification, values = "", []
    for child in entry:
        match _name(child):
            case "classification":
                classification = (child.text or "").strip()
            case "fingerprints":
                values = [_value(each) for each in child]
            case other:
                _refuse(child, f"'{other}' is not known here; take it out.")
    if len(values) > MAX_FINGERPRINTS:
        _refuse(entry, f"Send at most {MAX_FINGERPRINTS} fingerprints of an item.")
    return Contribution(
        media=_name(entry), classification=classification, values=values
    )


def read_audience(body: bytes, *, content_type: str) -> list[int]:
    """Give the ids of the members that an item is restricted to; none is everybody.

    Raises:
        MalformedXmlError: it is no harmless XML.
        ValidationFailedError: it is no `accessSubmission`.
    """
    root = _document(body, content_type, "accessSubmission")
    found = []
    for each in root:
        number = each.get("id", "")
        is_number = number.isascii() and number.isdecimal() and len(number) < 10  # noqa: PLR2004 - ten digits may exceed 32 bits
        if _name(each) != "member" or not is_number:
            _refuse(each, 'Name each member as <member id="42"/>.')
        found.append(int(number))
    return found


def entry_id_of(text: str) -> str:
    """Give an entry id that can stand in addresses.

    Raises:
        UnreadableParameterError: it is too long or has other characters.
    """
    if not _ENTRY_ID.fullmatch(text):
        raise UnreadableParameterError(
            parameter="The entry id",
            problem="use 1 to 64 of the characters A-Z a-z 0-9 . _ ~ -",
        )
    return text


def _document(body: bytes, content_type: str, wanted: str) -> etree._Element:
    root = parse_xml(body, content_type=content_type, known_names=_NAMES)
    if _name(root) != wanted or etree.QName(root).namespace not in {NAMESPACE, None}:
        _refuse(root, f"The document must be a '{wanted}' in {NAMESPACE}.")
    return root


def _only_child(parent: etree._Element, names: set[str]) -> etree._Element:
    if len(parent) != 1 or _name(parent[0]) not in names:
        _refuse(parent, f"It must hold one of: {', '.join(sorted(names))}.")
    return parent[0]


def _value(given: etree._Element) -> tuple[str, str]:
    kind = BY_ELEMENT.get(_name(given))
    value = (given.text or "").strip()
    if kind is None:
        known = ", ".join(e for e, kind in BY_ELEMENT.items() if not kind.is_large)
        _refuse(given, f"'{_name(given)}' is no fingerprint; known are {known}.")
    if kind.is_large:
        _refuse(given, f"Send '{kind.element}' to the entry's own /{kind.name}.")
    if len(given) or not 0 < len(value) <= _VALUE_CHARACTERS_MAX:
        _refuse(
            given, f"'{kind.element}' holds 1 to {_VALUE_CHARACTERS_MAX} characters."
        )
    return kind.algorithm, value


def _name(given: etree._Element) -> str:
    return etree.QName(given).localname


def _refuse(at: etree._Element, sentence: str) -> NoReturn:
    line = int(str(at.sourceline))
    raise ValidationFailedError((Problem(line=line, column=1, sentence=sentence),))
